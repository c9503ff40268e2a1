"""What every answer tells the browser: load nothing from elsewhere, run nothing that stands in the page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

_EVERYWHERE = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",  # the admin shows previews in a frame
}
_PUBLIC = {
    **_EVERYWHERE,
    "img-src": "'self' data:",
    # The page for a broken server carries its few lines of style with it.
    "style-src": "'self' 'sha256-ngo04bPeU3+FDzFMoFubCbgKH1X/YrJakI1k2J02GNY='",
}
# Wagtail's date fields and panels come with scripts in the page, its editor with styles.
_ADMIN = {
    **_EVERYWHERE,
    "img-src": "'self' data: blob:",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
}
_UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response
        self.public, self.admin = _policy(_PUBLIC), _policy(_ADMIN)
        self.unused = ", ".join(f"{feature}=()" for feature in _UNUSED)

    def __call__(self, request: Any) -> Any:
        response = self.get_response(request)
        is_admin = request.path.startswith(settings.ADMIN_ROOT)
        policy = self.admin if is_admin else self.public
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", self.unused)
        return response


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())

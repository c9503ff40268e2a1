"""Each request works with what is defined at its beginning, until its end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from datasets.custom.loading import StillAtWork, at_work, undisturbed

_PLAIN = "text/plain; charset=utf-8"
_RETRY_AFTER = "60"


class DefinitionsMiddleware:
    """Public pages, forms aside, need not know the latest: they tell of nothing that somebody defined.

    But they read agencies and duties, whose fields must not change meanwhile.
    """

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if not request.path.startswith((settings.ADMIN_ROOT, "/api/", "/forms/")):
            with undisturbed():
                return self.get_response(request)
        try:
            with at_work():
                return self.get_response(request)
        except StillAtWork:
            said = _("管理员改了字段，可是这里还有人在导出或导入，要等他们办完。请过几分钟再试。")
            headers = {"Retry-After": _RETRY_AFTER}
            return HttpResponse(said, status=503, content_type=_PLAIN, headers=headers)

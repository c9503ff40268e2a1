"""Each request that has to do with records works with what is defined at its beginning, until its end."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from datasets.custom.loading import at_work


class DefinitionsMiddleware:
    """Public pages, forms aside, have nothing to do with what somebody defined."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if not request.path.startswith((settings.ADMIN_ROOT, "/api/", "/forms/")):
            return self.get_response(request)
        with at_work():
            return self.get_response(request)

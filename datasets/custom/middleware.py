"""Each request works with what is defined at its beginning, until its end."""

from collections.abc import Callable
from typing import Any

from datasets.custom.loading import at_work


class DefinitionsMiddleware:
    """Public pages too: agencies and duties, of which they tell, may have fields of one's own."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        with at_work():
            return self.get_response(request)

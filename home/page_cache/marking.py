"""Which views give everybody the same answer. Wagtail's pages do by nature; others say so."""

from collections.abc import Callable
from typing import Any, TypeVar

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def same_for_everybody(view: ViewT) -> ViewT:
    """The view's answer hangs on the address, the pages and the duty table alone: it may be kept."""
    view.is_same_for_everybody = True  # type: ignore[attr-defined]
    return view


def may_be_the_same(match: Any) -> bool:
    """Of a resolved address; None where the request never came to a view."""
    if match is None:
        return False
    return match.url_name == "wagtail_serve" or getattr(match.func, "is_same_for_everybody", False)

"""Who is served from the cache, and what may enter it."""

import hashlib
import re
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from home.page_cache.marking import may_be_the_same

#: Turning the pages of a list is kept; any other question in the address is answered afresh.
_QUESTION = re.compile(r"(?:page=[0-9]{1,3})?\Z")
#: What an answer may depend on: whoever sends a cookie or an origin is not served from here at all.
_VARIES = {"cookie", "accept-encoding", "origin"}
_TYPES = (
    "text/",
    "application/xml",
    "application/atom+xml",
    "application/opensearch",
    "application/json",
)


def key_of(request: Any) -> str | None:
    """Under which name the answer to this request is kept; None where it is not for the cache.

    The day is part of it: duties begin and end by the day, and pages say which day it is.
    """
    if request.method not in ("GET", "HEAD") or getattr(request, "is_dummy", False):
        return None
    if not _is_nobody(request) or request.path.startswith(_elsewhere()):
        return None
    question = request.META.get("QUERY_STRING", "")
    if not _QUESTION.match(question):
        return None
    parts = (
        request.scheme, request.get_host(), request.path, question, get_language() or "",
        timezone.localdate().isoformat(),
    )  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def may_be_kept(request: Any, response: Any) -> bool:
    """Only a whole page that was made for nobody in particular and leaves no cookie behind."""
    return bool(
        request.method == "GET"
        and response.status_code == 200
        and may_be_the_same(getattr(request, "resolver_match", None))
        and not getattr(request, "is_preview", False)
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").startswith(_TYPES)
        and _varying_on(response) <= _VARIES
    )


def _is_nobody(request: Any) -> bool:
    """Without a name: no session, no password of a page, no token, no setting of their own."""
    return (
        set(request.COOKIES) <= {settings.CSRF_COOKIE_NAME}
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_ORIGIN" not in request.META
    )


def _elsewhere() -> tuple[str, ...]:
    return (settings.ADMIN_ROOT, settings.STATIC_URL, settings.MEDIA_URL)


def _varying_on(response: Any) -> set[str]:
    named = response.headers.get("Vary", "")
    return {name.strip().lower() for name in named.split(",") if name.strip()}

"""Serves kept pages before a session, a user or a template is thought of."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches

from datasets.public import public_generation
from home.page_cache.entries import Entry
from home.page_cache.rules import key_of, may_be_kept

log = logging.getLogger(__name__)


class PageCacheMiddleware:
    """The generation is read before the page is made: what changes meanwhile makes the entry one of the past."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        key = key_of(request)
        if key is None:
            return self._private(request)
        try:
            key = f"{public_generation()}:{key}"
            entry = caches["public"].get(key)
        except Exception:  # whatever kind of cache it is, the site goes on without it
            log.exception("The page cache does not answer")
            return self.get_response(request)
        return entry.answer(request) if entry else self._made(request, key)

    def _made(self, request: Any, key: str) -> Any:
        response = self.get_response(request)
        if not may_be_kept(request, response):
            return response
        entry = Entry.of(response)
        try:
            caches["public"].set(key, entry, settings.PAGE_CACHE_SECONDS)
        except Exception:  # as above
            log.exception("The page cache takes nothing")
        return entry.answer(request)

    def _private(self, request: Any) -> Any:
        """Made for somebody: no cache on the way may keep it for others."""
        response = self.get_response(request)
        if request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

"""What the pages of the ledger door share: who may open them, how rows are paged, how a file is handed out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View

from datasets.access import Actor
from datasets.models import Child, LedgerBatch

_ROWS_A_PAGE = 50


class LedgerPage(View):
    """A page for whoever may take in ledgers or look at those of the area."""

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not (self.actor.may("import", Child) or self.actor.may("view", LedgerBatch)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def batch(self, pk: int) -> LedgerBatch:
        return get_object_or_404(self.actor.rows(LedgerBatch), pk=pk)

    def require_import(self) -> None:
        if not self.actor.may("import", Child):
            raise PermissionDenied


class CountedPaginator(Paginator):
    """Knows its count from the batch: no COUNT over 100,000 rows a page."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, _ROWS_A_PAGE)
        self._known = count

    @cached_property
    def count(self) -> int:
        return self._known


def private(response: FileResponse) -> FileResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""What the pages of the ledger door share: who may open them, how rows are paged, how a file is handed out."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils.functional import cached_property
from django.views.generic import View

from datasets.access import Actor
from datasets.actions.ledgers.kinds import KINDS
from datasets.admin.visits import Visit
from datasets.choices import AccessVerb
from datasets.ledgers.pipeline import importable
from datasets.models import LedgerBatch

_ROWS_A_PAGE = 50


class LedgerPage(View):
    """A page for whoever may take in ledgers or look at those of the area."""

    #: What the access log calls the opening of a batch; None where the page shows no row of it.
    logged_as: ClassVar[AccessVerb | None] = AccessVerb.LEDGER

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not (importable(self.actor) or self.actor.may("view", LedgerBatch)):
            request.visit.refuses(AccessVerb.LEDGER, LedgerBatch)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def batch(self, pk: int, *, filters: Mapping[str, str] | None = None) -> LedgerBatch:
        """The batch, which the access log is told of, with what was looked for in it."""
        visit: Visit = self.request.visit  # type: ignore[attr-defined]
        batch = self.actor.rows(LedgerBatch).filter(pk=pk).first()
        if batch is None:
            visit.refuses(AccessVerb.LEDGER, LedgerBatch, [pk])
            raise Http404
        if self.logged_as:
            visit.shows(self.logged_as, LedgerBatch, [pk], filters=filters)
        return batch

    def may_import(self, collection: str) -> bool:
        return self.actor.may("import", KINDS[collection].model)

    def require_import(self) -> None:
        """Whoever may hand in no ledger at all has no business here; which one, the action judges."""
        if not importable(self.actor):
            raise PermissionDenied


class CountedPaginator(Paginator):
    """Knows its count from the batch: no COUNT over 100,000 rows a page.

    The rows are wide: an index finds the keys of a page, and no row before it is read.
    """

    def __init__(self, rows: QuerySet[Any], count: int) -> None:
        super().__init__(rows, _ROWS_A_PAGE)
        self._known = count

    def page(self, number: Any) -> Any:
        page: Any = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        page.object_list = page.object_list.model.objects.filter(pk__in=keys).order_by("pk")
        return page

    @cached_property
    def count(self) -> int:
        return self._known


def private(response: FileResponse) -> FileResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

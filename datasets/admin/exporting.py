"""导出: the rows of a list, in the canonical sheet or in the layout of a ledger handed in before."""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.admin.lists import RecordListView
from datasets.admin.pages import RecordPage
from datasets.choices import AccessVerb
from datasets.ledgers.sent import NoLayout, headings_of, layout_of, recent_ledgers
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch
from datasets.resources import (
    CANONICAL,
    Shape,
    TextTooLong,
    TooManyRows,
    collection_of,
    export,
    in_layout,
)

_CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class ExportChoice:
    """A line of the menu."""

    label: str
    url: str
    hint: str = ""


class ExportView(RecordListView):
    """The rows that the list shows under its filters, as far as the user may export them.

    The file is whole before its first byte leaves: a slow line must not keep the database's snapshot.
    """

    ending = ".xlsx"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.question.refusal:
            messages.error(request, self.question.refusal)
            return redirect(self.index_url)
        collection = collection_of(self.model) or ""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            count = export(collection, file, shape=self.shape, by=self.actor, rows=self.queryset)
        except (TextTooLong, TooManyRows, NoLayout, UnreadableLedger) as refusal:
            file.close()
            messages.error(request, str(refusal))
            return redirect(self.index_url)
        request.visit.shows(AccessVerb.EXPORT, self.model, count=count, filters=self.asked())
        file.seek(0)
        response = FileResponse(file, content_type=_CONTENT_TYPES[self.ending])
        response.headers["Content-Disposition"] = content_disposition_header(True, self.file_name)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @property
    def shape(self) -> Shape:
        return CANONICAL[self.ending]

    @property
    def file_name(self) -> str:
        return f"{self.title}{timezone.localdate():%Y%m%d}{self.ending}"

    @property
    def title(self) -> str:
        return str(self.verbose_name_plural)


class ExportWorkbookView(ExportView):
    pass


class ExportCsvView(ExportView):
    ending = ".csv"


class ExportLayoutView(ExportView):
    """In the layout of the ledger that the address names."""

    @cached_property
    def batch(self) -> LedgerBatch:
        key = self.kwargs["batch"]
        batches = self.actor.rows(LedgerBatch).filter(collection=collection_of(self.model))
        batch = batches.filter(pk=key).first()
        if batch is None:
            self.request.visit.refuses(AccessVerb.LEDGER, LedgerBatch, [key])
            raise Http404
        return batch

    @property
    def shape(self) -> Shape:
        return partial(in_layout, layout_of(self.batch))

    @property
    def title(self) -> str:
        return PurePath(self.batch.file_name).stem


class LayoutsView(RecordPage, WMABaseView):
    """The layouts of the latest ledgers in sight, to choose from; the list's filters go along."""

    here = gettext_lazy("按台账的格式导出")
    template_name = "datasets/exchange/layouts.html"

    def check_action_permitted(self, user: Any) -> bool:
        return self.actor.may("export", self.model)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batches = recent_ledgers(collection=collection_of(self.model) or "", by=self.actor)
        layouts = [
            (batch, self.url_helper.get_action_url("export_layout", batch.pk), headings_of(batch))
            for batch in batches
        ]
        filters = self.request.GET.urlencode()
        return super().get_context_data(layouts=layouts, filters=filters, **kwargs)

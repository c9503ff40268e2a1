"""A ledger on the screen: what it would do, or did, row by row."""

from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages

from datasets.actions.ledgers.kinds import KINDS
from datasets.admin.ledgers.columns import shown_headers
from datasets.admin.ledgers.filtering import WARNED, RowFilter, count_of, used_sheets
from datasets.admin.ledgers.following import shown_job
from datasets.admin.ledgers.overwriting import shown_overwritings
from datasets.admin.ledgers.pages import CountedPaginator, LedgerPage, private
from datasets.admin.ledgers.parked import shown_parkings
from datasets.admin.ledgers.remembered import remembered_by
from datasets.admin.ledgers.showing import shown_rows
from datasets.admin.ledgers.words import shown_words
from datasets.admin.showing import page_of
from datasets.choices import AccessVerb, BatchStatus, RowAction
from datasets.jobs.queue import look_after_jobs
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.originals import open_original
from datasets.ledgers.pipeline import LAYOUTS
from datasets.ledgers.sheets import UnreadableLedger
from datasets.ledgers.totals import sentence_of_total
from datasets.models import LedgerBatch, LedgerJob, TransferRequest

_UNREAD = (BatchStatus.READING, BatchStatus.REFUSED)


class BatchPage(TemplateResponseMixin, LedgerPage):
    """What a ledger would do, or did: counts that filter the rows, the columns, the rows themselves."""

    template_name = "datasets/ledgers/batch.html"
    #: Each large figure, what it is called, and what it means.
    figures: ClassVar[list[tuple[str, Any, Any]]] = [
        ("", gettext_lazy("全部行"), gettext_lazy("每一行都在下面")),
        (RowAction.CREATE, RowAction.CREATE.label, gettext_lazy("登记库里没有，新增一条")),
        (RowAction.UPDATE, RowAction.UPDATE.label, gettext_lazy("已有档案，内容有变化")),
        (RowAction.UNCHANGED, RowAction.UNCHANGED.label, gettext_lazy("与档案相同，不改动")),
        (RowAction.PARK, RowAction.PARK.label, gettext_lazy("拿不准是哪一条，先放着")),
        (RowAction.ERROR, RowAction.ERROR.label, gettext_lazy("有错误，改好再传")),
        (WARNED, gettext_lazy("有提醒"), gettext_lazy("不影响处理，请看一眼")),
    ]

    def get(self, request: Any, pk: int) -> HttpResponse:
        look_after_jobs()
        asked = RowFilter.asked(request.GET)
        batch = self.batch(pk, filters=asked.told)
        if batch.undoes_id:
            return redirect("ledger_undoing", pk=pk)
        job, layout = batch.jobs.first(), LAYOUTS[batch.collection]
        may_decide = self._may_decide(batch, job)
        rows = CountedPaginator(asked.rows(batch), asked.count(batch))
        page = rows.get_page(request.GET.get("p"))
        shown = list(shown_rows(page, layout, self._pages(page, batch)))
        parkings = (
            shown_parkings(shown, layout, to=self.actor) if self._may_settle(batch, job) else {}
        )
        keys = {one.pk for parking in parkings.values() for one in parking.candidates}
        if keys:
            request.visit.shows(AccessVerb.LIST, KINDS[batch.collection].model, sorted(keys))
        return self.render_to_response(
            {
                "batch": batch,
                "parkings": parkings,
                "followed_by": self.actor.rows(LedgerBatch).filter(follows=batch).order_by("pk"),
                "job": shown_job(job) if job else None,
                "is_read": batch.status not in _UNREAD,
                "is_waiting": batch.status == BatchStatus.PREVIEWED,
                "is_applied": batch.status == BatchStatus.APPLIED,
                "undoing": self.actor.rows(LedgerBatch).filter(undoes=batch).first(),
                "may_decide": may_decide,
                "user_can_ask": self.actor.may("add", TransferRequest),
                "called": _called(batch.collection),
                "asked": _called(batch.asked_collection),
                "user_can_import": self.may_import(batch.collection),
                "figures": [
                    {
                        "name": name,
                        "label": label,
                        "meaning": meaning,
                        "count": count_of(batch, name),
                        "address": asked.address(name),
                    }
                    for name, label, meaning in self.figures
                ],
                "asked_rows": asked,
                "used_sheets": used_sheets(batch),
                "to_write": batch.created_count + batch.updated_count,
                "sheets": [_shown_sheet(sheet, layout) for sheet in batch.sheets],
                **(self._choices(batch) if may_decide else {}),
                "rows": [(one, parkings.get(one.row.pk)) for one in shown],
                "page": page,
                "page_range": page.paginator.get_elided_page_range(page.number),
                "breadcrumbs": [
                    {"url": reverse("ledger_upload"), "label": _("台账导入")},
                    {"url": "", "label": batch.file_name},
                ],
            }
        )

    def _choices(self, batch: LedgerBatch) -> dict[str, Any]:
        """What can be changed on the preview."""
        words = shown_words(batch, to=self.actor)
        return {
            "headers": shown_headers(batch),
            "remembered": remembered_by(batch, to=self.actor),
            "overwritings": shown_overwritings(batch),
            "open_words": [word for word in words if word.is_open],
            "settled_words": [word for word in words if not word.is_open],
        }

    def _may_decide(self, batch: LedgerBatch, job: LedgerJob | None) -> bool:
        """Whether the preview is the reader's to change, confirm or give up, and nobody is at it."""
        is_waiting = batch.status == BatchStatus.PREVIEWED and not (job and job.is_active)
        return is_waiting and self.may_import(batch.collection)

    def _may_settle(self, batch: LedgerBatch, job: LedgerJob | None) -> bool:
        """Whether the reader may say whose the parked rows are: before applying, and after it as well."""
        is_open = batch.status in (BatchStatus.PREVIEWED, BatchStatus.APPLIED) and batch.file
        return bool(is_open) and not (job and job.is_active) and self.may_import(batch.collection)

    def _pages(self, rows: Any, batch: LedgerBatch) -> dict[int, str]:
        """The pages of the rows' records, as far as the reader may open them."""
        model = KINDS[batch.collection].model
        records = self.actor.rows(model).filter(pk__in=[row.record_id for row in rows])
        return {record.pk: page_of(record) for record in records.only("pk")}


class BatchFile(LedgerPage):
    """The file as it was handed in."""

    logged_as = None  # until it is known whether it goes out

    def get(self, request: Any, pk: int) -> FileResponse | HttpResponse:
        batch = self.batch(pk)
        if not batch.file:
            raise Http404
        try:
            file = open_original(batch)
        except UnreadableLedger as refusal:
            request.visit.refuses(AccessVerb.FILE, LedgerBatch, [pk])
            messages.error(request, str(refusal))
            return redirect("ledger_batch", pk=pk)
        request.visit.shows(AccessVerb.FILE, LedgerBatch, [pk])
        return private(FileResponse(file, as_attachment=True, filename=batch.file_name))


def _called(collection: str) -> str:
    return str(KINDS[collection].model._meta.verbose_name_plural) if collection else ""


def _shown_sheet(sheet: dict[str, Any], layout: LedgerLayout) -> dict[str, Any]:
    columns = [
        {**column, "label": layout.label_of(column["field"]) if column["field"] else ""}
        for column in sheet["columns"]
    ]
    return {
        **sheet,
        "columns": columns,
        "unmapped": [column for column in columns if not column["label"]],
        "differences": [sentence_of_total(sheet["name"], total) for total in sheet["totals"]],
    }

"""The pages of the ledger door. Thin: ask the actor's rights, call the pipeline, show."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.ledgers.batches import (
    BatchNotWaiting,
    RegisterMovedOn,
    discard_batch,
)
from datasets.admin.ledgers.showing import label_of, shown_rows
from datasets.choices import BatchStatus, RowAction
from datasets.demo.samples import sample_ledgers
from datasets.ledgers.children import LABELS
from datasets.ledgers.pipeline import apply_previewed, keep_preview, read_ledger
from datasets.ledgers.sheets import UnreadableLedger
from datasets.ledgers.totals import sentence_of_total
from datasets.models import Child, LedgerBatch, LedgerRow

_ROWS_A_PAGE = 50
_BATCHES_SHOWN = 30


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


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("台账文件"),
        error_messages={
            "required": gettext_lazy("请先选择一个台账文件。"),
            "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
        },
    )


class UploadPage(TemplateResponseMixin, LedgerPage):
    """Hand in a ledger; below, the samples to try and the ledgers handed in before."""

    template_name = "datasets/ledgers/upload.html"

    def get(self, request: Any) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: Any) -> HttpResponse:
        self.require_import()
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        file = form.cleaned_data["file"]
        try:
            reading = read_ledger(file.read(), file.name, collection="children", by=self.actor)
        except UnreadableLedger as refusal:
            form.add_error("file", str(refusal))
            return self._page(form, status=422)
        batch = keep_preview(reading, by=self.actor)
        return redirect("ledger_batch", pk=batch.pk)

    def _page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        batches = self.actor.rows(LedgerBatch).select_related("uploaded_by", "region")
        return self.render_to_response(
            {
                "form": form,
                "samples": sample_ledgers(),
                "batches": batches.order_by("-id")[:_BATCHES_SHOWN],
                "user_can_import": self.actor.may("import", Child),
                "breadcrumbs": [{"url": "", "label": _("台账导入")}],
            },
            status=status,
        )


class BatchPage(TemplateResponseMixin, LedgerPage):
    """What a ledger would do, or did: counts that filter the rows, the columns, the rows themselves."""

    template_name = "datasets/ledgers/batch.html"
    #: Each large figure: the action, the batch's count, and what it means.
    figures: ClassVar[list[tuple[RowAction, str, Any]]] = [
        (RowAction.CREATE, "created_count", gettext_lazy("登记库里没有，新增一名儿童")),
        (RowAction.UPDATE, "updated_count", gettext_lazy("已有档案，内容有变化")),
        (RowAction.UNCHANGED, "unchanged_count", gettext_lazy("与档案相同，不改动")),
        (RowAction.PARK, "parked_count", gettext_lazy("拿不准是谁，先放着")),
        (RowAction.ERROR, "error_count", gettext_lazy("有错误，改好再传")),
    ]

    def get(self, request: Any, pk: int) -> HttpResponse:
        batch = self.batch(pk)
        if batch.undoes_id:
            return redirect("ledger_undoing", pk=pk)
        action = request.GET.get("action", "")
        rows = LedgerRow.objects.filter(batch=batch).order_by("id")
        if action in RowAction.values:
            rows = rows.filter(action=action)
        figures = [
            {"action": one, "count": getattr(batch, count), "meaning": meaning}
            for one, count, meaning in self.figures
        ]
        total = sum(figure["count"] for figure in figures)
        page = CountedPaginator(
            rows, next((f["count"] for f in figures if f["action"] == action), total)
        ).get_page(request.GET.get("p"))
        return self.render_to_response(
            {
                "batch": batch,
                "is_waiting": batch.status == BatchStatus.PREVIEWED,
                "is_applied": batch.status == BatchStatus.APPLIED,
                "undoing": self.actor.rows(LedgerBatch).filter(undoes=batch).first(),
                "user_can_import": self.actor.may("import", Child),
                "figures": figures,
                "total": total,
                "action": action,
                "to_write": batch.created_count + batch.updated_count,
                "sheets": [_shown_sheet(sheet) for sheet in batch.sheets],
                "rows": list(shown_rows(page)),
                "recorded": self._recorded(page),
                "page": page,
                "page_range": page.paginator.get_elided_page_range(page.number),
                "breadcrumbs": [
                    {"url": reverse("ledger_upload"), "label": _("台账导入")},
                    {"url": "", "label": batch.file_name},
                ],
            }
        )

    def _recorded(self, rows: Any) -> set[int]:
        """Which of the rows' children have a page that the reader may open."""
        children = self.actor.rows(Child).filter(pk__in=[row.record_id for row in rows])
        return set(children.values_list("pk", flat=True))


class ApplyBatch(LedgerPage):
    """Confirm a preview: the batch is written whole or not at all."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        try:
            apply_previewed(batch, by=self.actor)
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过，没有再次入库。"))
        except RegisterMovedOn:
            messages.warning(
                request,
                _("预览之后，档案有了新的变化。下面是按最新档案重新生成的预览，请再看一遍后确认。"),
            )
        else:
            messages.success(
                request,
                _("已入库：新增 %(created)d 名，更新 %(updated)d 名。")
                % {"created": batch.created_count, "updated": batch.updated_count},
            )
        return redirect("ledger_batch", pk=pk)


class DiscardBatch(LedgerPage):
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        try:
            discard_batch(batch=self.batch(pk), by=self.actor)
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
            return redirect("ledger_batch", pk=pk)
        messages.success(request, _("已放弃，没有改动任何档案。"))
        return redirect("ledger_upload")


class BatchFile(LedgerPage):
    """The file as it was handed in."""

    def get(self, request: Any, pk: int) -> FileResponse:
        batch = self.batch(pk)
        if not batch.file:
            raise Http404
        return _private(
            FileResponse(batch.file.open("rb"), as_attachment=True, filename=batch.file_name)
        )


class SampleFile(LedgerPage):
    """One of the synthetic ledgers to try."""

    def get(self, request: Any, number: int) -> FileResponse:
        samples = sample_ledgers()
        if not 1 <= number <= len(samples):
            raise Http404
        sample = samples[number - 1]
        return _private(
            FileResponse(
                iter([sample.content()]),
                as_attachment=True,
                filename=sample.name,
                content_type=sample.content_type,
            )
        )


class CountedPaginator(Paginator):
    """Knows its count from the batch: no COUNT over 100,000 rows a page."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, _ROWS_A_PAGE)
        self._known = count

    @cached_property
    def count(self) -> int:
        return self._known


def _private(response: FileResponse) -> FileResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shown_sheet(sheet: dict[str, Any]) -> dict[str, Any]:
    columns = [
        {**column, "label": label_of(column["field"]) if column["field"] in LABELS else ""}
        for column in sheet["columns"]
    ]
    return {
        **sheet,
        "columns": columns,
        "unmapped": [column for column in columns if not column["label"]],
        "differences": [sentence_of_total(sheet["name"], total) for total in sheet["totals"]],
    }

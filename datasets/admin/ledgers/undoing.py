"""Undoing a ledger: what would happen, confirmed with a reason; then what was left as it was, and why."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages

from datasets.actions.ledgers.batches import BatchBusy
from datasets.actions.ledgers.jobs import ask
from datasets.actions.ledgers.undo import UndoRefused, preview_undo, require_undoable
from datasets.admin.ledgers.kept import shown_kept
from datasets.admin.ledgers.pages import CountedPaginator, LedgerPage
from datasets.choices import JobState, JobWork
from datasets.jobs.queue import is_small, submit
from datasets.models import LedgerBatch, LedgerRow


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("撤销原因"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写明撤销的原因，它会记入每条档案的历史。")},
    )


class UndoBatch(TemplateResponseMixin, LedgerPage):
    """What undoing would do, and the way to do it."""

    template_name = "datasets/ledgers/undo.html"

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self._page(self.batch(pk), UndoForm())

    def post(self, request: Any, pk: int) -> HttpResponse:
        self.require_import()
        batch = self.batch(pk)
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self._page(batch, form, status=422)
        try:
            reason = form.cleaned_data["reason"]
            job = ask(batch=batch, work=JobWork.UNDO, by=self.actor, reason=reason)
        except (UndoRefused, BatchBusy) as refusal:
            return self._refused(batch, refusal)
        submit(job)
        if job.state != JobState.DONE:
            return redirect("ledger_batch", pk=pk)
        messages.success(request, _("已撤销“%(file)s”。") % {"file": batch.file_name})
        return redirect("ledger_undoing", pk=batch.undone_by.pk)

    def _page(self, batch: LedgerBatch, form: UndoForm, *, status: int = 200) -> HttpResponse:
        self.require_import()
        try:
            require_undoable(batch, self.actor)
            # A large ledger's plan takes as long as undoing it: there, what it wrote must do.
            plan = preview_undo(batch=batch, by=self.actor) if is_small(batch) else None
        except UndoRefused as refusal:
            return self._refused(batch, refusal)
        context = {
            "batch": batch,
            "form": form,
            "plan": plan,
            "breadcrumbs": [
                {"url": reverse("ledger_upload"), "label": _("台账导入")},
                {"url": reverse("ledger_batch", args=[batch.pk]), "label": str(batch)},
                {"url": "", "label": _("撤销")},
            ],
        }
        return self.render_to_response(context, status=status)

    def _refused(self, batch: LedgerBatch, refusal: UndoRefused | BatchBusy) -> HttpResponse:
        messages.warning(self.request, str(refusal) or _("这份台账正在处理，请稍候。"))
        return redirect("ledger_batch", pk=batch.pk)


class UndoingPage(TemplateResponseMixin, LedgerPage):
    """What an undoing did, and what it left as it was."""

    template_name = "datasets/ledgers/undoing.html"

    def get(self, request: Any, pk: int) -> HttpResponse:
        self.batch(pk)
        undoings = self.actor.rows(LedgerBatch).filter(undoes__isnull=False)
        undoing = get_object_or_404(undoings.select_related("undoes", "applied_by"), pk=pk)
        rows = LedgerRow.objects.filter(batch=undoing).order_by("id")
        page = CountedPaginator(rows, undoing.parked_count).get_page(request.GET.get("p"))
        return self.render_to_response(
            {
                "undoing": undoing,
                "kept": shown_kept(page, to=self.actor),
                "page": page,
                "page_range": page.paginator.get_elided_page_range(page.number),
                "breadcrumbs": [
                    {"url": reverse("ledger_upload"), "label": _("台账导入")},
                    {"url": "", "label": str(undoing)},
                ],
            }
        )

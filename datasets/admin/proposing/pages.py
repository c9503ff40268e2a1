"""The way in three pages: the file, what each column becomes, how it will look."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.ledgers.jobs import hand_in
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.records import NotPermitted
from datasets.admin.own_pages import OwnPage
from datasets.admin.proposing.creating import create, why_no_records
from datasets.admin.proposing.forms import ProposalForm
from datasets.admin.proposing.preview import preview_of
from datasets.admin.proposing.waiting import WaitingSheet, drop, keep, waiting_sheet
from datasets.choices import AccessVerb
from datasets.jobs.queue import submit
from datasets.ledgers.files import read_sheets, refuse_weight
from datasets.ledgers.fitting import best_fits
from datasets.ledgers.pipeline import LAYOUTS, importable
from datasets.ledgers.proposing.proposal import Proposal, propose
from datasets.ledgers.sheets import Sheet, UnreadableLedger
from datasets.models import CollectionDefinition, FieldDefinition


class SheetForm(forms.Form):
    file = forms.FileField(
        error_messages={
            "required": gettext_lazy("请先选择一个文件。"),
            "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_weight(file.size)
        except UnreadableLedger as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class SheetPage(OwnPage):
    """For whoever may define collections and fields. What is shown is the visitor's own file; it may not be kept."""

    model = CollectionDefinition
    verb = "add"
    logged_as = AccessVerb.OTHER

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.actor.may("add", CollectionDefinition) and not self.actor.may(
            "add", FieldDefinition
        ):
            request.visit.refuses(self.logged_as, FieldDefinition)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, *, status: int = 200, **told: Any) -> HttpResponse:
        crumbs = [{"url": "", "label": _("从表格新建")}]
        response = self.render_to_response({"breadcrumbs": crumbs} | told, status=status)
        patch_cache_control(response, private=True, no_store=True)
        return response


class ChooseSheet(SheetPage):
    template_name = "datasets/proposing/choose.html"

    def get(self, request: Any) -> HttpResponse:
        return self.show(form=SheetForm(), waiting=waiting_sheet(request))

    def post(self, request: Any) -> HttpResponse:
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                read_sheets(content, file.name)
            except UnreadableLedger as refusal:
                form.add_error("file", str(refusal))
            else:
                keep(request, file.name, content)
                return redirect("proposed_columns")
        return self.show(form=form, status=422)


class Columns(SheetPage):
    """The proposal, its corrections, the preview, the making of it: each reads the waiting file anew."""

    template_name = "datasets/proposing/columns.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except UnreadableLedger:
            return redirect("proposed_header")  # which says why

    def get(self, request: Any) -> HttpResponse:
        sheet = waiting_sheet(request)
        if sheet is None:
            return redirect("proposed_sheet")
        sheets, proposal = self._proposed(sheet)
        return self._table(sheet, sheets, ProposalForm(proposal, self.actor))

    def post(self, request: Any) -> HttpResponse:
        sheet = waiting_sheet(request)
        if sheet is None or sheet.fingerprint != request.POST.get("file", ""):
            messages.warning(request, _("这份表格已经处理过，或者换了文件，请重新上传。"))
            return redirect("proposed_sheet")
        if "discard" in request.POST:
            drop(request)
            return redirect("proposed_sheet")
        if "use" in request.POST:
            return self._hand_in(sheet, request.POST["use"])
        sheets, proposal = self._proposed(sheet)
        form = ProposalForm(proposal, self.actor, request.POST)
        if not form.is_valid():
            return self._table(sheet, sheets, form, status=422)
        if "create" in request.POST:
            return self._create(sheet, sheets, form)
        if "edit" in request.POST:
            return self._table(sheet, sheets, form)
        return self._preview(sheet, form)

    def _proposed(self, sheet: WaitingSheet) -> tuple[list[Sheet], Proposal]:
        sheets = read_sheets(sheet.content, sheet.file_name)
        return sheets, propose(sheets, sheet.file_name, by=self.actor, header=sheet.header)

    def _table(
        self, sheet: WaitingSheet, sheets: list[Sheet], form: ProposalForm, *, status: int = 200
    ) -> HttpResponse:
        proposal = form.corrected() if form.collection.is_bound and status == 200 else form.proposal
        pairs = list(zip(form.columns, proposal.columns, strict=True))
        may = importable(self.actor)
        fits = [
            {
                "collection": fit.collection,
                "label": KINDS[fit.collection].model._meta.verbose_name,
                "known": fit.known,
                "of": fit.of,
                "may_import": fit.collection in may,
            }
            for fit in best_fits(sheets, [*LAYOUTS.values()])[:2]
        ]
        return self.show(
            sheet=sheet, form=form, proposal=proposal, pairs=pairs, fits=fits, status=status
        )

    def _preview(
        self, sheet: WaitingSheet, form: ProposalForm, *, status: int = 200
    ) -> HttpResponse:
        self.template_name = "datasets/proposing/preview.html"
        proposal = form.corrected()
        return self.show(
            sheet=sheet,
            form=form,
            proposal=proposal,
            preview=preview_of(proposal),
            why_no_records=why_no_records(proposal, form.grants, self.actor),
            status=status,
        )

    def _create(self, sheet: WaitingSheet, sheets: list[Sheet], form: ProposalForm) -> HttpResponse:
        proposal, grants = form.corrected(), form.grants
        with_records = not why_no_records(proposal, grants, self.actor)
        try:
            batch = create(proposal, grants, sheet, by=self.actor, with_records=with_records)
        except (ValidationError, NotPermitted) as refusal:
            for sentence in getattr(refusal, "messages", None) or [str(refusal)]:
                messages.error(self.request, sentence)
            return self._table(sheet, sheets, form, status=422)
        drop(self.request)
        messages.success(self.request, _("已建立“%(label)s”。") % {"label": proposal.label})
        if batch is None:
            return redirect(reverse("made", args=[f"{proposal.code}/"]))
        return redirect("ledger_batch", pk=batch.pk)

    def _hand_in(self, sheet: WaitingSheet, collection: str) -> HttpResponse:
        if collection not in importable(self.actor):
            raise PermissionDenied
        job = hand_in(
            collection=collection,
            file_name=sheet.file_name,
            content=sheet.content,
            by=self.actor,
        )
        submit(job)
        drop(self.request)
        return redirect("ledger_batch", pk=job.batch_id)

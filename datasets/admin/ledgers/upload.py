"""Handing in a ledger: the form, the samples to try, the ledgers handed in before."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateResponseMixin

from datasets.access import Actor
from datasets.actions.ledgers.jobs import hand_in
from datasets.actions.ledgers.kinds import KINDS
from datasets.admin.ledgers.following import followed
from datasets.admin.ledgers.pages import LedgerPage, private
from datasets.choices import JobState
from datasets.demo.record_samples import record_samples
from datasets.demo.samples import Sample, sample_ledgers
from datasets.jobs.queue import submit
from datasets.ledgers.files import refuse_weight
from datasets.ledgers.pipeline import importable
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch

_BATCHES_SHOWN = 30


class UploadForm(forms.Form):
    """`collections`: (name, label) of those that may be handed in; the first is taken where none is said."""

    collection = forms.ChoiceField(label=gettext_lazy("这是哪一种台账"), required=False)
    file = forms.FileField(
        label=gettext_lazy("台账文件"),
        error_messages={
            "required": gettext_lazy("请先选择一个台账文件。"),
            "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
        },
    )

    def __init__(self, *args: Any, collections: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["collection"]
        field.choices = collections

    def clean_collection(self) -> str:
        field: Any = self.fields["collection"]
        return str(self.cleaned_data["collection"] or field.choices[0][0])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_weight(file.size)
        except UnreadableLedger as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class UploadPage(TemplateResponseMixin, LedgerPage):
    """Hand in a ledger; below, the samples to try and the ledgers handed in before."""

    template_name = "datasets/ledgers/upload.html"

    def get(self, request: Any) -> HttpResponse:
        return self._page(UploadForm(initial=request.GET.dict(), collections=self._collections()))

    def post(self, request: Any) -> HttpResponse:
        self.require_import()
        form = UploadForm(request.POST, request.FILES, collections=self._collections())
        if not form.is_valid():
            return self._page(form, status=422)
        file = form.cleaned_data["file"]
        job = hand_in(
            collection=form.cleaned_data["collection"],
            file_name=file.name,
            content=file.read(),
            by=self.actor,
        )
        submit(job)
        if job.state == JobState.REFUSED:
            form.add_error("file", job.sentence)
            return self._page(form, status=422)
        return redirect("ledger_batch", pk=job.batch_id)

    def _collections(self) -> list[tuple[str, str]]:
        return [
            (name, str(KINDS[name].model._meta.verbose_name_plural))
            for name in importable(self.actor)
        ]

    def _page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        batches = self.actor.rows(LedgerBatch).select_related("uploaded_by", "region")
        return self.render_to_response(
            {
                "form": form,
                "samples": samples_for(self.actor),
                "batches": followed(batches.order_by("-id")[:_BATCHES_SHOWN]),
                "user_can_import": bool(self._collections()),
                "breadcrumbs": [{"url": "", "label": _("台账导入")}],
            },
            status=status,
        )


def samples_for(actor: Actor) -> list[Sample]:
    """Of the collections whose ledgers the actor may hand in, children's first."""
    others = record_samples(actor)
    found: list[Sample] = []
    for name in importable(actor):
        found += (
            sample_ledgers() if name == "children" else [others[name]] if name in others else []
        )
    return found


class SampleFile(LedgerPage):
    """One of the synthetic ledgers to try, by its place among the reader's."""

    def get(self, request: Any, number: int) -> FileResponse:
        samples = samples_for(self.actor)
        if not 1 <= number <= len(samples):
            raise Http404
        sample = samples[number - 1]
        return private(
            FileResponse(
                iter([sample.content()]),
                as_attachment=True,
                filename=sample.name,
                content_type=sample.content_type,
            )
        )

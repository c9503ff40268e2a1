"""What is decided on a preview. Each choice is a small form that reads the ledger again and comes back to its place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.actions.ledgers.batches import BatchBusy, BatchNotWaiting
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.choosing import ChoiceRefused, choose, read_as
from datasets.admin.ledgers.columns import said_of_columns
from datasets.admin.ledgers.pages import LedgerPage
from datasets.choices import JobState
from datasets.jobs.queue import submit
from datasets.ledgers.pipeline import importable
from datasets.models import LedgerBatch


class Choose(LedgerPage):
    """Read the ledger again by what the form says."""

    http_method_names = ["post"]
    #: Where on the page one comes back to.
    place: ClassVar[str]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        before = replace(LedgerChoices.of(batch.choices or {}), habits=())
        try:
            choices = self.chosen(batch, before, request.POST)
            job = choose(
                batch=batch,
                choices=choices,
                by=self.actor,
                is_remembered="remember" in request.POST,
            )
        except ChoiceRefused as refusal:
            messages.error(request, str(refusal))
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
        else:
            submit(job)
            if job.state == JobState.DONE:
                messages.success(request, _("已重新读取，请再看一遍。"))
        return redirect(reverse("ledger_batch", args=[pk]) + f"#{self.place}")

    def chosen(
        self, batch: LedgerBatch, before: LedgerChoices, form: Mapping[str, str]
    ) -> LedgerChoices:
        """What holds from now on. Raises ChoiceRefused."""
        raise NotImplementedError


class ChooseColumns(Choose):
    place = "columns"

    def chosen(
        self, batch: LedgerBatch, before: LedgerChoices, form: Mapping[str, str]
    ) -> LedgerChoices:
        if "reset" in form:
            return replace(before, columns={})
        return replace(before, columns={**before.columns, **said_of_columns(batch, form)})


class ChooseCollection(LedgerPage):
    """Read a waiting ledger as another collection's."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        collection = request.POST.get("collection", "")
        if collection not in importable(self.actor):
            raise PermissionDenied
        try:
            submit(read_as(batch=self.batch(pk), collection=collection, by=self.actor))
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
        return redirect("ledger_batch", pk=pk)

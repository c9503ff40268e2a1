"""What is decided on a preview. Each choice is a small form that reads the ledger again and comes back to its place."""

from collections.abc import Callable, Mapping
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
from datasets.actions.ledgers.choosing import ChoiceRefused, choose, read_as, settle_later
from datasets.actions.ledgers.habits import remember_columns, remember_kept, remember_words
from datasets.actions.ledgers.jobs import ask
from datasets.admin.ledgers.columns import said_of_columns
from datasets.admin.ledgers.overwriting import said_of_kept
from datasets.admin.ledgers.pages import LedgerPage
from datasets.admin.ledgers.parked import LATER, said_of_rows, with_decisions
from datasets.admin.ledgers.words import said_of_words
from datasets.choices import BatchStatus, JobState, JobWork
from datasets.jobs.queue import submit
from datasets.ledgers.pipeline import importable
from datasets.models import LedgerBatch


class Choose(LedgerPage):
    """Read the ledger again by what the form says."""

    http_method_names = ["post"]
    #: Where on the page one comes back to.
    place: ClassVar[str]
    #: What keeps the choice for the sender's next files.
    remember: Callable[..., None]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        before = replace(LedgerChoices.of(batch.choices or {}), habits=())
        remember = type(self).remember if "remember" in request.POST else None
        try:
            choices = self.chosen(batch, before, request.POST)
            job = choose(batch=batch, choices=choices, by=self.actor, remember=remember)
        except ChoiceRefused as refusal:
            messages.error(request, str(refusal))
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
        else:
            submit(job)
            if job.state == JobState.DONE:
                told = (
                    _("已重新读取并记住，请再看一遍。")
                    if remember
                    else _("已重新读取，请再看一遍。")
                )
                messages.success(request, told)
        return redirect(reverse("ledger_batch", args=[pk]) + f"#{self.place}")

    def chosen(
        self, batch: LedgerBatch, before: LedgerChoices, form: Mapping[str, str]
    ) -> LedgerChoices:
        """What holds from now on. Raises ChoiceRefused."""
        raise NotImplementedError


class ChooseColumns(Choose):
    place = "columns"
    remember = staticmethod(remember_columns)

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


class ChooseWords(Choose):
    place = "words"
    remember = staticmethod(remember_words)

    def chosen(
        self, batch: LedgerBatch, before: LedgerChoices, form: Mapping[str, str]
    ) -> LedgerChoices:
        words = {name: dict(among) for name, among in before.words.items()}
        if "reset" in form:
            for word in batch.words:
                words.get(word["field"], {}).pop(word["key"], None)
        else:
            for name, said in said_of_words(batch, form, by=self.actor).items():
                words.setdefault(name, {}).update(said)
        return replace(before, words=words)


class ChooseKept(Choose):
    place = "overwritten"
    remember = staticmethod(remember_kept)

    def chosen(
        self, batch: LedgerBatch, before: LedgerChoices, form: Mapping[str, str]
    ) -> LedgerChoices:
        return replace(before, kept=said_of_kept(batch, before.kept, form))


class DecideRows(LedgerPage):
    """Whose rows the parked ones are: on a preview read it again so, on an applied ledger apply just those."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        said = said_of_rows(batch, request.POST, by=self.actor)
        back = reverse("ledger_batch", args=[pk]) + "?action=park"
        try:
            if batch.status == BatchStatus.APPLIED:
                return self._later(batch, said, back)
            before = LedgerChoices.of(batch.choices or {})
            choices = replace(before, rows=with_decisions(before, said))
            job = choose(batch=batch, choices=choices, by=self.actor)
        except ChoiceRefused as refusal:
            messages.error(request, str(refusal))
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
        else:
            submit(job)
            if job.state == JobState.DONE:
                messages.success(request, _("已按决定重新比对，确认入库后生效。"))
        return redirect(back)

    def _later(
        self, batch: LedgerBatch, said: Mapping[str, str], back: str
    ) -> HttpResponseRedirect:
        decided = {key: word for key, word in said.items() if word != LATER}
        if not decided:
            messages.warning(self.request, _("还没有选：请先在待核对的行里选一项。"))
            return redirect(back)
        job = settle_later(batch=batch, rows=decided, by=self.actor)
        submit(job)
        if job.state != JobState.DONE:
            return redirect("ledger_batch", pk=job.batch_id)
        applying = ask(
            batch=LedgerBatch.objects.get(pk=job.batch_id), work=JobWork.APPLY, by=self.actor
        )
        submit(applying)
        if applying.state != JobState.DONE:
            return redirect("ledger_batch", pk=job.batch_id)
        done = LedgerBatch.objects.get(pk=job.batch_id)
        messages.success(
            self.request,
            _("已处理 %(n)d 行：新增 %(created)d 条，更新 %(updated)d 条。")
            % {"n": len(decided), "created": done.created_count, "updated": done.updated_count},
        )
        return redirect(back)

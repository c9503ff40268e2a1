"""The clerk's word on a preview: apply it, or give it up."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.actions.ledgers.batches import BatchBusy, BatchNotWaiting, discard_batch
from datasets.actions.ledgers.jobs import ask
from datasets.admin.ledgers.pages import LedgerPage
from datasets.choices import JobState, JobWork
from datasets.jobs.queue import submit


class ApplyBatch(LedgerPage):
    """Confirm a preview: the batch is written whole or not at all."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        try:
            job = ask(batch=batch, work=JobWork.APPLY, by=self.actor)
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过，没有再次入库。"))
        else:
            submit(job)
            if job.state == JobState.DONE:
                batch.refresh_from_db()
                messages.success(
                    request,
                    _("已入库：新增 %(created)d 条，更新 %(updated)d 条。")
                    % {"created": batch.created_count, "updated": batch.updated_count},
                )
        return redirect("ledger_batch", pk=pk)


class DiscardBatch(LedgerPage):
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        try:
            discard_batch(batch=self.batch(pk), by=self.actor)
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
            return redirect("ledger_batch", pk=pk)
        except BatchNotWaiting:
            messages.warning(request, _("这份台账已经处理过。"))
            return redirect("ledger_batch", pk=pk)
        messages.success(request, _("已放弃，没有改动任何档案。"))
        return redirect("ledger_upload")

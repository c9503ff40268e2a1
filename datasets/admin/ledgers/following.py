"""Following a ledger's work: the bar and the words beside it, the way to stop it, the way to ask again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from datasets.actions.ledgers.batches import BatchBusy
from datasets.actions.ledgers.jobs import ask_again, cancel_waiting, require_work
from datasets.admin.ledgers.pages import LedgerPage
from datasets.choices import BatchStatus, JobState, JobStep, JobWork
from datasets.jobs.board import ask_to_stop
from datasets.jobs.following import Outlook, outlook_of
from datasets.jobs.queue import look_after_jobs, submit
from datasets.models import LedgerBatch, LedgerJob

_UNDER_WAY = {
    JobWork.PREVIEW: gettext_lazy("正在读取并比对"),
    JobWork.APPLY: gettext_lazy("正在入库"),
    JobWork.UNDO: gettext_lazy("正在撤销"),
}
_ENDED = {
    JobState.CANCELLED: gettext_lazy("已取消，没有改动任何档案。"),
}


@dataclass(frozen=True)
class ShownJob:
    """A job in words. `percent` of the whole; `sentence` is how it ended, where that needs saying."""

    job: LedgerJob
    headline: str
    detail: str
    percent: int
    sentence: str

    @property
    def is_active(self) -> bool:
        return self.job.is_active

    @property
    def may_be_asked_again(self) -> bool:
        return self.job.state == JobState.FAILED


def shown_job(job: LedgerJob) -> ShownJob:
    outlook = outlook_of(job)
    return ShownJob(
        job=job,
        headline=str(_UNDER_WAY[JobWork(job.work)]),
        detail=_detail(job, outlook) if job.is_active else "",
        percent=outlook.percent,
        sentence=str(_ENDED.get(JobState(job.state), job.sentence)),
    )


def followed(batches: Iterable[LedgerBatch]) -> list[LedgerBatch]:
    """The batches of a list, each with the job that is at it (`under_way`)."""
    listed: list[Any] = list(batches)
    active = LedgerJob.objects.active().filter(batch__in=listed)
    under_way = {job.batch_id: shown_job(job) for job in active}
    for batch in listed:
        batch.under_way = under_way.get(batch.pk)
    return listed


class JobProgress(LedgerPage):
    """What the page's script asks for every second."""

    logged_as = None

    def get(self, request: Any, pk: int) -> JsonResponse:
        look_after_jobs()
        batch = self.batch(pk)
        shown = shown_job(_latest_job(batch))
        told = {
            "active": shown.is_active,
            "headline": shown.headline,
            "detail": shown.detail,
            "percent": shown.percent,
        }
        if not shown.is_active:
            told["next"] = _where_it_led(batch)
        return JsonResponse(told, headers={"Cache-Control": "no-store"})


class CancelJob(LedgerPage):
    """Stop the work on a batch, as long as nothing is committed."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        batch = self.batch(pk)
        require_work(batch, self.actor)
        job = _latest_job(batch)
        if job.is_active and cancel_waiting(job=job, by=self.actor):
            pass  # The page says so.
        elif job.is_active and ask_to_stop(job.pk):
            messages.warning(request, _("正在取消，已经写的会全部退回。"))
        else:
            messages.warning(request, _("太晚了：结果已经提交。需要的话，入库的台账可以整批撤销。"))
        return redirect("ledger_batch", pk=pk)


class AskAgain(LedgerPage):
    """Once more what failed."""

    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponseRedirect:
        self.require_import()
        job = get_object_or_404(LedgerJob, pk=_latest_job(self.batch(pk)).pk, state=JobState.FAILED)
        try:
            submit(ask_again(job=job, by=self.actor))
        except BatchBusy:
            messages.warning(request, _("这份台账正在处理，请稍候。"))
        return redirect("ledger_batch", pk=pk)


def _latest_job(batch: LedgerBatch) -> LedgerJob:
    return get_object_or_404(batch.jobs.all()[:1])


def _where_it_led(batch: LedgerBatch) -> str:
    if batch.status == BatchStatus.UNDONE:
        return reverse("ledger_undoing", args=[batch.undone_by.pk])
    return reverse("ledger_batch", args=[batch.pk])


def _detail(job: LedgerJob, outlook: Outlook) -> str:
    if job.state == JobState.WAITING:
        ahead = LedgerJob.objects.active().exclude(message=None).filter(pk__lt=job.pk).count()
        if not ahead:
            return _("马上开始。")
        return ngettext("前面还有 %(n)d 份台账。", "前面还有 %(n)d 份台账。", ahead) % {"n": ahead}
    if outlook.step is None:
        return _("刚刚开始。")
    if outlook.step == JobStep.TURN:
        return _("本地区另一份台账正在入库，等它完成后继续。")
    said = [str(outlook.step.label)]
    if outlook.of:
        counts = {"done": f"{outlook.done:,}", "of": f"{outlook.of:,}"}
        said[0] += " " + _("%(done)s / %(of)s 行") % counts
    if outlook.rate:
        said.append(_("每秒 %(rate)s 行") % {"rate": f"{outlook.rate:,}"})
    if outlook.seconds_left is not None:
        said.append(_time_left(outlook.seconds_left))
    return " · ".join(said)


def _time_left(seconds: int) -> str:
    if seconds >= 90:
        return _("约剩 %(minutes)d 分钟") % {"minutes": round(seconds / 60)}
    return _("约剩 %(seconds)d 秒") % {"seconds": max(seconds, 1)}

"""What is asked to be done with a ledger: read it, apply it, undo it. It outlives the request that asked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.choices import JobState, JobWork
from datasets.models.encrypted import EncryptedCharField, EncryptedTextField
from datasets.models.ledgers import LedgerBatch


class LedgerJobQuerySet(models.QuerySet["LedgerJob"]):
    def active(self) -> "LedgerJobQuerySet":
        return self.filter(state__in=JobState.active())


class LedgerJob(models.Model):
    """One piece of work on a batch, from the click to its end. How far it is stands in the progress board."""

    batch = models.ForeignKey(LedgerBatch, on_delete=models.CASCADE, related_name="jobs")
    work = models.CharField(_("要做的事"), max_length=10, choices=JobWork)
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁要求的"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("要求的时间"))
    # The day and the language of who asked: a job that midnight overtakes says the same.
    day = models.DateField(_("按哪一天"))
    language = models.CharField(_("语言"), max_length=10)
    reason = EncryptedCharField(_("原因"), max_length=200, blank=True)
    # Its message in the queue, and when that was put there.
    message = models.UUIDField(null=True)
    queued_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("第几次"), default=0)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    # Why it was refused or failed, as it was said to who asked: it may hold figures of the file.
    sentence = EncryptedTextField(_("说明"), blank=True)

    objects: Any = LedgerJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("台账任务")
        verbose_name_plural = _("台账任务")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_active_job_a_batch",
                fields=["batch"],
                condition=models.Q(state__in=JobState.active()),
            ),
            models.CheckConstraint(
                name="ledger_job_ends_when_it_is_over",
                condition=models.Q(state__in=JobState.active(), finished_at=None)
                | (~models.Q(state__in=JobState.active()) & ~models.Q(finished_at=None)),
            ),
            models.CheckConstraint(
                name="ledger_job_undoes_for_a_reason",
                condition=~models.Q(work=JobWork.UNDO) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_work_display()} {self.batch}"

    @property
    def is_active(self) -> bool:
        return self.state in JobState.active()

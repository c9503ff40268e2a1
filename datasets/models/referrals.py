"""A child of whom an agency is told, for a purpose and a time."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.encrypted import EncryptedTextField
from datasets.models.records import Record


class ReferralQuerySet(models.QuerySet["Referral"]):
    def running(self, day: datetime.date) -> "ReferralQuerySet":
        return self.filter(Referral.runs_on(day))


class Referral(Record):
    """An agency is asked to do something for a child. While it runs, the agency's officers see of the child the
    groups of fields that it names, and no more; when it ends, nothing.
    """

    region_lookup = "child__region"
    # Whether it still runs is asked of the day on which it is asked.
    holds_child = ("child", models.Q(ended_at=None, until_date__gte=TruncDate(Now())))
    field_groups = {
        FieldGroup.BASIC: (
            "child", "agency", "shown_groups", "since_date", "until_date",
            "referred_by", "answered_by", "answered_at", "ended_by", "ended_at",
        ),
        # What is asked for may name any reason.
        FieldGroup.MISFORTUNE: ("asked_for", "answer"),
    }  # fmt: skip

    child = models.ForeignKey(
        "datasets.Child",
        verbose_name=_("儿童"),
        on_delete=models.PROTECT,
        related_name="referrals",
    )
    agency = models.ForeignKey(
        "datasets.Agency",
        verbose_name=_("转给机构"),
        on_delete=models.PROTECT,
        related_name="referrals",
    )
    asked_for = EncryptedTextField(_("请求事项"), max_length=500)
    #: Values of FieldGroup beyond the basic one.
    shown_groups = models.JSONField(_("给对方看的内容"), default=list, blank=True)
    since_date = models.DateField(_("开始日期"))
    until_date = models.DateField(_("截止日期"))
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("转介人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = EncryptedTextField(_("办理答复"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("结束人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("提前结束时间"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("转介")
        verbose_name_plural = pgettext_lazy("plural", "转介")
        ordering = ["-id"]
        permissions = [("receive_referral", "查看转给本单位的转介，并答复")]
        constraints = [
            models.CheckConstraint(
                name="referral_ends_after_start",
                condition=models.Q(until_date__gte=models.F("since_date")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="referral_answer_has_author",
                condition=models.Q(answer="")
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                violation_error_message=_("答复须有答复人和答复时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} → {self.agency}"

    @staticmethod
    def runs_on(day: datetime.date) -> models.Q:
        """Which referrals show a child on the day: the first and the last day included, the early ended not."""
        return models.Q(since_date__lte=day, until_date__gte=day, ended_at=None)

    def is_running(self, day: datetime.date) -> bool:
        return self.since_date <= day <= self.until_date and self.ended_at is None

    @property
    def groups(self) -> frozenset[FieldGroup]:
        """What the agency's officers see of the child."""
        return frozenset({FieldGroup.BASIC, *map(FieldGroup, self.shown_groups)})

    def clean(self) -> None:
        if not set(self.shown_groups) <= set(FieldGroup.values):
            raise ValidationError({"shown_groups": _("没有这样的内容可选。")}, code="unknown_group")

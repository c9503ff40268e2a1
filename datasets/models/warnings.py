"""Early warning without code (澄政办发〔2015〕77号 四（三）): rules, what they found, what is muted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup, Urgency, WarningFault
from datasets.models.encrypted import EncryptedCharField
from datasets.models.records import Record


class WarningRule(Record):
    """A condition on the records of a collection, and the sentence that is said of each that meets it."""

    derived_fields = ("evaluated_date", "fault")
    field_groups = {
        FieldGroup.BASIC: (
            "code", "collection", "sentence", "condition", "urgency", "told", "is_enabled",
            "evaluated_date", "fault",
        )
    }  # fmt: skip

    #: Of a rule that ships with the program; it is made once, and a city may change it or switch it off.
    code = models.CharField(max_length=40, blank=True, editable=False)
    collection = models.CharField(_("数据集"), max_length=40)
    sentence = models.CharField(
        _("提醒的话"), max_length=100, help_text=_("一句话说清是什么事，例如“60 天内满 18 周岁”。")
    )
    #: queries/conditions.py
    condition = models.JSONField(_("条件"), default=dict)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    #: Names of roles' groups; empty: whoever may see the records.
    told = models.JSONField(_("提醒谁"), default=list, blank=True)
    is_enabled = models.BooleanField(_("启用"), default=True)
    #: The day of which its open warnings are.
    evaluated_date = models.DateField(null=True, editable=False)
    #: Of a rule that could not be asked: its open warnings are those of before.
    fault = models.CharField(max_length=20, choices=WarningFault, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("预警规则")
        verbose_name_plural = pgettext_lazy("plural", "预警规则")
        ordering = ["collection", "id"]
        constraints = [
            models.UniqueConstraint(
                name="warning_rule_code_once",
                fields=["code"],
                condition=~models.Q(code=""),
                violation_error_message=_("这条自带的规则已经有了。"),
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class OpenWarning(models.Model):
    """A record that meets a rule. It comes and goes with the condition: nobody opens or closes it.

    What a rule finds is worked out of the records anew each night: it has no history of its own.
    """

    rule = models.ForeignKey(WarningRule, on_delete=models.CASCADE, related_name="open_warnings")
    record_key = models.BigIntegerField()
    since_date = models.DateField(_("从哪天起"))

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="open_warning_once",
                fields=["rule", "record_key"],
                violation_error_message=_("这条记录已经在提醒。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.record_key}"


class WarningMute(Record):
    """A false alarm: until the day the rule says nothing of the record."""

    field_groups = {FieldGroup.BASIC: ("rule", "record_key", "reason_given", "until_date")}

    rule = models.ForeignKey(
        WarningRule, verbose_name=_("预警规则"), on_delete=models.PROTECT, related_name="mutes"
    )
    record_key = models.BigIntegerField(_("记录编号"))
    # Written by people: it may tell of anything.
    reason_given = EncryptedCharField(_("理由"), max_length=200)
    until_date = models.DateField(_("到哪天为止"))

    class Meta(Record.Meta):
        verbose_name = _("不再提醒")
        verbose_name_plural = pgettext_lazy("plural", "不再提醒")
        ordering = ["-until_date", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="warning_mute_once",
                fields=["rule", "record_key"],
                violation_error_message=_("这条记录已经不再提醒。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.until_date}"


class WarningMail(models.Model):
    """One night's look at what there is to tell a user who asked for it by mail; it names no record.

    A row a night keeps a second mail from going out; that a mail was refused is told to whoever keeps the rules.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="warning_mails"
    )
    day = models.DateField(_("日期"))
    #: How many warnings it tells of; nothing new, no mail.
    count = models.PositiveIntegerField(_("条数"), default=0)
    #: The youngest warning that there was: the next mail is sent when there are younger ones.
    up_to = models.BigIntegerField(default=0)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    fault = models.CharField(_("没有发出的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("预警邮件")
        verbose_name_plural = _("预警邮件")
        ordering = ["-day", "-id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="warning_mail_once", fields=["user", "day"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"

"""Early warning without code (澄政办发〔2015〕77号 四（三）): rules, what they found, what is muted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup, Urgency
from datasets.models.encrypted import EncryptedCharField
from datasets.models.records import Record


class WarningRule(Record):
    """A condition on the records of a collection, and the sentence that is said of each that meets it."""

    derived_fields = ("evaluated_date",)
    field_groups = {
        FieldGroup.BASIC: (
            "code", "collection", "sentence", "condition", "urgency", "told", "is_enabled",
            "evaluated_date",
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

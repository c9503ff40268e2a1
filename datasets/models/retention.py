"""How long records are kept, and each time that some were put away or made nameless."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import (
    FieldGroup,
    RetentionCondition,
    RetentionRunState,
    RetentionStep,
)
from datasets.models.records import Record
from datasets.models.retention_conditions import (
    LONGEST_CONDITION,
    CountedFrom,
    validate_condition,
)

_YEARS = [MinValueValidator(1), MaxValueValidator(100)]
_OF_LEDGERS = models.Q(condition=RetentionCondition.RECEIVED)


class Counted(models.Model):
    """What has years that count from somewhere."""

    condition = models.CharField(
        _("从什么时候算起"), max_length=LONGEST_CONDITION, validators=[validate_condition]
    )

    class Meta:
        abstract = True

    @property
    def counted_from(self) -> CountedFrom:
        return CountedFrom.read(self.condition)

    @property
    def is_of_ledgers(self) -> bool:
        return self.condition == RetentionCondition.RECEIVED


class RetentionRule(Counted, Record):
    """What becomes of an area's closed children, of its ledgers, of what a collection of one's own holds there."""

    region_lookup = "region"
    field_groups = {
        FieldGroup.BASIC: ("region", "condition", "archive_years", "anonymise_years", "is_enabled")
    }

    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("适用地区"),
        on_delete=models.PROTECT,
        related_name="retention_rules",
        help_text=_("包括它下面的各级。"),
    )
    archive_years = models.PositiveSmallIntegerField(
        _("几年后归档"),
        null=True,
        blank=True,
        validators=_YEARS,
        help_text=_(
            "归档的档案不再出现在名单、统计、选择框和导出里，可以恢复。台账原件不归档，留空。"
        ),
    )
    anonymise_years = models.PositiveSmallIntegerField(
        _("几年后匿名"),
        validators=_YEARS,
        help_text=_("匿名以后无法恢复。只处理已经归档的档案；台账原件届时删除。"),
    )
    is_enabled = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("保存期限规则")
        verbose_name_plural = pgettext_lazy("plural", "保存期限规则")
        ordering = ["region", "condition"]
        constraints = [
            models.UniqueConstraint(
                name="retention_rule_once",
                fields=["region", "condition"],
                violation_error_message=_("这个地区已经有这样的规则，请直接修改那一条。"),
            ),
            models.CheckConstraint(
                name="retention_rule_archives_children_first",
                condition=(_OF_LEDGERS & models.Q(archive_years=None))
                | (~_OF_LEDGERS & models.Q(archive_years__isnull=False)),
                violation_error_message=_("台账原件不填几年后归档，其他的都要填。"),
            ),
            models.CheckConstraint(
                name="retention_rule_anonymises_last",
                condition=models.Q(archive_years=None)
                | models.Q(anonymise_years__gte=models.F("archive_years")),
                violation_error_message=_("匿名不能早于归档。"),
            ),
            models.CheckConstraint(
                name="retention_rule_years",
                condition=models.Q(anonymise_years__range=(1, 100))
                & (models.Q(archive_years=None) | models.Q(archive_years__range=(1, 100))),
                violation_error_message=_("年数为1至100。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.counted_from}"

    @property
    def steps(self) -> list[RetentionStep]:
        """What it makes happen, in that order."""
        return [RetentionStep.ANONYMISE] if self.is_of_ledgers else [*RetentionStep]

    def years(self, step: str) -> int:
        years = self.archive_years if step == RetentionStep.ARCHIVE else self.anonymise_years
        if years is None:
            raise ValueError(f"A rule of {self.condition} does not {step}.")
        return years


class RetentionRun(Counted):
    """One step of a rule in one area on one day: proposed by one, approved by another, carried out.

    It is its own history, and names nobody: keys and figures only. `keys` are those of children, of ledger batches,
    of records of a collection of one's own; what was done to them cannot be told from it. Its condition is the
    rule's as it was when this was proposed: the rule may change.
    """

    region_lookup = "region"
    is_public_knowledge = False

    rule = models.ForeignKey(
        RetentionRule, verbose_name=_("规则"), on_delete=models.PROTECT, related_name="runs"
    )
    years = models.PositiveSmallIntegerField(_("年数"))
    step = models.CharField(_("处理"), max_length=10, choices=RetentionStep)
    region = models.ForeignKey(
        "datasets.Region", verbose_name=_("地区"), on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.DateField(_("按哪一天"))
    keys = models.JSONField(_("记录"), default=list)
    #: SHA-256 over the keys in their order, a line each.
    digest = models.CharField(_("记录编号的校验值"), max_length=64)
    #: One mapping a line: year, region (a township, by name), count.
    figures = models.JSONField(_("分年份和地区"), default=list)
    count = models.PositiveIntegerField(_("条数"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=RetentionRunState,
        default=RetentionRunState.PROPOSED,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("执行人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    #: Of `keys`, how many have been gone through: a run that was broken off goes on here.
    position = models.PositiveIntegerField(_("已处理"), default=0)
    #: Those that no longer met the rule when their turn came.
    left_out = models.PositiveIntegerField(_("不再符合，没有处理"), default=0)
    #: Model name → how many of its rows; "files" → how many files went.
    done = models.JSONField(_("处理结果"), default=dict)
    #: The access log's last entry when all was done.
    anchor_number = models.BigIntegerField(_("访问日志编号"), null=True)
    anchor_digest = models.CharField(_("访问日志校验值"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("保存期限处理")
        verbose_name_plural = _("保存期限处理")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [
            ("propose_retentionrun", "提出归档和匿名"),
            ("approve_retentionrun", "批准并执行别人提出的归档和匿名"),
            ("restore_retentionrun", "查看已归档的档案并恢复"),
        ]
        constraints = [
            models.CheckConstraint(
                name="retention_run_approved_by_another",
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("proposed_by")),
                violation_error_message=_("提出的人不能自己批准。"),
            ),
            models.CheckConstraint(
                name="retention_run_done_after_approval",
                condition=models.Q(
                    state__in=(RetentionRunState.PROPOSED, RetentionRunState.WITHDRAWN),
                    approved_by=None,
                    position=0,
                )
                | models.Q(
                    state=RetentionRunState.APPROVED,
                    approved_by__isnull=False,
                    finished_at=None,
                )
                | models.Q(
                    state=RetentionRunState.DONE,
                    approved_by__isnull=False,
                    carried_out_by__isnull=False,
                    finished_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="retention_run_one_open",
                fields=["rule", "step", "region"],
                condition=models.Q(
                    state__in=(RetentionRunState.PROPOSED, RetentionRunState.APPROVED)
                ),
                violation_error_message=_("这条规则在这个地区还有一次处理没有完成。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.pk}"

    @property
    def removed_count(self) -> int:
        """How many of the keys were dealt with."""
        return self.position - self.left_out


class PutAway(models.Model):
    """A record that can be put away, and later made nameless (actions/retention).

    Whatever is put away is in no list, count, chooser or file (`Actor.rows`). Neither day has a history of its
    own: bringing back an earlier version brings nobody back.
    """

    archived_lookup: ClassVar[str] = "archived_date"
    derived_fields: ClassVar[tuple[str, ...]] = ("archived_date", "anonymised_date")

    archived_date: Any = models.DateField(_("归档日期"), null=True, blank=True, editable=False)
    anonymised_date: Any = models.DateField(_("匿名日期"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Retained(PutAway):
    """A person, or a household, of a time of its own: no record that hangs on another's."""

    class Meta:
        abstract = True

"""Who owes what: the duty table, clause by clause."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import DutyPart, ProtectionDomain
from datasets.models.records import Record


class Duty(Record):
    collection_name = "duties"
    is_public_knowledge = True
    published_fields = ("code", "text", "domain", "policy", "clause")

    code = models.SlugField(_("编号"), max_length=60, unique=True)
    text = models.CharField(_("职责"), max_length=300)
    domain = models.CharField(_("保护领域"), max_length=15, choices=ProtectionDomain, blank=True)
    policy = models.ForeignKey(
        "datasets.Policy", verbose_name=_("依据"), on_delete=models.PROTECT, related_name="duties"
    )
    clause = models.CharField(_("条款"), max_length=60)

    class Meta(Record.Meta):
        verbose_name = _("职责")
        verbose_name_plural = pgettext_lazy("plural", "职责")
        ordering = ["policy", "id"]

    def __str__(self) -> str:
        return self.text


class DutyAssignment(Record):
    """A duty laid on an agency in a region, for a time."""

    collection_name = "assignments"
    is_public_knowledge = True
    published_fields = ("duty", "agency", "region", "part", "since_date", "until_date")
    region_lookup = "region"

    duty = models.ForeignKey(
        Duty, verbose_name=_("职责"), on_delete=models.PROTECT, related_name="assignments"
    )
    agency = models.ForeignKey(
        "datasets.Agency",
        verbose_name=_("机构"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    part = models.CharField(_("分工"), max_length=10, choices=DutyPart, default=DutyPart.LEAD)
    since_date = models.DateField(_("开始日期"), null=True, blank=True)
    until_date = models.DateField(_("结束日期"), null=True, blank=True)
    officer = models.CharField(
        _("经办人"), max_length=60, blank=True, help_text=_("姓名或职务，只在内部显示。")
    )

    class Meta(Record.Meta):
        verbose_name = _("职责分工")
        verbose_name_plural = pgettext_lazy("plural", "职责分工")
        ordering = ["duty", "part", "id"]
        constraints = [
            models.UniqueConstraint(
                name="duty_assigned_once",
                fields=["duty", "agency", "region"],
                condition=models.Q(until_date=None),
                violation_error_message=_("这个机构在这个地区已经承担这项职责。"),
            ),
            models.CheckConstraint(
                name="duty_assignment_ends_after_start",
                condition=models.Q(until_date=None)
                | models.Q(since_date=None)
                | models.Q(until_date__gte=models.F("since_date")),
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.duty}"

"""Saved views: which records of a collection somebody wants to see again, and how."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup, ViewKind, ViewScope
from datasets.models.records import Record


class SavedView(Record):
    """A condition with a name. It holds no record and widens nobody's sight: each reader sees by it what is theirs."""

    field_groups = {
        FieldGroup.BASIC: (
            "name", "collection", "kind", "condition", "columns", "order", "grouping", "scope",
            "owner", "region", "is_pinned",
        )
    }  # fmt: skip

    name = models.CharField(_("名称"), max_length=40)
    collection = models.CharField(_("数据集"), max_length=40, editable=False)
    kind = models.CharField(_("样子"), max_length=10, choices=ViewKind, default=ViewKind.TABLE)
    #: As queries/conditions reads it; {} for all records.
    condition = models.JSONField(_("条件"), default=dict, blank=True)
    #: Names of fields; none for the list's own columns.
    columns = models.JSONField(_("显示的列"), default=list, blank=True)
    #: A field's name, with "-" before it from the last to the first; "" for the list's own order.
    order = models.CharField(_("排序"), max_length=60, blank=True)
    #: {"rows": way, "columns": way, "sum": field} of a summary, {"by": way} of a table, {"date": field} of a calendar,
    #: {"photo": field} of a gallery. The ways to group: queries/grouping.
    grouping = models.JSONField(_("分组"), default=dict, blank=True)
    scope = models.CharField(
        _("谁可以用"), max_length=10, choices=ViewScope, default=ViewScope.MINE
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁建的"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("哪个地区的单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_pinned = models.BooleanField(_("条数显示在首页"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("视图")
        verbose_name_plural = pgettext_lazy("plural", "视图")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="view_of_office_has_region",
                condition=~models.Q(scope="office") | models.Q(region__isnull=False),
                violation_error_message=_("请选择是哪个地区的单位。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

"""The bodies that owe children something."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import RegionLevel
from datasets.models.records import Record


class Agency(Record):
    collection_name = "agencies"
    is_public_knowledge = True
    region_lookup = "region"
    published_fields = (
        "code", "name", "kind", "level", "region", "parent", "public_phone", "public_address",
    )  # fmt: skip

    code = models.SlugField(_("标识"), max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.SlugField(
        _("系统"),
        max_length=40,
        blank=True,
        help_text=_("同一系统的机构用同一个标识，如 education。"),
    )
    level = models.CharField(_("级别"), max_length=10, choices=RegionLevel)
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("所在地区"),
        on_delete=models.PROTECT,
        related_name="agencies",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    public_phone = models.CharField(_("对外电话"), max_length=60, blank=True)
    public_address = models.CharField(_("对外地址"), max_length=200, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("机构")
        verbose_name_plural = pgettext_lazy("plural", "机构")
        ordering = ["region__path", "id"]
        constraints = [
            models.UniqueConstraint(
                name="agency_name_once_in_region",
                fields=["region", "name"],
                violation_error_message=_("这个地区已经有同名的机构。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

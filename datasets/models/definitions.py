"""What a city keeps beyond the built-in collections: collections and fields that somebody defined in the admin."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.records import Record


class CollectionDefinition(Record):
    """A collection of one's own. Its table is made with it and stays when it is archived."""

    derived_fields = ()
    field_groups = {
        FieldGroup.BASIC: (
            "code", "label", "icon", "description", "has_region", "title", "grants", "archived_date",
        )
    }  # fmt: skip

    code = models.CharField(
        _("代码"),
        max_length=30,
        unique=True,
        help_text=_("小写字母、数字和下划线，用在网址和接口里，以后不能改。"),
    )
    label = models.CharField(_("名称"), max_length=40)
    icon = models.CharField(_("图标"), max_length=40, default="list-ul")
    description = models.TextField(_("说明"), max_length=500, blank=True)
    has_region = models.BooleanField(
        _("按地区管理"),
        default=True,
        help_text=_("每条记录属于一个地区，各地只看自己的；以后不能改。"),
    )
    title = models.CharField(
        _("名称字段"),
        max_length=40,
        blank=True,
        help_text=_("用哪个字段称呼一条记录；不选就用编号。"),
    )
    #: Name of a role's group → the verbs (view, add, change, delete, export, import) that it has on the records.
    grants = models.JSONField(_("谁可以做什么"), default=dict, blank=True)
    archived_date = models.DateField(_("停用日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("自建数据集")
        verbose_name_plural = pgettext_lazy("plural", "自建数据集")
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label


class FieldDefinition(Record):
    """A field of a collection: of one's own, or beside the built-in ones of a built-in collection."""

    derived_fields = ()
    field_groups = {
        FieldGroup.BASIC: (
            "collection", "code", "column", "label", "kind", "help_text", "group", "options",
            "is_required", "is_unique", "is_key", "in_list", "is_filterable", "aliases", "position",
            "shown_when", "archived_date",
        )
    }  # fmt: skip

    collection = models.CharField(_("数据集"), max_length=40)
    code = models.CharField(
        _("代码"),
        max_length=40,
        help_text=_("小写字母、数字和下划线，用在接口里，以后不能改。"),
    )
    #: Where its values lie. Another type gets another column: what does not convert stays in the one before.
    column = models.CharField(max_length=60, editable=False)
    label = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("类型"), max_length=20)
    help_text = models.CharField(_("填写说明"), max_length=200, blank=True)
    group = models.CharField(
        _("谁看得到"), max_length=10, choices=FieldGroup, default=FieldGroup.BASIC
    )
    #: What its type asks beyond this (custom/types): {"choices": [["a", "甲"]], "unit": "元", "least": 0, …}.
    options = models.JSONField(_("选项"), default=dict, blank=True)
    is_required = models.BooleanField(_("必填"), default=False)
    is_unique = models.BooleanField(_("不能重复"), default=False)
    is_key = models.BooleanField(
        _("用来认出同一条"),
        default=False,
        help_text=_("台账再来时，这些字段都相同的就是同一条记录。"),
    )
    in_list = models.BooleanField(_("列表里显示"), default=True)
    is_filterable = models.BooleanField(_("可以筛选"), default=False)
    aliases = models.TextField(
        _("台账里的其他叫法"), max_length=500, blank=True, help_text=_("用空格分开。")
    )
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    #: [code of another field, [its values]]: the form asks only then; empty: always.
    shown_when = models.JSONField(_("什么时候填"), default=list, blank=True)
    archived_date = models.DateField(_("停用日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("自建字段")
        verbose_name_plural = pgettext_lazy("plural", "自建字段")
        ordering = ["collection", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="field_code_once_in_collection",
                fields=["collection", "code"],
                violation_error_message=_(
                    "这个数据集已经有相同代码的字段（也可能已停用，可以恢复）。"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.label


class DefinitionsState(models.Model):
    """The one row that changes with every definition: by it each process knows whether what it holds is current.

    A name and no count: what was rolled back or restored from a backup never looks like what came after it.
    """

    name = models.UUIDField(default=uuid.uuid4)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.name)


class NumberCounter(models.Model):
    """The last number that an automatic field has given in a period; locked by whoever takes the next."""

    collection = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    period = models.CharField(max_length=6, blank=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="number_counter_once", fields=["collection", "field", "period"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection}.{self.field} {self.period}: {self.last}"

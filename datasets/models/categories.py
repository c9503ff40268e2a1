"""Why a child is in difficulty: one list of codes, grouped as each city groups it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from datasets.models.records import Record


class CategoryScheme(Record, ClusterableModel):
    """A city's own grouping, as its policy lays it down."""

    is_public_knowledge = True
    owned_relations = ("groups",)

    code = models.SlugField(_("标识"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    policy = models.ForeignKey(
        "datasets.Policy",
        verbose_name=_("依据"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="category_schemes",
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("适用地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="category_schemes",
    )

    class Meta(Record.Meta):
        verbose_name = _("分类体系")
        verbose_name_plural = pgettext_lazy("plural", "分类体系")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CategoryGroup(Record):
    is_public_knowledge = True

    scheme = ParentalKey(
        CategoryScheme, verbose_name=_("分类体系"), on_delete=models.CASCADE, related_name="groups"
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("名称"), max_length=100)

    class Meta(Record.Meta):
        verbose_name = _("类别组")
        verbose_name_plural = pgettext_lazy("plural", "类别组")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(
                name="category_group_number_once",
                fields=["scheme", "number"],
                violation_error_message=_("这个序号已经有了。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Category(Record, ClusterableModel):
    is_public_knowledge = True
    owned_relations = ("aliases", "placements")

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    label = models.CharField(_("名称"), max_length=60, unique=True)
    definition = models.CharField(_("说明"), max_length=300, blank=True)
    is_sensitive = models.BooleanField(
        _("敏感"), default=False, help_text=_("敏感类别不得出现在对外的名单和短信里。")
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=100)

    class Meta(Record.Meta):
        verbose_name = _("困境类别")
        verbose_name_plural = pgettext_lazy("plural", "困境类别")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label


class CategoryAlias(Record):
    """Another way in which ledgers write a category."""

    is_public_knowledge = True

    category = ParentalKey(
        Category, verbose_name=_("类别"), on_delete=models.CASCADE, related_name="aliases"
    )
    alias = models.CharField(
        _("台账写法"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("这种写法已经归入某个类别。")},
    )

    class Meta(Record.Meta):
        verbose_name = _("类别写法")
        verbose_name_plural = _("类别写法")
        ordering = ["alias"]

    def __str__(self) -> str:
        return self.alias


class CategoryPlacement(Record):
    """The group in which a city's scheme counts a category."""

    is_public_knowledge = True

    category = ParentalKey(
        Category, verbose_name=_("类别"), on_delete=models.CASCADE, related_name="placements"
    )
    group = models.ForeignKey(
        CategoryGroup, verbose_name=_("类别组"), on_delete=models.PROTECT, related_name="placements"
    )

    class Meta(Record.Meta):
        verbose_name = _("所属类别组")
        verbose_name_plural = _("所属类别组")
        ordering = ["group"]
        constraints = [
            models.UniqueConstraint(
                name="category_placement_once",
                fields=["category", "group"],
                violation_error_message=_("已经在这个类别组里了。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)

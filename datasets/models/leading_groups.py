"""Leading groups (领导小组) and who sits in them, by post."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from datasets.choices import MemberPart
from datasets.models.records import Record


class LeadingGroup(Record, ClusterableModel):
    is_public_knowledge = True
    region_lookup = "region"
    owned_relations = ("members",)

    code = models.SlugField(_("标识"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    policy = models.ForeignKey(
        "datasets.Policy",
        verbose_name=_("依据"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leading_groups",
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        on_delete=models.PROTECT,
        related_name="leading_groups",
    )
    office = models.ForeignKey(
        "datasets.Agency",
        verbose_name=_("办公室设在"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted_leading_groups",
    )
    task = models.CharField(_("任务"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("领导小组")
        verbose_name_plural = pgettext_lazy("plural", "领导小组")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class LeadingGroupMember(Record):
    is_public_knowledge = True
    region_lookup = "group__region"

    group = ParentalKey(
        LeadingGroup, verbose_name=_("领导小组"), on_delete=models.CASCADE, related_name="members"
    )
    position = models.PositiveSmallIntegerField(_("排序"))
    part = models.CharField(_("身份"), max_length=10, choices=MemberPart)
    post = models.CharField(_("单位和职务"), max_length=100)

    class Meta(Record.Meta):
        verbose_name = _("成员")
        verbose_name_plural = pgettext_lazy("plural", "成员")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="leading_group_position_once",
                fields=["group", "position"],
                violation_error_message=_("这个排序已经有了。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.post}"

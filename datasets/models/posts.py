"""Who works as what, where and when; and who may give out which role."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.records import Record


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: datetime.date) -> "PostQuerySet":
        """Those that run on the day, their first and last day included."""
        return self.filter(
            models.Q(since_date=None) | models.Q(since_date__lte=day),
            models.Q(until_date=None) | models.Q(until_date__gte=day),
        )


class Post(Record):
    """A user's role in a region for a time. Without a current post nobody may do anything.

    A post at an agency shows no record of the agency's region, only what was referred to the agency;
    it lies in that region all the same, whose administrators give it out.
    """

    region_lookup = "region"
    field_groups = {
        FieldGroup.BASIC: ("user", "role", "region", "agency", "title", "since_date", "until_date")
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    role = models.ForeignKey(
        Group, verbose_name=_("角色"), on_delete=models.PROTECT, related_name="posts"
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
        help_text=_("负责的地区，包括它下面的各级。选了机构的不用填。"),
    )
    agency = models.ForeignKey(
        "datasets.Agency",
        verbose_name=_("机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
        help_text=_("成员单位的联络员填写：只看得到转给这个单位的内容。"),
    )
    title = models.CharField(_("岗位"), max_length=60, blank=True)
    since_date = models.DateField(_("任职日期"), null=True, blank=True)
    until_date = models.DateField(_("离任日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("任职")
        verbose_name_plural = pgettext_lazy("plural", "任职")
        ordering = ["user", "id"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=models.Q(until_date=None)
                | models.Q(since_date=None)
                | models.Q(until_date__gte=models.F("since_date")),
                violation_error_message=_("离任日期不能早于任职日期。"),
            )
        ]

    def __str__(self) -> str:
        return f"{name_of_user(self.user)} · {self.agency or self.region} · {self.role}"


class RoleGrant(Record):
    """Whoever has the one role may appoint people to the other, within the own area."""

    field_groups = {FieldGroup.BASIC: ("giver", "given")}

    giver = models.ForeignKey(
        Group, verbose_name=_("谁可以任命"), on_delete=models.PROTECT, related_name="role_grants"
    )
    given = models.ForeignKey(
        Group, verbose_name=_("任命什么角色"), on_delete=models.PROTECT, related_name="granted_by"
    )

    class Meta(Record.Meta):
        verbose_name = _("任命权限")
        verbose_name_plural = pgettext_lazy("plural", "任命权限")
        ordering = ["giver__name", "given__name"]
        constraints = [
            models.UniqueConstraint(
                name="role_grant_once",
                fields=["giver", "given"],
                violation_error_message=_("这一条已经有了。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.given}"


def name_of_user(user: Any) -> str:
    """The surname first and no blank between Chinese names (钱小芳); the account where no name is known."""
    full_name: str = user.get_full_name()
    if not full_name:
        return str(user.get_username())
    return full_name if full_name.isascii() else f"{user.last_name}{user.first_name}"

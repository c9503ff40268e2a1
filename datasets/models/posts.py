"""Where a member of staff works: the area whose records are theirs to see."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.records import Record


class Post(Record):
    """A user's post in a region for a time. Without a current post nobody sees a record."""

    region_lookup = "region"
    field_groups = {FieldGroup.BASIC: ("user", "region", "title", "since_date", "until_date")}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    region = models.ForeignKey(
        "datasets.Region", verbose_name=_("地区"), on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(_("岗位"), max_length=60, blank=True)
    since_date = models.DateField(_("任职日期"), null=True, blank=True)
    until_date = models.DateField(_("离任日期"), null=True, blank=True)

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
        return f"{name_of_user(self.user)} · {self.region}"


def name_of_user(user: Any) -> str:
    """The surname first and no blank between Chinese names (钱小芳); the account where no name is known."""
    full_name: str = user.get_full_name()
    if not full_name:
        return str(user.get_username())
    return full_name if full_name.isascii() else f"{user.last_name}{user.first_name}"

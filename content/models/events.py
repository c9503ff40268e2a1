"""Something that lasts from one day to another."""

import datetime
from enum import Enum

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel

from content.models.awareness import AwarenessPage


class Stage(Enum):
    COMING = _("即将开始")
    RUNNING = _("正在进行")
    OVER = _("已经结束")


class EventPage(AwarenessPage):
    """`ends_date` is its last day; without one it lasts a single day."""

    starts_date = models.DateField(_("开始日期"))
    ends_date = models.DateField(_("结束日期"), null=True, blank=True)

    period_panel = FieldRowPanel(["starts_date", "ends_date"], heading=_("日期"))

    class Meta(AwarenessPage.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(ends_date__gte=F("starts_date")),
                name="%(class)s_ends_after_its_start",
                violation_error_message=_("结束日期不能早于开始日期。"),
            )
        ]

    @property
    def shown_date(self) -> datetime.date:
        return self.starts_date

    @property
    def last_date(self) -> datetime.date:
        return self.ends_date or self.starts_date

    def stage_on(self, day: datetime.date) -> Stage:
        if day < self.starts_date:
            return Stage.COMING
        return Stage.OVER if day > self.last_date else Stage.RUNNING

    @property
    def stage(self) -> Stage:
        return self.stage_on(timezone.localdate())

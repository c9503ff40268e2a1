"""What was said in public of how many children are looked after."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureRelease(models.Model):
    """The figures of one month. They stay as they were said: the difference between two days could be one child.

    Only what may be published is kept here; a count that is withheld stands nowhere.
    """

    month = models.DateField(_("月份"), unique=True)
    counted_date = models.DateField(_("统计日期"))
    tables = models.JSONField(_("表"))

    class Meta:
        verbose_name = _("公布的数字")
        verbose_name_plural = _("公布的数字")
        ordering = ["-month"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="figures_counted_in_their_month",
                condition=models.Q(counted_date__gte=models.F("month")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

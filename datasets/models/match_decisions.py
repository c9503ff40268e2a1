"""What somebody decided about a ledger's row: that it is, or is not, a recorded person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.encrypted import FindableCharField


class MatchDecision(models.Model):
    """One row against one record, of which matching could not tell. It is its own history: never edited.

    It counts as long as its batch stands: the undoing of the batch takes it back.
    """

    region_lookup = "region"
    is_public_knowledge = False

    collection = models.CharField(_("数据集"), max_length=40)
    # No foreign key: the decision outlives the record, and must not keep it from being undone.
    record_id = models.BigIntegerField(_("记录"))
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("记录所属地区"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Of the name, number and birth date that the row gave (actions/ledgers/children/settling.py).
    identity = FindableCharField(_("所指的人"), max_length=64)
    is_same = models.BooleanField(_("是同一人"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("决定时间"))
    batch = models.ForeignKey(
        "datasets.LedgerBatch",
        verbose_name=_("台账批次"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    sheet = FindableCharField(_("工作表"), max_length=100)
    row = models.PositiveIntegerField(_("行号"))

    class Meta:
        verbose_name = _("核对决定")
        verbose_name_plural = _("核对决定")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

"""Bulk changes: which versions of which records one act wrote. What it set, and why, the histories know."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.encrypted import EncryptedJSONField


class BulkChange(models.Model):
    """One field of many records changed in one go, or the undoing of another (`undoes`); never edited."""

    collection = models.CharField(_("数据集"), max_length=40)
    field = models.CharField(_("字段"), max_length=60)
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("所改记录的最小共同上级。"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))
    #: The keys of the history rows that it wrote, one a record.
    versions = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("撤销的批量修改"),
        null=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )
    #: Of an undoing: the key of each record that it left as it was, and why.
    kept = EncryptedJSONField(default=list)

    class Meta:
        verbose_name = _("批量修改")
        verbose_name_plural = _("批量修改")
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return _("批量修改 %(key)d") % {"key": self.pk}

    @property
    def count(self) -> int:
        return len(self.versions)

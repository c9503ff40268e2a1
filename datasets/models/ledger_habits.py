"""How the files of one sender are read, as somebody said it once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.encrypted import EncryptedCharField, EncryptedJSONField
from datasets.models.records import Record


class LedgerHabit(Record):
    """What a region's own files mean: the columns under one header, or (no header) words in any of them.

    It is kept by the region's staff and holds for their uploads alone; its history tells who said what.
    """

    region_lookup = "region"
    collection_lookup = "collection"
    field_groups = {
        FieldGroup.BASIC: ("collection", "region", "header", "headings", "columns", "words", "kept")
    }

    collection = models.CharField(_("数据集"), max_length=40)
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ledger_habits",
        help_text=_("由哪个地区的人上传；全域管理员上传的没有地区。"),
    )
    # Of actions/ledgers/choices.py; "" for words.
    header = models.CharField(_("表头指纹"), max_length=64, blank=True)
    headings = EncryptedCharField(_("表头"), max_length=300, blank=True)
    columns = EncryptedJSONField(_("列的对应"), default=dict, blank=True)
    words = EncryptedJSONField(_("词的对应"), default=dict, blank=True)
    kept = EncryptedJSONField(_("保留档案的字段"), default=list, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("台账对应关系")
        verbose_name_plural = pgettext_lazy("plural", "台账对应关系")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="ledger_habit_once_a_header",
                fields=["collection", "region", "header"],
                violation_error_message=_("这个表头的对应关系已经有了。"),
            ),
            models.UniqueConstraint(
                name="ledger_habit_once_a_header_of_all",
                fields=["collection", "header"],
                condition=models.Q(region=None),
                violation_error_message=_("这个表头的对应关系已经有了。"),
            ),
        ]

    def __str__(self) -> str:
        return self.headings or str(_("词的对应"))

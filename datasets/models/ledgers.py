"""Ledgers as they came in: the file, what was read in each row, what became of it."""

import uuid
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.choices import BatchStatus, RowAction
from datasets.models.encrypted import EncryptedCharField, EncryptedJSONField, FindableCharField
from datasets.models.files import records_storage

_LONGEST_SUFFIX = 10
LONGEST_CALL = 60


def ledger_path(batch: "LedgerBatch", filename: str) -> str:
    """A name that tells nothing of the village or the children; the sender's own name is a field."""
    return f"ledgers/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:_LONGEST_SUFFIX]}"


class LedgerBatch(models.Model):
    """One file handed in, or the undoing of one (`undoes`; it has no file of its own).

    It is its own history: who, when, what it did; it is never edited.
    """

    region_lookup = "region"
    #: A ledger over several of the sender's areas lies above them, and is the sender's to see all the same.
    sender_lookup = "uploaded_by"
    #: Whoever may not view the records may not view their ledgers either.
    collection_lookup = "collection"
    is_public_knowledge = False

    collection = models.CharField(_("数据集"), max_length=40)
    asked_collection = models.CharField(
        _("上传时选的数据集"), max_length=40, blank=True, help_text=_("按表头改读为另一种时才有。")
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        null=True,
        on_delete=models.PROTECT,
        related_name="ledger_batches",
        help_text=_("台账各行所属地区的最小共同上级。"),
    )
    file = models.FileField(
        _("文件"), upload_to=ledger_path, storage=records_storage, max_length=120, blank=True
    )
    # By a rule on how long files are kept, or with a child that it named (actions/retention).
    file_removed_date = models.DateField(_("原件删除日期"), null=True)
    file_name = EncryptedCharField(_("文件名"), max_length=255)
    file_size = models.PositiveBigIntegerField(_("大小（字节）"))
    file_sha256 = EncryptedCharField(_("SHA-256"), max_length=64)
    status = models.CharField(
        _("状态"), max_length=10, choices=BatchStatus, default=BatchStatus.PREVIEWED
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    applied_at = models.DateTimeField(_("入库时间"), null=True)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("撤销的批次"),
        null=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )
    # Rows that waited for a decision when that batch was applied, and were decided later.
    follows = models.ForeignKey(
        "self",
        verbose_name=_("补充核对的批次"),
        null=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
    )
    sheets = EncryptedJSONField(_("工作表"), default=list)
    # What was decided about it (actions/ledgers/choices.py); NULL until it has been read.
    choices = EncryptedJSONField(_("对应和决定"), null=True)
    # Each once, with its count: those not understood, and those that were given a meaning.
    words = EncryptedJSONField(_("词"), default=list)
    # Each field in which rows differ from the record, with its counts (actions/ledgers/overwriting.py).
    overwritten = EncryptedJSONField(_("与档案不同的字段"), default=list)
    as_of = models.DateField(
        _("台账日期"),
        null=True,
        help_text=_("标题、表名或填报日期写明的日期，只写月份的算到月底；没有写的为空。"),
    )
    # Of what the preview showed: applying refuses when the register has moved on since.
    plan_sha256 = EncryptedCharField(max_length=64, default="")
    created_count = models.PositiveIntegerField(_("新增"), default=0)
    updated_count = models.PositiveIntegerField(_("更新"), default=0)
    unchanged_count = models.PositiveIntegerField(_("无变化"), default=0)
    parked_count = models.PositiveIntegerField(_("待核对"), default=0)
    error_count = models.PositiveIntegerField(_("有错误"), default=0)
    # Rows with a warning, whatever is done with them.
    warned_count = models.PositiveIntegerField(_("有提醒"), default=0)
    # Only an undoing deletes.
    deleted_count = models.PositiveIntegerField(_("删除"), default=0)

    class Meta:
        verbose_name = _("台账批次")
        verbose_name_plural = _("台账批次")
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="ledger_batch_applied_by_someone",
                condition=~models.Q(status__in=(BatchStatus.APPLIED, BatchStatus.UNDONE))
                | models.Q(applied_by__isnull=False, applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_batch_has_file_or_undoes",
                condition=~models.Q(file="")
                | models.Q(undoes__isnull=False)
                | models.Q(file_removed_date__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        if self.follows_id:
            return _("%(file)s（补充核对）") % {"file": self.file_name}
        if self.undoes_id is None:
            return self.file_name
        return _("撤销：%(file)s") % {"file": self.file_name}


class LedgerRow(models.Model):
    """One row of the file: what was read, what is wrong with it, what it does."""

    batch = models.ForeignKey(
        LedgerBatch, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    sheet = FindableCharField(_("工作表"), max_length=100)
    row = models.PositiveIntegerField(_("行号"))
    #: What the row calls its record, to be looked for; never a number of a person.
    called = models.CharField(_("名称"), max_length=LONGEST_CALL, db_default="")
    action = models.CharField(_("处理"), max_length=10, choices=RowAction)
    is_warned = models.BooleanField(_("有提醒"), db_default=False)
    # One document: five columns would cost five times the encoding. Read by the properties below.
    content = EncryptedJSONField(_("内容"))
    record_id = models.BigIntegerField(_("记录"), null=True)
    # Of a row that said all by itself what became of it (actions/ledgers/digests.py); "" of any other.
    digest = models.CharField(max_length=24, db_default="")

    class Meta:
        verbose_name = _("台账行")
        verbose_name_plural = _("台账行")
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(name="ledger_row_by_action", fields=["batch", "action", "id"]),
            models.Index(
                name="ledger_row_warned",
                fields=["batch", "id"],
                condition=models.Q(is_warned=True),
            ),
            # Holds all that a search asks for: the rows themselves are wide and stay unread.
            models.Index(
                name="ledger_row_called",
                fields=["batch", "id", "action", "is_warned", "row", "sheet", "called"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    @property
    def values(self) -> dict[str, Any]:
        """What was read, canonical, by field."""
        part: dict[str, Any] = self.content.get("values", {})
        return part

    @property
    def cells(self) -> dict[str, str]:
        """The original texts by field, where they differ from the value."""
        part: dict[str, str] = self.content.get("cells", {})
        return part

    @property
    def changes(self) -> dict[str, list[Any]]:
        """Field → [recorded, new]."""
        part: dict[str, list[Any]] = self.content.get("changes", {})
        return part

    @property
    def issues(self) -> list[dict[str, Any]]:
        """What is wrong: field, code, severity, params."""
        part: list[dict[str, Any]] = self.content.get("issues", [])
        return part

    @property
    def extra(self) -> dict[str, str]:
        """The texts of columns that map to no field, by heading."""
        part: dict[str, str] = self.content.get("extra", {})
        return part

    @property
    def kept(self) -> dict[str, list[Any]]:
        """What the row says otherwise and the record keeps: field → [recorded, said]."""
        part: dict[str, list[Any]] = self.content.get("kept", {})
        return part

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """The records that the row may speak of: id, evidence."""
        part: list[dict[str, Any]] = self.content.get("candidates", [])
        return part

    @property
    def cannot_be_new(self) -> bool:
        """Whether the row can't be somebody new, its number being another's."""
        return bool(self.content.get("cannot_be_new"))

    @property
    def decision(self) -> str:
        """What was decided of it (actions/ledgers/choices.py); "" where nothing was."""
        return str(self.content.get("decision", ""))

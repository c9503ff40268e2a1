"""A child recorded in one area whom another area asks for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup, TransferState
from datasets.models.encrypted import EncryptedCharField, EncryptedTextField
from datasets.models.records import Record


class TransferRequest(Record):
    """Somebody typed the number of a child that another area keeps, and asks that area to hand it over.

    Until it is agreed to, the child and where it lies are nobody's to learn from it: who sees a request at all,
    access/reaching.py says, and what of it is shown, its page.
    """

    #: Those who ask; who decides lies where the child lies.
    region_lookup = "to_region"
    holds_child = ("child", models.Q(state=TransferState.ASKED))
    field_groups = {
        FieldGroup.BASIC: (
            "child", "to_region", "from_region", "why", "state",
            "asked_by", "asked_at", "answer", "decided_by", "decided_at",
        ),
        FieldGroup.IDENTITY: ("id_number",),
    }  # fmt: skip

    child = models.ForeignKey(
        "datasets.Child",
        verbose_name=_("儿童"),
        on_delete=models.PROTECT,
        related_name="transfer_requests",
    )
    # As it was typed: all that the asker knows of the child.
    id_number = EncryptedCharField(_("证件号码"), max_length=30)
    to_region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("转入地区"),
        on_delete=models.PROTECT,
        related_name="transfer_requests",
    )
    from_region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("原属地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="transfers_decided",
        help_text=_("决定时儿童所属的地区。"),
    )
    # Written to be read by the supervisors of both areas.
    why = EncryptedTextField(_("申请理由"), max_length=300)
    state = models.CharField(
        _("状态"), max_length=10, choices=TransferState, default=TransferState.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("申请时间"))
    answer = EncryptedTextField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("转入申请")
        verbose_name_plural = pgettext_lazy("plural", "转入申请")
        ordering = ["-id"]
        permissions = [("decide_transferrequest", "决定本地区儿童的转出")]
        constraints = [
            models.UniqueConstraint(
                name="transfer_asked_once",
                fields=["child", "to_region"],
                condition=models.Q(state=TransferState.ASKED),
                violation_error_message=_("这名儿童的转入申请已经提交，正在等待决定。"),
            ),
            models.CheckConstraint(
                name="transfer_decided_by_someone",
                condition=models.Q(state=TransferState.ASKED)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("处理过的申请须有处理人和处理时间。"),
            ),
            models.CheckConstraint(
                name="transfer_refused_with_answer",
                condition=~models.Q(state=TransferState.REFUSED) | ~models.Q(answer=""),
                violation_error_message=_("不同意的，请写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

"""Forms that anybody may fill in, and what was sent in by them: no record before a clerk has taken it in."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import AnswerState, FieldGroup
from datasets.models.encrypted import EncryptedCharField, EncryptedJSONField
from datasets.models.records import Record


class PublicForm(Record):
    """A collection's form as a public page: some of its fields, for the people of an area, for a time."""

    region_lookup = "region"
    field_groups = {
        FieldGroup.BASIC: (
            "code", "collection", "title", "introduction", "fields", "region", "thanks", "is_open",
            "until_date", "answers_kept_days",
        )
    }  # fmt: skip

    code = models.SlugField(
        _("网址里的名字"), max_length=40, unique=True, help_text=_("小写字母、数字和横线。")
    )
    collection = models.CharField(_("数据集"), max_length=40)
    title = models.CharField(_("标题"), max_length=80)
    introduction = models.TextField(
        _("说明"), max_length=1_000, help_text=_("写给填表的人：为什么填、填了以后怎么办、找谁问。")
    )
    #: Codes of the collection's fields, in the order in which they are asked.
    fields: Any = models.JSONField(_("填哪些内容"), default=list)
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("适用地区"),
        on_delete=models.PROTECT,
        related_name="public_forms",
        help_text=_("填表的人只能选这个地区以内的村（社区）。"),
    )
    thanks = models.CharField(_("交表以后说什么"), max_length=300, blank=True)
    is_open = models.BooleanField(_("开放"), default=False)
    until_date = models.DateField(_("开放到哪天"), null=True, blank=True)
    answers_kept_days = models.PositiveSmallIntegerField(
        _("处理以后保留几天"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_(
            "登记了的或者不登记的，过了这么多天，交来的内容连同历史自动删除；登记成的记录不受影响。还没处理的不删。"
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("网上填表")
        verbose_name_plural = pgettext_lazy("plural", "网上填表")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class FormAnswer(Record):
    """What somebody sent in. It waits for a clerk of its region, who takes it in as a record, or does not."""

    region_lookup = "region"
    field_groups = {
        FieldGroup.BASIC: (
            "form", "region", "receipt", "sender_mark", "received_at", "state", "record_key",
        ),
        # Whoever wrote it may have named any reason; its page shows each field by the field's own group.
        FieldGroup.MISFORTUNE: ("answers", "note"),
    }  # fmt: skip

    form = models.ForeignKey(
        PublicForm, verbose_name=_("表"), on_delete=models.PROTECT, related_name="answers"
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("地区"),
        on_delete=models.PROTECT,
        related_name="form_answers",
    )
    #: What the sender was told, to ask by it how far it is.
    receipt = models.CharField(_("回执号"), max_length=12, unique=True)
    #: A keyed digest of the sender's address, so that one cannot send hundreds; the address itself is not kept.
    sender_mark = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(_("收到时间"), db_index=True)
    #: Code of the field → its value as JSON.
    answers = EncryptedJSONField(_("内容"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AnswerState, default=AnswerState.WAITING
    )
    record_key = models.BigIntegerField(_("登记成的记录"), null=True, blank=True)
    note = EncryptedCharField(_("处理说明"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("收到的表")
        verbose_name_plural = pgettext_lazy("plural", "收到的表")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.receipt

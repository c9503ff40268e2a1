"""Who looked at what: one entry for each list, page, file and refusal, chained so that none can go unseen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.choices import AccessVerb


class AccessEntry(models.Model):
    """One act of reading, or one refused. Written by audit/chain.py alone; the database lets nobody change it.

    `id` counts without gaps: a missing one was taken out.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("时间"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: As it was typed where the login failed; else as it was on that day.
    username = models.CharField(_("账号"), max_length=150, blank=True)
    address = models.GenericIPAddressField(_("来源地址"), null=True)
    verb = models.CharField(_("行为"), max_length=20, choices=AccessVerb)
    is_permitted = models.BooleanField(_("是否允许"), default=True)
    #: The collection's model name; "" for what concerns none (a login).
    collection = models.CharField(_("数据集"), max_length=40, blank=True)
    #: The keys of the records that were shown; of an export none, but `count` and `filters`.
    records = models.JSONField(_("记录"), default=list)
    count = models.PositiveIntegerField(_("条数"), default=0)
    #: What narrowed the list; numbers of persons masked.
    filters = models.JSONField(_("筛选条件"), default=dict)
    purpose = models.CharField(_("事由"), max_length=200, blank=True)
    #: HMAC-SHA256 over the entry before and this one.
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("访问记录")
        verbose_name_plural = _("访问日志")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("trace_accessentry", "查看本地区的档案被谁打开过")]
        indexes = [
            models.Index(name="access_by_user", fields=["user", "at"]),
            models.Index(name="access_by_time", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.username} {self.verb}"


class AccessRecord(models.Model):
    """The same, the other way round: a record and an entry that names it, for "who has opened this?".

    Derived from `AccessEntry.records` and no part of the chain; whether it still is the same, `audit verify` tells.
    """

    entry = models.ForeignKey(
        AccessEntry, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    collection = models.CharField(max_length=40)
    record_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(name="access_of_record", fields=["collection", "record_id", "entry"])
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.record_id}"


class AccessHead(models.Model):
    """The last entry's number and digest: whoever appends holds this row, and a cut-off end shows."""

    entry_count = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.entry_count} {self.digest}"

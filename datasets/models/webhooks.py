"""Addresses of other systems that are told when something happened here, and what became of each message."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import DeliveryState
from datasets.models.encrypted import EncryptedCharField


class Webhook(models.Model):
    """Who is told of what. The secret signs each message; it is shown once, when it is made."""

    name = models.CharField(_("名称"), max_length=60)
    url = models.URLField(_("接收地址"), max_length=300)
    secret = EncryptedCharField(_("签名密钥"), max_length=100)
    #: Names of events, as webhooks/events.py has them.
    events = models.JSONField(_("事件"), default=list)
    is_active = models.BooleanField(_("启用"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("设置人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("推送通知")
        verbose_name_plural = pgettext_lazy("plural", "推送通知")
        ordering = ["name", "id"]
        default_permissions = ("view", "add", "change", "delete")

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.WAITING)

    def due(self, at: datetime.datetime) -> "DeliveryQuerySet":
        return self.waiting().filter(due_at__lte=at)


class WebhookDelivery(models.Model):
    """One message to one address. Its body names what happened and to which key, never what is recorded."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    #: The same for all addresses that are told of one event.
    event_id = models.UUIDField(_("消息编号"))
    event = models.CharField(_("事件"), max_length=40)
    body = models.JSONField(_("内容"))
    state = models.CharField(
        _("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING
    )
    made_at = models.DateTimeField(_("发生时间"))
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    due_at = models.DateTimeField(_("下次发送"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    #: What the last attempt came to: a status of HTTP, or a sentence.
    status = models.PositiveSmallIntegerField(_("应答"), null=True)
    sentence = models.CharField(_("说明"), max_length=200, blank=True)

    objects: Any = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("推送记录")
        verbose_name_plural = _("推送记录")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(
                name="webhook_delivery_due",
                fields=["due_at"],
                condition=models.Q(state=DeliveryState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"

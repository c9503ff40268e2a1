"""What other systems may be told of, and the message of each: written in the transaction of the act itself."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models import LedgerBatch, Record, Webhook, WebhookDelivery
from datasets.workers import start_workers


class Event(models.TextChoices):
    PAGE_PUBLISHED = "page.published", _("网页已发布")
    PAGE_UNPUBLISHED = "page.unpublished", _("网页已撤下")
    RECORD_CREATED = "record.created", _("记录已新增")
    RECORD_CHANGED = "record.changed", _("记录已修改")
    RECORD_DELETED = "record.deleted", _("记录已删除")
    LEDGER_APPLIED = "ledger.applied", _("台账已入库")
    LEDGER_UNDONE = "ledger.undone", _("台账已撤销")
    WARNINGS_OPENED = "warnings.opened", _("预警有新的记录（只有条数）")
    PING = "ping", _("试发")


def announce_record(event: Event, record: Record) -> None:
    """Of the collections that have an address; what a record owns is told as a change of the record."""
    if record.collection_name:
        announce(event, {"collection": record.collection_name, "key": record.pk})


def announce_ledger(event: Event, batch: LedgerBatch) -> None:
    """Once for the whole ledger: its rows, at the ledger's address, name the records."""
    announce(event, {"collection": batch.collection, "batch": batch.pk})


def announce_page(event: Event, page: Any) -> None:
    announce(event, {"page": page.pk, "type": page.specific_class._meta.label})


def announce(event: Event, about: Mapping[str, Any]) -> None:
    """A message to each address that is to be told; sent once the transaction has ended."""
    hooks = [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
    tell(hooks, event, about)


def tell(hooks: list[Webhook], event: Event, about: Mapping[str, Any]) -> None:
    if not hooks:
        return
    now, event_id = timezone.now(), uuid.uuid4()
    body = {"id": str(event_id), "event": event.value, "at": now.isoformat(), **about}
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook=hook, event_id=event_id, event=event.value, body=body, made_at=now, due_at=now
        )
        for hook in hooks
    )
    transaction.on_commit(start_workers)

"""Messages that are due are sent, and tried again later where the receiver did not take them."""

import datetime
from http import HTTPStatus

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.choices import DeliveryState
from datasets.models import WebhookDelivery
from datasets.webhooks.sending import NeverSent, NotSent, post

#: After each attempt, so long until the next: 30 s, 2 min, 8 min, 32 min, 2 h, 8.5 h; then it is given up.
MOST_ATTEMPTS = 7
_FIRST_PAUSE = datetime.timedelta(seconds=30)
_GROWTH = 4
#: A worker that was killed while it sent has no claim on the message any more.
_CLAIM = datetime.timedelta(minutes=2)
#: A log of messages that went well is of no use for longer.
_KEPT = datetime.timedelta(days=30)
_AT_ONCE = 20


def deliver_due() -> int:
    """Send what is due; returns how many messages were tried."""
    tried = 0
    for delivery in WebhookDelivery.objects.due(timezone.now()).order_by("due_at")[:_AT_ONCE]:
        if _claim(delivery):
            attempt(delivery)
            tried += 1
    if tried:
        ended = WebhookDelivery.objects.exclude(state=DeliveryState.WAITING)
        ended.filter(made_at__lt=timezone.now() - _KEPT).delete()
    return tried


def _claim(delivery: WebhookDelivery) -> bool:
    """False where another worker was faster. The claim ends by itself."""
    same = WebhookDelivery.objects.waiting().filter(pk=delivery.pk, due_at=delivery.due_at)
    delivery.attempts += 1
    delivery.due_at = timezone.now() + _CLAIM
    return bool(same.update(attempts=delivery.attempts, due_at=delivery.due_at))


def attempt(delivery: WebhookDelivery) -> None:
    """Send the message once and note down what came of it."""
    delivery.status, delivery.sentence = None, ""
    is_final = not delivery.webhook.is_active
    try:
        if not is_final:
            delivery.status = _sent(delivery)
            delivery.sentence = "" if _is_taken(delivery.status) else _("对方没有接收。")
    except NotSent as why:
        delivery.sentence = str(why)
        is_final = isinstance(why, NeverSent)
    is_final = is_final or delivery.status == HTTPStatus.GONE
    _settle(delivery, is_final=is_final or delivery.attempts >= MOST_ATTEMPTS)


def _sent(delivery: WebhookDelivery) -> int:
    told = {"Hutong-Event": delivery.event, "Hutong-Delivery": str(delivery.event_id)}
    return post(
        delivery.webhook.url,
        orjson.dumps(delivery.body),
        secret=delivery.webhook.secret,
        at=int(timezone.now().timestamp()),
        headers=told,
    )


def _settle(delivery: WebhookDelivery, *, is_final: bool) -> None:
    now = timezone.now()
    if delivery.status and _is_taken(delivery.status):
        delivery.state, delivery.ended_at = DeliveryState.DELIVERED, now
    elif is_final:
        delivery.state, delivery.ended_at = DeliveryState.FAILED, now
    else:
        delivery.due_at = now + _FIRST_PAUSE * _GROWTH ** (delivery.attempts - 1)
    fields = ["status", "sentence", "state", "ended_at", "due_at"]
    delivery.save(update_fields=fields)


def _is_taken(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES

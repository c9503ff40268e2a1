"""Which other systems are told of what."""

import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.choices import DeliveryState
from datasets.models import Webhook, WebhookDelivery
from datasets.webhooks.events import Event, tell
from datasets.webhooks.sending import NeverSent, NotSent, target_of
from datasets.workers import start_workers

_SECRET_BYTES = 32


@transaction.atomic
def make_webhook(*, name: str, url: str, events: Collection[str], by: Actor) -> tuple[Webhook, str]:
    """The webhook and the secret by which its receiver knows our messages. Raises NotPermitted, ValidationError."""
    _require("add", by)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    hook = Webhook(
        name=name,
        url=url,
        secret=secret,
        events=_known(events),
        made_by=by.user,
        made_at=timezone.now(),
    )
    _check(hook)
    hook.save()
    return hook, secret


@transaction.atomic
def change_webhook(
    *, hook: Webhook, name: str, url: str, events: Collection[str], is_active: bool, by: Actor
) -> None:
    """Raises NotPermitted, ValidationError."""
    _require("change", by)
    hook.name, hook.url, hook.events, hook.is_active = name, url, _known(events), is_active
    _check(hook)
    hook.save(update_fields=["name", "url", "events", "is_active"])


@transaction.atomic
def delete_webhook(*, hook: Webhook, by: Actor) -> None:
    """With what was sent to it. Raises NotPermitted."""
    _require("delete", by)
    hook.delete()


@transaction.atomic
def try_webhook(*, hook: Webhook, by: Actor) -> None:
    """Send it a message that says nothing. Raises NotPermitted."""
    _require("change", by)
    tell([hook], Event.PING, {})


@transaction.atomic
def send_again(*, delivery: WebhookDelivery, by: Actor) -> None:
    """Begin anew with a message that was given up. Raises NotPermitted."""
    _require("change", by)
    given_up = WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    given_up.update(state=DeliveryState.WAITING, attempts=0, ended_at=None, due_at=timezone.now())
    transaction.on_commit(start_workers)


def _require(verb: str, by: Actor) -> None:
    if not by.may(verb, Webhook):
        raise NotPermitted(_("您没有设置推送通知的权限。"))


def _known(events: Collection[str]) -> list[str]:
    return [event.value for event in Event if event in events and event != Event.PING]


def _check(hook: Webhook) -> None:
    """A name that has no address just now may have one later; one that may not be asked never will."""
    if not hook.events:
        raise ValidationError({"events": _("请选择要通知的事件。")})
    hook.full_clean()
    if urlsplit(hook.url).fragment:
        raise ValidationError({"url": _("接收地址里不能有 #。")})
    try:
        target_of(hook.url)
    except NeverSent as why:
        raise ValidationError({"url": str(why)}) from why
    except NotSent:
        return

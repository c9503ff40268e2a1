"""推送通知 on the screen."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.webhooks import make_webhook
from datasets.models import AccessEntry, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db
HOOKS = reverse("webhooks")
TOLD = {"name": "前置系统", "url": "https://192.0.2.7/hook", "events": ["record.changed"]}


@pytest.fixture
def as_administrator(client: Any, administrator: Any, settings: Any) -> Any:
    settings.WEBHOOK_NETWORKS = ["192.0.2.0/24"]
    client.force_login(administrator)
    return client


def test_a_webhook_is_made_and_its_secret_shown_once(as_administrator: Any) -> None:
    page = as_administrator.post(HOOKS, TOLD)
    hook = Webhook.objects.get()
    assert hook.secret in page.content.decode()
    assert hook.secret not in as_administrator.get(HOOKS).content.decode()
    assert (
        hook.secret not in as_administrator.get(reverse("webhook", args=[hook.pk])).content.decode()
    )
    assert AccessEntry.objects.get(collection="webhook").records == [hook.pk]


@pytest.mark.parametrize(
    "wrong",
    [{"url": "https://10.0.0.1/"}, {"url": "http://192.0.2.7/"}, {"events": []}, {"name": ""}],
)
def test_what_cannot_be_is_said_beside_its_field(as_administrator: Any, wrong: Any) -> None:
    page = as_administrator.post(HOOKS, TOLD | wrong)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(wrong)
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_tried_and_deleted(as_administrator: Any, administrator: Any) -> None:
    hook, _secret = make_webhook(by=Actor.of(administrator), **TOLD)
    address = reverse("webhook", args=[hook.pk])
    as_administrator.post(address, TOLD | {"name": "改名"})
    hook.refresh_from_db()
    assert (hook.name, hook.is_active) == ("改名", False)
    as_administrator.post(reverse("webhook_try", args=[hook.pk]))
    assert "ping" in as_administrator.get(address).content.decode()
    WebhookDelivery.objects.update(state="failed", attempts=7)
    again = reverse("webhook_again", args=[WebhookDelivery.objects.get().pk])
    as_administrator.post(again)
    assert WebhookDelivery.objects.get().state == "waiting"
    as_administrator.post(reverse("webhook_delete", args=[hook.pk]))
    assert not Webhook.objects.exists()


def test_a_clerk_sees_none(as_clerk: Any) -> None:
    assert as_clerk.get(HOOKS).status_code in (302, 403)
    assert AccessEntry.objects.get(collection="webhook").is_permitted is False

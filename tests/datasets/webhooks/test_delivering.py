"""Other systems are told that something happened, never what is recorded; what does not arrive is tried again."""

import datetime
import hashlib
import hmac
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from content.models import ArticlePage
from datasets.access import Actor
from datasets.actions.dispatch import change, delete
from datasets.actions.records import NotPermitted
from datasets.actions.webhooks import make_webhook, send_again, try_webhook
from datasets.models import Webhook, WebhookDelivery
from datasets.webhooks.delivering import MOST_ATTEMPTS, deliver_due
from datasets.webhooks.events import Event
from datasets.webhooks.sending import is_allowed
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """Another system, on this machine; answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 204
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?from=hutong"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_HTTP_TO_LOOPBACK = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def a_hook(receiver: Receiver, by: Any, *events: str) -> tuple[Webhook, str]:
    return make_webhook(
        name="前置系统", url=receiver.url, events=events or list(Event), by=Actor.of(by)
    )


def bodies(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in receiver.got]


def test_a_change_is_told_by_its_key_alone(receiver: Receiver, boss: Any) -> None:
    a_hook(receiver, boss)
    child = make_child(XUXIAKE_VILLAGE, name="王小明", health="哮喘")
    change(child, values={"school": "第二小学"}, by=Actor.system(), reason="转学")
    change(child, values={"school": "第二小学"}, by=Actor.system(), reason="没有变化")
    deliver_due()
    told = bodies(receiver)
    assert [one["event"] for one in told] == ["record.created", "record.changed"]
    assert set(told[0]) == {"id", "event", "at", "collection", "key"}
    assert (told[1]["collection"], told[1]["key"]) == ("children", child.pk)


def test_a_deletion_is_told(receiver: Receiver, boss: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    a_hook(receiver, boss, "record.deleted")
    key = child.pk
    delete(child, by=Actor.system(), reason="误录")
    deliver_due()
    assert [one["key"] for one in bodies(receiver)] == [key]


def test_what_was_taken_back_is_not_told(receiver: Receiver, boss: Any) -> None:
    a_hook(receiver, boss)
    with pytest.raises(ValidationError):
        make_child(XUXIAKE_VILLAGE, categories=("orphan", "orphan"))
    assert not WebhookDelivery.objects.exists()


def test_pages_are_told_when_they_appear_and_disappear(receiver: Receiver, boss: Any) -> None:
    call_command("pages", verbosity=0)
    a_hook(receiver, boss, "page.published", "page.unpublished")
    page = ArticlePage.objects.live().first()
    page.save_revision().publish()
    page.unpublish()
    deliver_due()
    told = [(one["event"], one["page"]) for one in bodies(receiver)]
    assert told == [("page.published", page.pk), ("page.unpublished", page.pk)]


def test_a_message_is_signed_with_its_moment(receiver: Receiver, boss: Any) -> None:
    hook, secret = a_hook(receiver, boss)
    try_webhook(hook=hook, by=Actor.of(boss))
    deliver_due()
    ((headers, body),) = receiver.got
    moment, _comma, digest = headers["Hutong-Signature"].partition(",v1=")
    signed = moment.removeprefix("t=").encode() + b"." + body
    assert hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() == digest
    assert headers["Hutong-Event"] == "ping"
    delivery = WebhookDelivery.objects.get()
    assert headers["Hutong-Delivery"] == str(delivery.event_id)
    assert (delivery.state, delivery.status) == ("delivered", 204)


def test_only_what_was_asked_for_is_told_and_nothing_to_a_hook_that_rests(
    receiver: Receiver, boss: Any
) -> None:
    a_hook(receiver, boss, "page.published")
    make_child(XUXIAKE_VILLAGE)
    assert not WebhookDelivery.objects.exists()
    hook, _secret = a_hook(receiver, boss)
    Webhook.objects.filter(pk=hook.pk).update(is_active=False)
    make_child(XUXIAKE_VILLAGE)
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_is_tried_again_ever_later_and_then_given_up(
    receiver: Receiver, boss: Any, status: int
) -> None:
    hook, _secret = a_hook(receiver, boss)
    try_webhook(hook=hook, by=Actor.of(boss))
    receiver.status = status
    pauses = []
    for _attempt in range(MOST_ATTEMPTS):
        before = timezone.now()
        assert deliver_due() == 1
        assert deliver_due() == 0, "not before its time"
        delivery = WebhookDelivery.objects.get()
        pauses.append(round((delivery.due_at - before).total_seconds()))
        WebhookDelivery.objects.update(due_at=timezone.now())
    assert pauses[:4] == [30, 120, 480, 1920]
    assert (delivery.state, delivery.status, len(receiver.got)) == ("failed", status, MOST_ATTEMPTS)
    receiver.status = 200
    send_again(delivery=delivery, by=Actor.of(boss))
    deliver_due()
    assert WebhookDelivery.objects.get().state == "delivered"


def test_a_receiver_that_is_gone_is_not_asked_again(receiver: Receiver, boss: Any) -> None:
    hook, _secret = a_hook(receiver, boss)
    try_webhook(hook=hook, by=Actor.of(boss))
    receiver.status = 410
    deliver_due()
    assert WebhookDelivery.objects.get().state == "failed"


def test_a_message_whose_worker_was_killed_is_sent_by_another(
    receiver: Receiver, boss: Any
) -> None:
    hook, _secret = a_hook(receiver, boss)
    try_webhook(hook=hook, by=Actor.of(boss))
    WebhookDelivery.objects.update(
        attempts=1, due_at=timezone.now() + datetime.timedelta(minutes=2)
    )
    assert deliver_due() == 0
    WebhookDelivery.objects.update(due_at=timezone.now())
    assert deliver_due() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::10.0.0.1]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[fec0::1]/",
        "https://0.0.0.0/",
        "https://localhost/",
        "ftp://example.com/",
        "https://user:word@example.com/",
        "file:///etc/passwd",
    ],
)
def test_our_own_network_is_nobodys_to_reach(boss: Any, url: str) -> None:
    with pytest.raises(ValidationError):
        make_webhook(name="x", url=url, events=["page.published"], by=Actor.of(boss))


def test_a_name_that_points_elsewhere_later_leads_nowhere(
    receiver: Receiver, boss: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _secret = a_hook(receiver, boss)
    Webhook.objects.filter(pk=hook.pk).update(url="https://hook.example/")
    try_webhook(hook=hook, by=Actor.of(boss))
    settings.WEBHOOK_NETWORKS = []
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: inside)
    deliver_due()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("failed", 1)
    assert not receiver.got


def test_a_network_that_the_settings_name_is_open(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["10.20.0.0/16"]
    assert is_allowed(ipaddress.ip_address("10.20.3.4"))
    assert not is_allowed(ipaddress.ip_address("10.21.3.4"))
    assert is_allowed(ipaddress.ip_address("1.1.1.1"))
    assert is_allowed(ipaddress.ip_address("2606:4700::1"))


def test_a_clerk_sets_nothing_up(receiver: Receiver, clerk: Any) -> None:
    with pytest.raises(NotPermitted):
        a_hook(receiver, clerk)

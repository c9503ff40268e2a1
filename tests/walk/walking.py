"""One request of one person, and what came of it, in a word."""

from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client

from tests.walk.addresses import Address


def answer_to(client: Client, method: str, address: Address) -> tuple[str, str]:
    """The outcome and the text that came back; whatever the request wrote is taken back."""
    cookies = SimpleCookie(client.cookies.output(header=""))
    try:
        with transaction.atomic():
            response = getattr(client, method)(address.path)
            word, text = _outcome(response), _text(response)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return word, text


def _outcome(response: Any) -> str:
    status: int = response.status_code
    if status in (301, 302):
        target = response.url.partition("?")[0]
        if target.endswith("/admin/login/"):
            return "login"
        if target == "/admin/" and not _went_well(response):
            return "no"
        return "yes"
    words = {400: "bad", 403: "no", 404: "none", 405: "-", 409: "yes", 422: "yes"}
    return words.get(status, "yes" if status < 300 else str(status))


def _went_well(response: Any) -> bool:
    """Wagtail refuses by leading home with a message; a gate that is passed leads home without one."""
    return not any(message.level_tag == "error" for message in response.wsgi_request._messages)


def _text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode("utf-8", "replace"))

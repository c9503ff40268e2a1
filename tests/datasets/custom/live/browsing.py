"""Somebody at a browser, or a program, as a web process sees them."""

from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from lxml import html

_PATIENCE = 60
_SECRET = "a" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    place: str = ""

    def form(self, name: str) -> Any:
        """The form of the page that asks for `name`, filled in as it is shown."""
        forms = html.fromstring(self.text).forms
        return next(form for form in forms if name in form.fields)


class Visitor:
    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers

    def get(self, port: int, path: str) -> Answer:
        return self._ask(port, "GET", path)

    def send(self, port: int, path: str, form: Any) -> Answer:
        """A form as the browser sends it, to whichever process answers now."""
        kind = "application/x-www-form-urlencoded"
        return self.post(port, path, urlencode(form.form_values()).encode(), kind)

    def post(self, port: int, path: str, body: bytes, kind: str) -> Answer:
        return self._ask(port, "POST", path, body, {"Content-Type": kind})

    def _ask(self, port: int, method: str, path: str, body: Any = None, more: Any = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, {**self.headers, **(more or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status < 500, f"{method} {path}: {answer.status} {text[-2000:]}"
        return Answer(answer.status, text, answer.headers.get("Location", ""))


def logged_in(user: Any) -> Visitor:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: _SECRET}
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Visitor({"Cookie": told, "X-CSRFToken": _SECRET})


def program(token: str) -> Visitor:
    return Visitor({"Authorization": f"Bearer {token}"})

"""A program that calls the interface with a token, or with none."""

import datetime
import json
from typing import Any

from django.test import Client
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.tokens import issue_token
from datasets.resources.scopes import known_scope


class Program:
    """Asks as other systems do: an address, a token in the header, JSON back."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}
        self.client = Client(headers=self.headers)

    def get(self, address: str, **asked: Any) -> Any:
        return self.client.get(f"/api/v3/{address}", asked)

    def post(self, address: str, told: Any, **headers: str) -> Any:
        return self._send("post", address, told, headers)

    def patch(self, address: str, told: Any, **headers: str) -> Any:
        return self._send("patch", address, told, headers)

    def _send(self, method: str, address: str, told: Any, headers: dict[str, str]) -> Any:
        return getattr(self.client, method)(
            f"/api/v3/{address}",
            json.dumps(told),
            content_type="application/json",
            headers={**self.headers, **headers},
        )


def token_of(user: Any, *scope: str, days: int = 30) -> str:
    """Issued by the user; without a scope for everything."""
    today = timezone.localdate()
    _token, text = issue_token(
        user=user,
        name="测试",
        scope=scope or known_scope(),
        known_scope=known_scope(),
        expires_date=today + datetime.timedelta(days),
        by=Actor.of(user),
    )
    return text


def program_of(user: Any, *scope: str) -> Program:
    return Program(token_of(user, *scope))

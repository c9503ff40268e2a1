"""manage.py demo: synthetic children and an account for each role, to try the program with."""

import unicodedata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from datasets.access import Actor
from datasets.actions.seeding.households import add_households_once
from datasets.demo.accounts import Account, prepare_accounts
from datasets.demo.households import demo_households
from datasets.demo.requests import make_requests

REASON = "演示数据"


class Command(BaseCommand):
    help = "载入虚构的演示数据和演示账号（可重复运行）。Make synthetic demo data and accounts."

    @transaction.atomic
    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        by = Actor.system()
        children = add_households_once(households=demo_households(), by=by, reason=REASON)
        path = Path(settings.VAR_ROOT) / "demo-accounts.txt"
        passwords = prepare_accounts(passwords_file=path, by=by, reason=REASON)
        make_requests()
        if verbosity:
            self.stdout.write(f"演示数据：新增儿童 {children} 名（全部虚构）。")
            self.stdout.write(_table(passwords))


def _table(passwords: dict[Account, str]) -> str:
    """Username, password and name in columns: a Chinese character is two cells wide."""
    rows = [("账号 User", "密码 Password", "身份 Role")]
    rows += [(account.username, word, account.name) for account, word in passwords.items()]
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    lines = [
        "  ".join(
            [*(_padded(cell, width) for cell, width in zip(row, widths, strict=False)), row[2]]
        )
        for row in rows
    ]
    return "\n".join(f"  {line}" for line in lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

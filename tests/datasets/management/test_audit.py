"""manage.py audit: whole or not, and a copy for an inspector."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from datasets.audit.chain import Access, Visitor, append
from datasets.audit.guards import remove_guards, set_guards
from datasets.choices import AccessVerb
from datasets.models import AccessEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log() -> None:
    visitor = Visitor(user_id=None, username="=cmd()", address="127.0.0.1")
    for key in (7, 8):
        append([Access(AccessVerb.VIEW, "child", [key])], visitor=visitor, at=timezone.now())


def audit(*arguments: Any) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    out, error = StringIO(), StringIO()
    try:
        call_command("audit", *map(str, arguments), stdout=out, stderr=error)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), error.getvalue()
    return 0, out.getvalue(), error.getvalue()


def test_a_whole_log_verifies_and_gives_an_anchor_that_verifies_later() -> None:
    status, out, _error = audit("verify")
    assert status == 0
    assert "共 2 条" in out
    anchor = out.splitlines()[-1].removeprefix("--anchor ")
    visitor = Visitor(user_id=None, username="", address=None)
    append([Access(AccessVerb.LIST, "child")], visitor=visitor, at=timezone.now())
    assert audit("verify", "--anchor", anchor)[0] == 0
    assert audit("verify", "--anchor", f"2:{'0' * 64}")[0] == 1


def test_a_tampered_log_is_told_with_the_entry() -> None:
    remove_guards(connection)
    AccessEntry.objects.filter(pk=1).update(records=[9])
    set_guards(connection)
    status, _out, error = audit("verify")
    assert status == 1
    assert "第 1 条被改动过" in error


def test_an_export_holds_every_entry_is_inert_and_is_logged_itself(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    status, out, _error = audit("export", file)
    assert status == 0
    assert "已导出 2 条" in out
    rows = list(csv.reader(file.open(encoding="utf-8-sig")))
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[1][2] == "'=cmd()"
    last = AccessEntry.objects.latest("id")
    assert (last.id, last.verb, last.collection, last.count) == (3, "export", "accessentry", 2)


def test_an_export_overwrites_no_file(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("kept")
    status, _out, error = audit("export", file)
    assert status == 2
    assert str(file) in error
    assert file.read_text() == "kept"

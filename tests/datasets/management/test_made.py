"""Commands know what somebody defined when they are called, in a process that knew of nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from datasets.access import Actor
from datasets.actions.definitions.collections import archive_collection
from datasets.custom.loading import forget
from datasets.models import CollectionDefinition, LedgerBatch
from tests.datasets.custom.volunteers import volunteers
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def test_a_ledger_goes_in_out_and_back(
    volunteers: Any, system: Actor, tmp_path: Path, capsys: Any
) -> None:
    path, out = tmp_path / "名册.xlsx", tmp_path / "out.csv"
    path.write_bytes(xlsx(["地区代码", "姓名", "特长"], ["320281104208", "李爱心", "音乐"]))
    forget()
    call_command("ledger", "apply", str(path), "--collection", "volunteers")
    forget()
    call_command("ledger", "export", "volunteers", str(out))
    assert "李爱心" in out.read_text("utf-8-sig")
    forget()
    call_command("ledger", "list")
    assert "名册.xlsx" in capsys.readouterr().out
    batch = LedgerBatch.objects.get()
    archive_collection(collection=CollectionDefinition.objects.get(), by=system, reason="不用了")
    with pytest.raises(CommandError):
        call_command("ledger", "export", "volunteers", str(out))
    with pytest.raises(SystemExit):
        call_command("ledger", "undo", str(batch.pk))

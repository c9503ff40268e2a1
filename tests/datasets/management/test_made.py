"""Commands know what somebody defined when they are called, in a process that knew of nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
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


def test_what_roles_may_do_outlives_the_removal_of_stale_content_types(
    volunteers: Any, system: Actor
) -> None:
    archive_collection(collection=CollectionDefinition.objects.get(), by=system, reason="不用了")
    held = Group.objects.filter(permissions__codename="view_made_volunteers")
    before = set(held)
    assert before
    ContentType.objects.create(app_label="datasets", model="made_long_gone")
    forget()
    call_command("remove_stale_contenttypes", interactive=False, verbosity=0)
    assert set(held.all()) == before
    assert not ContentType.objects.filter(model="made_long_gone").exists()

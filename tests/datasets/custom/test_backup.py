"""A backup of the database holds definitions and records together: restored elsewhere, both are there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from datasets.access import Actor
from datasets.actions.definitions.changing import settle_definitions
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import change_field
from datasets.actions.definitions.leftovers import leftovers
from datasets.custom import loading
from datasets.models import CollectionDefinition, FieldDefinition
from tests.conftest import TODAY
from tests.datasets.custom.lasting import another_process, lasting, many
from tests.datasets.custom.volunteers import FIELDS

pytestmark = pytest.mark.slow


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with lasting(django_db_blocker):
        yield


def test_a_restored_backup_has_definitions_records_and_histories(db: None, tmp_path: Path) -> None:
    by = Actor.system(today=TODAY)
    years = {"code": "years", "label": "年限", "kind": "text", "is_filterable": True}
    values = {"code": "volunteers", "label": "志愿者", "title": "name"}
    define_collection(values=values, fields=[*FIELDS, years], by=by, reason="名册")
    many(loading.made_model("volunteers"), by, "years", ["3", "很久"])
    field = FieldDefinition.objects.get(code="years")
    change_field(field=field, values={"kind": "integer"}, by=by, reason="换个类型")

    with restored(tmp_path) as name:
        with another_process(partial(look_at, name)) as reader:
            pass
        assert reader.exitcode == 0


def look_at(name: str) -> None:
    connection.settings_dict["NAME"] = name
    loading.forget()
    loading.refresh()
    model = loading.made_model("volunteers")
    assert list(model.objects.order_by("pk").values_list("years", flat=True)) == [3, None]
    assert model.history.count() == 2
    assert CollectionDefinition.objects.get().history.count() == 1
    field = FieldDefinition.objects.get(code="years")
    assert field.history.count() == 2
    assert [one.text for one in leftovers(field, by=Actor.system(today=TODAY)).told] == ["很久"]
    assert settle_definitions() == []


@contextmanager
def restored(folder: Path) -> Iterator[str]:
    """The name of another database, restored from a backup of this one."""
    name = connection.settings_dict["NAME"]
    copy = folder / "backup"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(name, copy)
        yield str(copy)
        return
    if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        pytest.skip("PostgreSQL's own programs are not installed.")
    told = connection.settings_dict
    where = {"PGHOST": told["HOST"], "PGPORT": str(told["PORT"]), "PGUSER": told["USER"]}
    environment = os.environ | where | {"PGPASSWORD": told["PASSWORD"]}
    other = f"{name}_restored"

    def run(*command: str) -> None:
        subprocess.run(command, env=environment, check=True)

    run("dropdb", "--if-exists", other)
    run("createdb", other)
    try:
        run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}", name)
        run("pg_restore", "--no-owner", f"--dbname={other}", str(copy))
        yield other
    finally:
        run("dropdb", "--if-exists", "--force", other)

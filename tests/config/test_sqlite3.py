"""A migration keeps the columns of which it does not know: SQLite makes whole tables anew to alter a column."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AlterField, RemoveField, RenameField
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from config.databases import SQLITE_OPTIONS
from config.sqlite3.base import DatabaseWrapper
from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.dispatch import create
from datasets.custom.indexes import make_indexes
from datasets.models import Agency
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.lasting import lasting

_ROOT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = [
    AlterField("agency", "note", models.TextField(null=True)),
    AddField("agency", "fax", models.CharField(max_length=20, default="")),
    RemoveField("agency", "note"),
    RenameField("agency", "note", "remark"),
]


@pytest.fixture
def agency(system: Actor) -> Any:
    """With a text that has become a number, and an agency that it points to."""
    fields = [
        {"code": "x_beds", "label": "床位", "kind": "text"},
        {"code": "x_above", "label": "上级", "kind": "agency"},
    ]
    beds, _above = (
        define_field(collection="agencies", values=values, by=system, reason="县里要")
        for values in fields
    )
    other = Agency.objects.exclude(region=None).first()
    assert other is not None
    values = {
        "code": "a-new-one", "name": "新机构", "region": region(XUXIAKE_VILLAGE), "kind": other.kind,
        "level": other.level, "x_beds": "约20张", "x_above": other,
    }  # fmt: skip
    made = create(Agency, values=values, by=system, reason="登记")
    change_field(field=beds, values={"kind": "integer"}, by=system, reason="换个类型")
    make_indexes(Agency)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: type(one).__name__)
def test_a_migration_of_a_built_in_table_keeps_defined_columns(
    agency: Any, operation: Operation
) -> None:
    count = Agency.objects.count()
    state = MigrationExecutor(connection).loader.project_state()
    after = state.clone()
    operation.state_forwards("datasets", after)
    connection.check_constraints()
    editor: Any = connection.schema_editor()
    editor.deferred_sql = []  # its transaction is the test's
    operation.database_forwards("datasets", editor, state, after)
    for statement in editor.deferred_sql:
        editor.execute(statement)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x_beds, x_beds_v2, x_above FROM datasets_agency WHERE id = %s", [agency.pk]
        )
        assert cursor.fetchone() == ("约20张", 20, agency.x_above_id)
        cursor.execute("SELECT count(*) FROM datasets_agency")
        assert cursor.fetchone() == (count,)
        made = connection.introspection.get_constraints(cursor, "datasets_agency")
    of_above = [one for one in made.values() if one["columns"] == ["x_above"]]
    assert any(one["index"] for one in of_above)
    if connection.vendor == "postgresql":
        assert ("datasets_agency", "id") in {one["foreign_key"] for one in of_above}


@pytest.fixture
def committed_field(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with lasting(django_db_blocker):
        by = Actor.system()
        fields = [{"code": "name", "label": "名称", "kind": "text"}]
        values = {"code": "clubs", "label": "社团"}
        define_collection(values=values, fields=fields, by=by, reason="登记")
        yield


@pytest.mark.slow
def test_commands_of_migrations_find_nothing_to_do(committed_field: None) -> None:
    """In a process of its own, with a database in which somebody has defined things."""
    told = connection.settings_dict
    address = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        user = f"{told['USER']}:{told['PASSWORD']}" if told["PASSWORD"] else told["USER"]
        address = f"postgres://{user}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.testing",
        "TEST_DATABASE_URL": address,
    }
    for command in (["makemigrations", "--check", "--dry-run"], ["migrate", "--check"]):
        run = subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, check=False, cwd=_ROOT
        )
        assert run.returncode == 0


@pytest.mark.django_db
def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    told = {
        **connection.settings_dict,
        "ENGINE": "config.sqlite3",
        "NAME": tmp_path / "new.sqlite3",
    }
    fresh = DatabaseWrapper({**told, "OPTIONS": SQLITE_OPTIONS})
    try:
        fresh.cursor().execute("CREATE TABLE child (name TEXT)")
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        fresh.close()
    assert modes == dict.fromkeys(("new.sqlite3", "new.sqlite3-shm", "new.sqlite3-wal"), 0o600)

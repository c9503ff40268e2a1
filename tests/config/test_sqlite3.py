"""A migration keeps the columns of which it does not know: SQLite makes whole tables anew to alter a column."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AlterField, RemoveField, RenameField
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from datasets.access import Actor
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.dispatch import create
from datasets.custom.indexes import make_indexes
from datasets.models import Agency
from tests.conftest import XUXIAKE_VILLAGE, region

pytestmark = pytest.mark.django_db

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
    assert {bool(one["index"]) for one in of_above} == {True, False}
    assert {one["foreign_key"] for one in of_above} >= {("datasets_agency", "id")}


@pytest.mark.slow
def test_commands_of_migrations_find_nothing_to_do(tmp_path: Path) -> None:
    """A process of its own, with a database in which somebody has defined things."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.testing",
        "TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'defined.sqlite3'}",
        "PYTHONPATH": f"{_ROOT}:{_ROOT / 'site'}",
    }
    defining = "; ".join([
        "import django", "django.setup()",
        "from django.core.management import call_command as call",
        "call('migrate', verbosity=0)",
        "from datasets.access import Actor",
        "from datasets.actions.definitions.collections import define_collection",
        "from datasets.actions.definitions.fields import define_field",
        "by = Actor.system()",
        "define_collection(values={'code': 'clubs', 'label': '社团'}, by=by, reason='登记')",
        "define_field(collection='children', values={'code': 'x_a', 'label': '甲', 'kind': 'text'},"
        " by=by, reason='登记')",
    ])  # fmt: skip
    subprocess.run([sys.executable, "-c", defining], env=environment, check=True, cwd=_ROOT)
    for command in (["makemigrations", "--check", "--dry-run"], ["migrate", "--check"], ["check"]):
        told = [sys.executable, "manage.py", *command]
        assert subprocess.run(told, env=environment, check=False, cwd=_ROOT).returncode == 0

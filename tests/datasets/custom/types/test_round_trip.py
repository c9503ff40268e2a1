"""A value of any type, written, shown, sent out and read again, is the same; what is hidden is nowhere in plain."""

import datetime
import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.undo import undo_batch
from datasets.admin.showing import shown
from datasets.custom.types import reader_of, type_of
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import LedgerRow
from datasets.resources import export_to_file
from tests.datasets.api.calling import program_of
from tests.datasets.custom.types.every_kind import (
    HIDDEN,
    KINDS,
    LABELS,
    NAMES,
    VALUES,
    every_kind,
    is_canonical,
    kind_of,
    same,
)
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db
_RECORDS = st.fixed_dictionaries({}, optional={name: VALUES[kind_of(name)] for name in NAMES})
#: One collection serves all the examples of a test.
_many = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # To explain a failure it follows every line that ran: minutes, and gigabytes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
_keys = itertools.count(1)


@pytest.fixture
def kinds(system: Actor) -> Any:
    return every_kind(system)


def written(model: Any, by: Actor, values: dict[str, Any]) -> Any:
    record = create(model, values={"key": f"第{next(_keys)}个", **values}, by=by, reason="登记")
    return model.objects.get(pk=record.pk)


def stored(record: Any) -> dict[str, Any]:
    found = {name: getattr(record, name) for name in NAMES}
    return {name: value for name, value in found.items() if value not in (None, "")}


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert same(found[name], value), (name, found[name], value)


@_many
@given(values=_RECORDS)
def test_what_is_written_is_what_is_stored(
    values: dict[str, Any], kinds: Any, system: Actor
) -> None:
    record = written(kinds, system, values)
    assert_same(stored(record), values)
    assert_same(stored(record.history.get()), values)
    for name in values:
        assert shown(record, name, to=system) not in ("", "—")
    assert change(record, values=values, by=system, reason="照样") == []


@_many
@given(values=_RECORDS)
def test_nothing_of_what_is_hidden_lies_in_plain_in_the_database(
    values: dict[str, Any], kinds: Any, system: Actor
) -> None:
    record = written(kinds, system, values)
    for name, value in stored(record).items():
        if not name.endswith(HIDDEN):
            continue
        for table in (kinds._meta.db_table, kinds.history.model._meta.db_table):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT "{name}" FROM "{table}" WHERE id = %s', [record.pk])  # noqa: S608
                (raw,) = cursor.fetchone()
            assert isinstance(raw, str)
            assert len(raw) > 20
            said = str(value)
            assert raw != said
            assert len(said) < 4 or said not in raw


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_is_sent_out_comes_back_the_same(
    ending: str, kinds: Any, boss: Any, tmp_path: Path, records_root: Path
) -> None:
    by = Actor.of(boss)
    path = tmp_path / f"out{ending}"

    @_many
    @given(told=st.lists(_RECORDS, min_size=1, max_size=4))
    def every_example(told: list[dict[str, Any]]) -> None:
        records = [written(kinds, by, values) for values in told]
        export_to_file(
            "kinds", path, by=by, rows=kinds.objects.filter(pk__in=[r.pk for r in records])
        )
        reading = read_ledger(path.read_bytes(), path.name, collection="kinds", by=by)
        assert len(reading.rows) == len(records)
        for row, record in zip(reading.rows, records, strict=True):
            assert not row.issues
            sayable = {n: v for n, v in stored(record).items() if is_canonical(kinds, n, v)}
            assert_same({name: row.values.get(name) for name in sayable}, sayable)
            assert row.values.keys() <= {"id", "key", *stored(record)}
        plan = preview(reading, by=by)
        assert [(row.action, row.changes) for row in plan.rows] == [("unchanged", {})] * len(
            records
        )

    every_example()


@_many
@given(values=_RECORDS)
def test_what_is_said_is_read_as_what_it_was(
    values: dict[str, Any], kinds: Any, system: Actor
) -> None:
    """What a change of type starts from."""
    for name, value in values.items():
        field = kinds._meta.get_field(name)
        said = type_of(field).said(value, field)
        assert isinstance(said, str)
        if is_canonical(kinds, name, value):
            assert same(reader_of(kinds, name)(said, _refused), value), (name, said)


def _refused(code: str, **params: Any) -> None:
    raise AssertionError((code, params))


def test_what_the_interface_tells_can_be_written_by_it(kinds: Any, boss: Any) -> None:
    program = program_of(boss)
    written_by_it = (
        "words",
        "lines",
        "price",
        "day",
        "is_so",
        "one",
        "who",
        "number",
        "phone",
        "home",
    )
    first = {name: SAMPLES[KINDS[name][0]][0][1] for name in written_by_it}
    record = written(kinds, Actor.of(boss), first)
    told = program.get(f"collections/kinds/{record.pk}/").json()
    again = {name: told[name] for name in written_by_it}
    answer = program.post("collections/kinds/", {"record": {**again, "key": "又一"}})
    assert answer.status_code == 201, answer.content.decode()
    assert_same(stored(kinds.objects.get(key="又一")), first)


_CELLS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["无", "2024年", "12月", "甲", "甲、丁", "√", "3.14159", "约3人", "1e5", "-", "'=1"]
    ),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.booleans(),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(_CELLS, min_size=len(NAMES), max_size=len(NAMES)))
def test_a_reader_gives_only_what_the_field_takes(cells: list[Any], kinds: Any) -> None:
    for name, cell in zip(NAMES, cells, strict=True):
        noted: list[tuple[str, str]] = []

        def note(code: str, *, severity: str = "error", **params: Any) -> None:
            noted.append((code, severity))  # noqa: B023 - used in this turn alone

        value = reader_of(kinds, name)(cell, note)
        if value is None:
            continue
        assert not [code for code, severity in noted if severity == "error"]
        field = kinds._meta.get_field(name)
        try:
            assert same(field.clean(value, None), value), (name, cell)
        except ValidationError as error:
            raise AssertionError((name, cell, value)) from error


@pytest.mark.parametrize("name", KINDS)
def test_what_a_ledger_writes_is_what_was_read_and_is_undone(
    name: str, kinds: Any, boss: Any, records_root: Path
) -> None:
    """The row as it is kept, the change that is shown, and the way back."""
    by = Actor.of(boss)
    first, second = SAMPLES[KINDS[name][0]]
    for number, (cell, value) in enumerate((first, second)):
        rows = [["标号", LABELS[name], LABELS[f"{name}{HIDDEN}"]], ["一", cell, cell]]
        reading = read_ledger(xlsx(*rows), f"{number}.xlsx", collection="kinds", by=by)
        batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
        record = kinds.objects.get()
        assert same(getattr(record, name), value)
        assert same(getattr(record, f"{name}{HIDDEN}"), value)
        row = LedgerRow.objects.get(batch=batch)
        assert row.values[name] == row.values[f"{name}{HIDDEN}"] == as_kept(value)
    undo_batch(batch=batch, by=by, reason="交错了")
    assert same(getattr(kinds.objects.get(), name), first[1])


def as_kept(value: Any) -> Any:
    """As the ledger's rows keep it, in JSON."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, tuple):
        return [*value]
    is_plain = isinstance(value, str | bool | int)
    return value if is_plain else str(value)


_NOON = datetime.datetime(2024, 3, 5, 4, 0, tzinfo=datetime.UTC)
#: Kind → two cells with their values.
SAMPLES: dict[str, tuple[tuple[Any, Any], tuple[Any, Any]]] = {
    "text": (("甲", "甲"), ("乙", "乙")),
    "long_text": (("甲\n乙", "甲\n乙"), ("丙", "丙")),
    "integer": (("3人", 3), (4, 4)),
    "decimal": (("2.1234", Decimal("2.1234")), (3, Decimal("3.0000"))),
    "money": (("300元", Decimal("300.00")), ("1,200.5", Decimal("1200.50"))),
    "date": (("2024.3.5", datetime.date(2024, 3, 5)), (45000, datetime.date(2023, 3, 15))),
    "datetime": (
        ("2024-03-05 12:00", _NOON),
        ("2024年3月5日13:00:30", _NOON + datetime.timedelta(hours=1, seconds=30)),
    ),
    "yes_no": (("√", True), ("否", False)),
    "choice": (("甲", "a"), ("乙", "b")),
    "choices": (("乙、甲", ("a", "b")), ("丙（丁）", ("c",))),
    "person_name": (("王 小明", "王小明"), ("李爱心", "李爱心")),
    "id_number": (("32028119900307123X", "32028119900307123X"),) * 2,
    "phone": (("138-0000-1234", "13800001234"), ("13800005678", "13800005678")),
    "address": (("徐霞客村1号", "徐霞客村1号"), ("2号", "2号")),
}

"""Set-based writes leave in table and history what the ORM and simple-history would have left."""

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.choices import ChildStatus, Sex
from datasets.history import bulk
from datasets.history.bulk import Origin, Write, insert_rows, load_rows, new_keys, update_rows
from datasets.models import Child, Family, LedgerBatch, LedgerRow, Region
from datasets.models.encrypted import EncryptedField
from datasets.models.regions import PATH_STEP
from tests.conftest import XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import make_child, make_family

pytestmark = pytest.mark.django_db

COLUMNS = (
    "region_id", "family_id", "name", "sex", "id_number", "birth_date", "school", "remark",
    "subsidy_amount", "status",
)  # fmt: skip

# All that PostgreSQL stores; the readers of ledgers drop NUL (datasets/ledgers).
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.sampled_from(
        ["\t", "\n", "\r\n", "\\N", "\\.", "\\", '"', "'", "''", "%s", "?", "{}", "NULL", "𠮷田", "👨‍👩‍👧",
         "买买提·艾力", "\ufeff", "a\tb\nc\\d", "1.50", "007", "=1+1", "\x01\x1f\x7f"]
    ),
)  # fmt: skip
CHILDREN = st.fixed_dictionaries(
    {
        "name": TEXTS.filter(bool),
        "sex": st.sampled_from(["", *Sex.values]),
        "id_number": st.none(),
        "birth_date": st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
        "school": TEXTS,
        "remark": TEXTS,
        "subsidy_amount": st.none() | st.decimals(0, 9_999_999, places=2),
        "status": st.just(ChildStatus.OPEN),
    }
)
HARD = settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def origin(system: Actor) -> Origin:
    return Origin(author_id=system.user.pk, at=timezone.now(), reason="批量", ledger_batch_id=77)


def raw(model: Any, **where: Any) -> list[dict[str, Any]]:
    """Rows as the database itself holds them, in their order, without their keys; ciphertexts decrypted."""
    condition = " AND ".join(f"{column} = %s" for column in where)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        order = model._meta.pk.column
        query = f"SELECT * FROM {table} WHERE {condition} ORDER BY {order}"  # noqa: S608
        cursor.execute(query, list(where.values()))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    encrypted = [f for f in model._meta.concrete_fields if isinstance(f, EncryptedField)]
    assert encrypted
    for row in rows:
        for field in encrypted:
            stored = row[field.column]
            row[field.column] = field.cipher.decrypt(stored) if stored else stored
    return [{k: v for k, v in row.items() if k not in ("id", "history_id")} for row in rows]


def past(model: Any, key: int) -> list[dict[str, Any]]:
    return raw(model.history.model, id=key)


def saved_by_the_orm(child: Child, origin: Origin, write: Write) -> None:
    child._history_user = Actor.system().user  # type: ignore[attr-defined]
    child._history_date = origin.at  # type: ignore[attr-defined]
    child._change_reason = origin.reason  # type: ignore[attr-defined]
    child.save()
    version = child.history.latest()
    version.ledger_batch_id = origin.ledger_batch_id
    version.ledger_sheet, version.ledger_row = write.sheet, write.row
    version.save()


def writes_of(children: Iterable[dict[str, Any]], keys: list[int], **more: Any) -> list[Write]:
    values = [tuple((child | more)[column] for column in COLUMNS) for child in children]
    return [
        Write(key, value, sheet="花名册😀", row=number)
        for number, (key, value) in enumerate(zip(keys, values, strict=True), start=2)
    ]


@HARD
@given(before=st.lists(CHILDREN, min_size=1, max_size=40), data=st.data())
def test_bulk_leaves_what_the_orm_would_leave(origin: Origin, before: Any, data: Any) -> None:
    place = {"region_id": region(XUXIAKE_VILLAGE).pk, "family_id": None}
    family = {"region_id": region(XUXIAKE).pk, "family_id": make_family(XUXIAKE).pk}
    after = data.draw(st.lists(CHILDREN, min_size=len(before), max_size=len(before)))
    keys = new_keys(Child, len(before))
    first, second = writes_of(before, keys, **place), writes_of(after, keys, **family)
    assert insert_rows(Child, COLUMNS, first, origin=origin) == len(before)
    assert update_rows(Child, COLUMNS, second, origin=origin) == len(before)
    for key, old, new, born, changed in zip(keys, before, after, first, second, strict=True):
        child = Child(**old, **place)
        saved_by_the_orm(child, origin, born)
        for name, value in (new | family).items():
            setattr(child, name, value)
        saved_by_the_orm(child, origin, changed)
        assert raw(Child, id=key) == raw(Child, id=child.pk)
        assert past(Child, key) == past(Child, child.pk)
        kept = Child.objects.get(pk=key)
        assert {name: getattr(kept, name) for name in new} == new


def test_what_is_left_out_gets_its_default(origin: Origin) -> None:
    (key,) = new_keys(Child, 1)
    write = Write(key, (region(XUXIAKE_VILLAGE).pk, "张伟"))
    insert_rows(Child, ["region_id", "name"], [write], origin=origin)
    child = Child.objects.get(pk=key)
    assert (child.id_type, child.status, child.birth_date, child.id_number, child.remark) == (
        "resident_id", "open", None, None, "",
    )  # fmt: skip
    version = child.history.get()
    assert (version.history_type, version.status, version.photo) == ("+", "open", "")
    assert (version.ledger_sheet, version.ledger_row) == ("", None)
    child.full_clean()


def test_an_update_leaves_the_other_columns_and_rows_alone(origin: Origin) -> None:
    child, other = (
        make_child(XUXIAKE_VILLAGE, school="甲校", health="健康") for _twice in range(2)
    )
    update_rows(Child, ["school"], [Write(child.pk, ("乙校",))], origin=origin)
    child.refresh_from_db()
    other.refresh_from_db()
    assert (child.school, child.health, other.school) == ("乙校", "健康", "甲校")
    latest = child.history.order_by("history_id").last()
    assert (latest.history_type, latest.school, latest.health) == ("~", "乙校", "健康")
    assert (child.history.count(), other.history.count()) == (2, 1)


def test_regions_carry_their_derived_fields_in_the_table_and_not_in_history(origin: Origin) -> None:
    (key,) = new_keys(Region, 1)
    path = region(XUXIAKE).path + str(key).zfill(PATH_STEP)
    columns = ("parent_id", "name", "level", "path", "name_key")
    row = Write(key, (region(XUXIAKE).pk, "新村", "village", path, "新村"))
    insert_rows(Region, columns, [row], origin=origin)
    made = Region.objects.under(region(XUXIAKE).path).get(pk=key)
    assert (made.name_key, made.is_pilot, made.code) == ("新村", False, None)
    assert not hasattr(made.history.get(), "path")


def test_no_rows_write_nothing(origin: Origin) -> None:
    assert new_keys(Child, 0) == []
    assert insert_rows(Child, ["name"], [], origin=origin) == 0
    assert update_rows(Child, ["name"], [], origin=origin) == 0
    assert not Child.history.exists()


def test_keys_are_nobody_elses_and_the_next_form_gets_the_next(origin: Origin) -> None:
    before = make_family(XUXIAKE)
    keys = new_keys(Family, 3)
    assert min(keys) > before.pk
    assert len(set(keys)) == 3
    writes = [Write(key, (before.region_id,)) for key in keys]
    insert_rows(Family, ["region_id"], writes, origin=origin)
    after = make_family(XUXIAKE)
    assert after.pk > max(keys)
    assert after.history.get().pk > Family.history.filter(id=keys[-1]).get().pk
    assert min(new_keys(Family, 1)) > after.pk


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_form_that_saves_in_between_gets_none_of_the_keys(origin: Origin) -> None:
    keys = new_keys(Family, 3)
    between = make_family(XUXIAKE)
    assert between.pk not in keys
    assert not set(new_keys(Family, 3)) & {*keys, between.pk}


def test_a_failure_takes_everything_back_and_the_next_write_goes_on(origin: Origin) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="甲校")
    place = region(XUXIAKE_VILLAGE).pk
    key = new_keys(Child, 1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 - one act of two writes
        update_rows(Child, ["school"], [Write(child.pk, ("乙校",))], origin=origin)
        insert_rows(Child, ["region_id", "name"], [Write(key, (place, ""))], origin=origin)
    child.refresh_from_db()
    assert child.school == "甲校"
    assert Child.history.count() == Child.objects.count() == 1
    insert_rows(Child, ["region_id", "name"], [Write(key, (place, "张伟"))], origin=origin)
    assert Child.objects.get(pk=key).name == "张伟"


def test_a_generator_that_fails_half_way_takes_everything_back(origin: Origin) -> None:
    def writes() -> Iterable[Write]:
        yield Write(new[0], (region_id, "张伟"))
        raise RuntimeError("the power goes")

    new, region_id = new_keys(Child, 2), region(XUXIAKE_VILLAGE).pk
    with pytest.raises(RuntimeError), transaction.atomic():
        insert_rows(Child, ["region_id", "name"], writes(), origin=origin)
    assert not Child.objects.exists()
    assert not Child.history.exists()


@pytest.fixture
def _two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_STAGED_AT_ONCE", 2)


@pytest.mark.usefixtures("_two_at_once")
def test_rows_written_in_several_steps_are_all_there_in_their_order(origin: Origin) -> None:
    names = ["张一", "张二", "张三", "张四", "张五"]
    keys, place = new_keys(Child, len(names)), region(XUXIAKE_VILLAGE).pk
    writes = (Write(key, (place, name)) for key, name in zip(keys, names, strict=True))
    assert insert_rows(Child, ["region_id", "name"], writes, origin=origin) == len(names)
    assert [child.name for child in Child.objects.order_by("pk")] == names
    assert [one.name for one in Child.history.order_by("history_id")] == names


@pytest.mark.usefixtures("_two_at_once")
@pytest.mark.parametrize("refused", range(5))
def test_a_row_refused_in_any_step_takes_all_of_them_back(origin: Origin, refused: int) -> None:
    keys, place = new_keys(Child, 5), region(XUXIAKE_VILLAGE).pk
    names = ["" if number == refused else "张伟" for number in range(5)]
    writes = (Write(key, (place, name)) for key, name in zip(keys, names, strict=True))
    with pytest.raises(IntegrityError, match="child_has_name"), transaction.atomic():
        insert_rows(Child, ["region_id", "name"], writes, origin=origin)
    assert not Child.objects.exists()
    insert_rows(Child, ["region_id", "name"], [Write(keys[0], (place, "张伟"))], origin=origin)
    assert Child.history.count() == 1


@pytest.mark.usefixtures("_two_at_once")
def test_a_generator_that_fails_while_rows_are_being_written_takes_them_back(
    origin: Origin,
) -> None:
    def writes() -> Iterable[Write]:
        for key in keys[:3]:
            yield Write(key, (place, "张伟"))
        raise RuntimeError("the power goes")

    keys, place = new_keys(Child, 5), region(XUXIAKE_VILLAGE).pk
    with pytest.raises(RuntimeError), transaction.atomic():
        insert_rows(Child, ["region_id", "name"], writes(), origin=origin)
    assert not Child.objects.exists()
    insert_rows(Child, ["region_id", "name"], [Write(keys[0], (place, "张伟"))], origin=origin)
    assert Child.history.count() == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite stores NUL")
def test_nul_is_refused_by_the_database(origin: Origin) -> None:
    write = Write(new_keys(Child, 1)[0], (region(XUXIAKE_VILLAGE).pk, "张\0伟"))
    with pytest.raises(psycopg.DataError, match="NUL"), transaction.atomic():
        insert_rows(Child, ["region_id", "name"], [write], origin=origin)
    assert not Child.objects.exists()


def test_rows_of_a_ledger_are_loaded_as_they_are(clerk: Any) -> None:
    batch = LedgerBatch.objects.create(
        collection="children", file="x.xlsx", file_name="台账.xlsx", file_size=1, uploaded_by=clerk,
        file_sha256="0" * 64, uploaded_at=timezone.now(),
    )  # fmt: skip
    content = {"values": {"name": "张\t伟\n\\", "n": None}, "extra": {"😀": '"'}}
    columns = ["batch_id", "sheet", "row", "action", "content", "record_id"]
    text = json.dumps(content)
    rows = [[batch.pk, "表", number, "create", text, None] for number in (2, 3)]
    assert load_rows(LedgerRow, columns, rows) == 2
    assert [(row.row, row.content, row.record_id) for row in batch.rows.all()] == [
        (2, content, None), (3, content, None),
    ]  # fmt: skip


def test_amounts_are_kept_to_the_fen(origin: Origin) -> None:
    keys = new_keys(Child, 3)
    amounts = [Decimal("0.00"), Decimal("1200.10"), Decimal("9999999.99")]
    place = region(XUXIAKE_VILLAGE).pk
    writes = [
        Write(key, (place, "张伟", amount)) for key, amount in zip(keys, amounts, strict=True)
    ]
    insert_rows(Child, ["region_id", "name", "subsidy_amount"], writes, origin=origin)
    assert [Child.objects.get(pk=key).subsidy_amount for key in keys] == amounts
    assert [Child.history.get(id=key).subsidy_amount for key in keys] == amounts


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no such statistics")
def test_many_new_rows_are_known_to_the_planner_at_once(
    origin: Origin, django_capture_on_commit_callbacks: Any
) -> None:
    village = region(XUXIAKE_VILLAGE)
    keys = new_keys(Family, 1_000)
    with django_capture_on_commit_callbacks(execute=True):
        insert_rows(
            Family, ["region_id"], [Write(key, (village.pk,)) for key in keys], origin=origin
        )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname IN (%s, %s)",
            [Family._meta.db_table, Family.history.model._meta.db_table],
        )
        assert {rows >= 1_000 for _table, rows in cursor.fetchall()} == {True}

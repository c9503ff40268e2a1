"""Defined fields of built-in collections in their ledgers: as the built-in fields."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.undo import undo_batch
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import Agency, Child, Duty, LedgerBatch, LedgerRow, Policy, Region
from datasets.resources import export_to_file
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.spreadsheets import HEADER as OWN
from tests.spreadsheets import a_row, xlsx

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

HEADER = [*OWN, "结对日期", "结对爱心妈妈", "年龄段", "帮扶金额（元）", "x_note"]
FIELDS: list[dict[str, Any]] = [
    {"code": "x_paired_date", "label": "结对日期", "kind": "date"},
    {"code": "x_mother", "label": "结对人", "kind": "relation", "aliases": "结对爱心妈妈",
     "options": {"target": "volunteers"}},
    {"code": "x_stage", "label": "年龄段", "kind": "choice",
     "options": {"choices": [["small", "学龄前"], ["big", "学龄"]]}},
    {"code": "x_help", "label": "帮扶金额", "kind": "money", "group": "misfortune"},
    {"code": "x_note", "label": "结对说明", "kind": "text"},
]  # fmt: skip


@pytest.fixture
def fields(volunteers: Any, system: Actor) -> Any:
    for values in FIELDS:
        define_field(collection="children", values=values, by=system, reason="县里要")
    told = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心"}
    return create(volunteers, values=told, by=system, reason="登记")


def a_child(*beside: Any, **cells: Any) -> list[Any]:
    return [*a_row(身份证号="", 出生日期="2015-06-01", **cells), *beside]


def read(by: Actor, *rows: list[Any], choices: LedgerChoices | None = None) -> Any:
    content = xlsx(["困境儿童花名册"], HEADER, *rows)
    return read_ledger(content, "花名册.xlsx", collection="children", by=by, choices=choices)


def take_in(by: Actor, *rows: list[Any]) -> LedgerBatch:
    reading = read(by, *rows)
    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    return LedgerBatch.objects.get(pk=batch.pk)


def with_cell(content: bytes, *, key: int, heading: str, text: str) -> bytes:
    """A sheet with one more cell filled, in the line of a record."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    page = workbook.active
    headings = next(
        cells for row in page.iter_rows() if heading in (cells := [cell.value for cell in row])
    )
    line = next(row for row in page.iter_rows(min_row=2) if str(row[0].value) == str(key))
    line[headings.index(heading)].value = text
    filled = io.BytesIO()
    workbook.save(filled)
    return filled.getvalue()


FIRST = ("2026.3.5", "李爱心", "学龄前", "1,200元", "每周一次")


def test_a_childs_defined_fields_come_in_change_and_go_back(
    fields: Any, clerk: Any, records_root: Path
) -> None:
    by = Actor.of(clerk)
    take_in(by, a_child(*FIRST))
    child = Child.objects.get()
    told: Any = child
    assert (str(told.x_paired_date), told.x_mother, told.x_stage, told.x_help, told.x_note) == (
        "2026-03-05", fields, "small", 1200, "每周一次",
    )  # fmt: skip
    assert child.history.get().x_mother_id == fields.pk
    assert [row.action for row in preview(read(by, a_child(*FIRST)), by=by).rows] == ["unchanged"]

    second = a_child("2026.3.5", str(fields.pk), "学龄", "", "每月一次")
    (row,) = preview(read(by, second), by=by).rows
    assert row.changes == {"x_stage": ["small", "big"], "x_note": ["每周一次", "每月一次"]}
    batch = take_in(by, second)
    child.refresh_from_db()
    assert (child.x_stage, child.x_help) == ("big", 1200)
    assert child.history.first().ledger_batch_id == batch.pk

    undo_batch(batch=batch, by=by, reason="交错了")
    child.refresh_from_db()
    assert (child.x_stage, child.x_note) == ("small", "每周一次")


def test_what_somebody_keeps_stays(fields: Any, clerk: Any, records_root: Path) -> None:
    by = Actor.of(clerk)
    take_in(by, a_child(*FIRST))
    kept = LedgerChoices(kept=frozenset({"x_note"}))
    (row,) = preview(read(by, a_child("", "", "", "", "每月一次"), choices=kept), by=by).rows
    assert (row.action, row.kept) == ("unchanged", {"x_note": ["每周一次", "每月一次"]})


def test_nobody_of_that_name_is_an_error_and_two_are_a_doubt(
    fields: Any, volunteers: Any, clerk: Any, system: Actor, records_root: Path
) -> None:
    told = {"region": region(XUXIAKE_VILLAGE), "name": "王心"}
    for _twice in range(2):
        create(volunteers, values=told, by=system, reason="登记")
    by = Actor.of(clerk)
    rows = (a_child("", "无此人"), a_child("", "王心", 姓名="张小红"))
    plan = preview(read(by, *rows), by=by)
    assert [(row.action, row.issues[0].field, row.issues[0].code) for row in plan.rows] == [
        ("error", "x_mother", "reference_unknown"),
        ("park", "x_mother", "reference_ambiguous"),
    ]
    batch = take_in(by, *rows)
    assert LedgerRow.objects.filter(batch=batch).count() == 2


def test_a_child_to_whom_somebody_points_is_not_undone(
    volunteers: Any, clerk: Any, system: Actor, records_root: Path
) -> None:
    values = {
        "code": "child", "label": "结对儿童", "kind": "relation", "options": {"target": "children"},
    }  # fmt: skip
    define_field(collection="volunteers", values=values, by=system, reason="县里要")
    by = Actor.of(clerk)
    reading = read_ledger(
        xlsx(OWN, a_row(), a_row(姓名="张小红")), "花名册.xlsx", collection="children", by=by
    )
    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    told = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心"}
    create(
        volunteers, values={**told, "child": Child.objects.get(name="王小明")}, by=by, reason="登记"
    )
    undo_batch(batch=LedgerBatch.objects.get(pk=batch.pk), by=by, reason="交错了")
    assert Child.objects.get().name == "王小明"


def test_a_sheet_of_children_comes_back_unchanged(
    fields: Any, clerk: Any, records_root: Path, tmp_path: Path
) -> None:
    by = Actor.of(clerk)
    take_in(by, a_child(*FIRST))
    path = tmp_path / "out.xlsx"
    export_to_file("children", path, by=by)
    reading = read_ledger(path.read_bytes(), path.name, collection="children", by=by)
    (row,) = preview(reading, by=by).rows
    assert row.read.values["x_stage"] == "small"
    assert (row.action, row.issues) == ("unchanged", ())


@pytest.mark.parametrize(
    ("collection", "model"),
    [("duties", Duty), ("policies", Policy), ("regions", Region), ("agencies", Agency)],
)
def test_every_ledger_says_defined_fields(
    collection: str, model: Any, system: Actor, records_root: Path, tmp_path: Path
) -> None:
    values = {"code": "x_note", "label": "自己的备注", "kind": "text"}
    define_field(collection=collection, values=values, by=system, reason="县里要")
    record = model.objects.order_by("pk").first()
    path = tmp_path / "out.xlsx"
    export_to_file(collection, path, by=system)
    content = with_cell(path.read_bytes(), key=record.pk, heading="自己的备注", text="新的说明")
    reading = read_ledger(content, path.name, collection=collection, by=system)
    batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=system)
    assert [row.changes for row in plan.rows if row.changes] == [{"x_note": [None, "新的说明"]}]
    record.refresh_from_db()
    assert record.x_note == "新的说明"
    undo_batch(batch=LedgerBatch.objects.get(pk=batch.pk), by=system, reason="交错了")
    record.refresh_from_db()
    assert record.x_note in (None, "")

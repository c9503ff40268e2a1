"""What becomes of children's defined fields where a row waits, is wrong, is sent out again or is taken back."""

import io
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.undo import undo_batch
from datasets.history.provenance import field_sources
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.ledgers.sent import layout_of
from datasets.models import Child, LedgerBatch
from datasets.resources import export_to_file, in_layout
from datasets.resources.error_workbooks import write_errors
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.admin.test_ledger_parked import BORN, NUMBER, OTHER, apply, decide, upload
from tests.datasets.custom.volunteers import volunteers
from tests.datasets.ledgers.test_beside import FIRST, HEADER, a_child, fields, take_in
from tests.factories import make_child
from tests.spreadsheets import a_row

__all__ = ["fields", "volunteers"]
pytestmark = pytest.mark.django_db


def test_a_row_that_waited_brings_them_when_somebody_has_decided(
    fields: Any, as_clerk: Any, records_root: Path
) -> None:
    known = make_child(XUXIAKE_VILLAGE, name="王小明", birth_date=BORN, id_number=NUMBER)
    doubtful = [*a_row(姓名="王小明", 身份证号=OTHER), *FIRST]
    batch = upload(as_clerk, doubtful, header=HEADER)
    assert batch.parked_count == 1
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk]), {"action": "park"})
    assert "每周一次" in page.content.decode()
    decide(as_clerk, batch, str(known.pk))
    apply(as_clerk, batch)
    child: Any = Child.objects.get()
    assert (child.pk, child.x_mother, child.x_stage, child.x_note) == (
        known.pk, fields, "small", "每周一次",
    )  # fmt: skip
    source = field_sources(child)["x_note"]
    assert (source.batch, source.row) == (batch, 2)


def test_a_row_with_an_error_in_them_goes_back_and_comes_in_corrected(
    fields: Any, clerk: Any, records_root: Path
) -> None:
    by = Actor.of(clerk)
    wrong = a_child("去年", "李爱心", "幼儿", "三百", "", 姓名="张小红")
    batch = take_in(by, a_child(*FIRST), wrong)
    assert (batch.created_count, batch.error_count) == (1, 1)
    content = io.BytesIO()
    write_errors(batch, content, by=by, with_parked=False)
    book = load_workbook(io.BytesIO(content.getvalue()))
    sheet = book.active
    (line,) = [row for row in sheet.iter_rows() if any(one.value == "张小红" for one in row)]
    problems = str(line[-1].value)
    assert all(label in problems for label in ("结对日期", "年龄段", "帮扶金额"))
    headings = [
        cell.value for cell in next(row for row in sheet.iter_rows() if row[0].value == HEADER[0])
    ]
    for heading, text in (("结对日期", "2026-05-06"), ("年龄段", "学龄"), ("帮扶金额（元）", 300)):
        line[headings.index(heading)].value = text
    corrected = io.BytesIO()
    book.save(corrected)
    reading = read_ledger(corrected.getvalue(), "改好.xlsx", collection="children", by=by)
    assert len(reading.rows) == 1
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    child: Any = Child.objects.get(name="张小红")
    assert (str(child.x_paired_date), child.x_stage, child.x_help) == ("2026-05-06", "big", 300)


def test_a_ledger_sent_before_is_filled_with_them_and_comes_back_unchanged(
    fields: Any, clerk: Any, records_root: Path, tmp_path: Path
) -> None:
    by = Actor.of(clerk)
    batch = take_in(by, a_child(*FIRST), a_child("", "", "学龄", 300, "", 姓名="张小红"))
    path = tmp_path / "out.xlsx"
    export_to_file("children", path, by=by, shape=partial(in_layout, layout_of(batch)))
    reading = read_ledger(path.read_bytes(), path.name, collection="children", by=by)
    told = {row.values["name"]: row.values for row in reading.rows}
    assert told["王小明"]["x_note"] == "每周一次"
    assert told["王小明"]["x_help"] == 1200
    assert told["张小红"]["x_stage"] == "big"
    plan = preview(reading, by=by)
    assert [(row.action, list(row.issues)) for row in plan.rows] == [("unchanged", [])] * 2


def test_undone_they_come_from_where_they_came_before(
    fields: Any, clerk: Any, records_root: Path
) -> None:
    by = Actor.of(clerk)
    first = take_in(by, a_child(*FIRST))
    second = take_in(by, a_child("2026.3.5", "李爱心", "学龄", 1200, "每月一次"))
    child = Child.objects.get()
    sources = field_sources(child)
    assert [sources[name].batch for name in ("x_stage", "x_note")] == [second, second]
    assert [sources[name].batch for name in ("x_mother", "x_help")] == [first, first]
    undo_batch(batch=second, by=by, reason="交错了")
    child.refresh_from_db()
    told: Any = child
    assert (told.x_stage, told.x_note, told.x_mother) == ("small", "每周一次", fields)
    assert {field_sources(child)[name].batch for name in ("x_stage", "x_note", "x_mother")} == {
        first
    }
    undo_batch(batch=LedgerBatch.objects.get(pk=first.pk), by=by, reason="也交错了")
    assert not Child.objects.exists()

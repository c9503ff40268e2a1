"""Two rosters beside each other on one sheet: what a clerk decides about one child never meets the one beside it."""

import datetime
import io
from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.history.provenance import field_sources
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Child, LedgerBatch
from datasets.resources import write_errors
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.datasets.admin.test_ledger_parked import apply, counts, decide, parked_page, upload
from tests.factories import id_number, make_child
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
A, B, C, D = (id_number(BORN, "male", sequence) for sequence in (1, 2, 3, 4))
BARE = ["村", "姓名", "性别", "身份证号"]
LEFT, RIGHT = "花名册", "花名册（F列起）"


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    """In each row two children who may be recorded under another number."""
    for name, number in (("张伟", A), ("李雷", B)):
        make_child(XUXIAKE_VILLAGE, name=name, birth_date=BORN, id_number=number)
    rows = [["徐霞客村", "张伟", "男", C, "", "徐霞客村", "李雷", "男", D]]
    return upload(as_clerk, *rows, header=[*BARE, "", *BARE])


def test_each_waits_for_a_word_of_its_own(as_clerk: Any, batch: LedgerBatch) -> None:
    assert [(row.sheet, row.row) for row in batch.rows.all()] == [(LEFT, 2), (RIGHT, 2)]
    assert counts(batch) == (0, 0, 0, 2)
    assert RIGHT in parked_page(as_clerk, batch)
    decide(as_clerk, batch, "new")
    assert counts(batch) == (1, 0, 0, 1)
    decide(as_clerk, batch, "skip", of=1)
    assert [row.decision for row in batch.rows.order_by("pk")] == ["new", "skip"]
    apply(as_clerk, batch)
    child = Child.objects.get(id_number=C)
    assert not Child.objects.filter(id_number=D).exists()
    assert field_sources(child)["name"].sheet == LEFT


def test_the_one_beside_is_decided_later(as_clerk: Any, batch: LedgerBatch) -> None:
    known = Child.objects.get(id_number=B)
    decide(as_clerk, batch, "new")
    apply(as_clerk, batch)
    decide(as_clerk, batch, str(known.pk), of=1)
    following = LedgerBatch.objects.get(follows=batch)
    assert [(row.sheet, row.row) for row in following.rows.all()] == [(RIGHT, 2)]
    assert (batch.parked_count, batch.rows.get().sheet) == (0, LEFT)
    known.refresh_from_db()
    assert known.id_number == D


def test_the_one_beside_alone_is_given_back(as_clerk: Any, batch: LedgerBatch, clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    decide(as_clerk, batch, "new")
    apply(as_clerk, batch)
    content = io.BytesIO()
    assert write_errors(batch, content, by=by, with_parked=True) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(content.getvalue())).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:9] == [*[None] * 5, "徐霞客村", "李雷", "男", D]
    again = read_ledger(content.getvalue(), "改好.xlsx", collection="children", by=by)
    assert [(row.sheet, row.values["name"]) for row in again.rows] == [(RIGHT, "李雷")]


def test_a_table_that_begins_further_down_is_given_back_with_its_header(clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    lines = [["徐霞客镇徐霞客村"], ["姓名", "性别", "身份证号", "", "孤儿"], ["张伟", "男", A, "", *BARE[1:]],
        ["李雷", "男", B, "", "韩梅", "男", "123"]]  # fmt: skip
    reading = read_ledger(xlsx(*lines), "台账.xlsx", collection="children", by=by)
    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    assert (batch.created_count, batch.error_count) == (2, 1)
    content = io.BytesIO()
    assert write_errors(batch, content, by=by, with_parked=True) == 1
    again = read_ledger(content.getvalue(), "改好.xlsx", collection="children", by=by).rows
    assert [row.values["name"] for row in again] == ["张伟", "韩梅"]
    assert again[1].values["categories"] == ["orphan"]
    assert [issue.code for issue in again[1].issues] == ["length"]

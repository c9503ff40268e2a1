"""Ledgers and sheets of collections of one's own: as those of the built-in ones."""

from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.undo import undo_batch
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import LedgerBatch
from datasets.resources import export_to_file
from tests.datasets.custom.volunteers import GRANTS, volunteers
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

ROWS = [
    ["徐霞客镇爱心妈妈名册"],
    ["序号", "村（社区）", "姓名", "联系电话", "加入日期", "特长", "服务时长（小时）", "其他"],
    [1, "徐霞客村", "李 爱心", "13800001234", "2024.3.5", "音乐、数学", "2.5小时", "左撇子"],
    [2, "徐霞客村", "王暖心", "138-0000-5678", 45000, "音乐", 3, ""],
    [3, "徐霞客村", "张心", "12", "2024年", "书法", -1, ""],
]


def read(rows: list[list[Any]], by: Actor) -> Any:
    return read_ledger(xlsx(*rows), "名册.xlsx", collection="volunteers", by=by)


def test_a_ledger_becomes_records_and_can_be_undone(
    volunteers: Any, clerk: Any, records_root: Path
) -> None:
    by = Actor.of(clerk)
    reading = read(ROWS, by)
    plan = preview(reading, by=by)
    assert [row.action for row in plan.rows] == ["create", "create", "error"]
    assert sorted(issue.field for issue in plan.rows[2].issues) == [
        "hours",
        "joined_date",
        "phone",
        "skills",
    ]

    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    first, second = volunteers.objects.order_by("pk")
    assert (first.name, first.phone, str(first.joined_date)) == (
        "李爱心",
        "13800001234",
        "2024-03-05",
    )
    assert (first.skills, first.hours) == (("math", "music"), 2.5)
    assert first.history.get().ledger_row == 3
    assert (second.phone, str(second.joined_date)) == ("13800005678", "2023-03-15")

    again = preview(read(ROWS[:4], by), by=by)
    assert [row.action for row in again.rows] == ["unchanged", "unchanged"]

    undo_batch(batch=LedgerBatch.objects.get(pk=batch.pk), by=by, reason="交错了")
    assert not volunteers.objects.exists()


def test_what_goes_out_comes_back_unchanged(
    volunteers: Any, clerk: Any, records_root: Path, tmp_path: Path
) -> None:
    by = Actor.of(clerk)
    reading = read(ROWS[:4], by)
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    path = tmp_path / "out.xlsx"
    export_to_file("volunteers", path, by=by)
    plan = preview(read_ledger(path.read_bytes(), path.name, collection="volunteers", by=by), by=by)
    assert [(row.action, row.issues) for row in plan.rows] == [("unchanged", ())] * 2


def test_headings_under_a_group_are_known_by_both_together(
    clerk: Any, system: Actor, records_root: Path
) -> None:
    define_collection(
        values={"code": "houses", "label": "儿童之家", "title": "name", "grants": GRANTS},
        fields=[
            {"code": "name", "label": "名称", "kind": "text"},
            {"code": "keeper", "label": "负责人姓名", "kind": "person_name"},
            {"code": "keeper_area", "label": "负责人片区^", "kind": "text"},
        ],
        by=system,
        reason="要有",
    )
    rows = [
        ["名称", "负责人", "", "村"],
        ["", "姓名", "片区^", ""],
        ["湖塘村儿童之家", "李爱心", "东片", "湖塘村"],
    ]
    by = Actor.of(clerk)
    reading = read_ledger(xlsx(*rows), "台账.xlsx", collection="houses", by=by)
    (row,) = preview(reading, by=by).rows
    assert row.written["keeper"] == "李爱心"
    assert row.written["keeper_area"] == "东片"


def test_two_fields_are_enough_for_a_ledger(clerk: Any, system: Actor, records_root: Path) -> None:
    define_collection(
        values={
            "code": "short",
            "label": "名单",
            "title": "name",
            "has_region": False,
            "grants": GRANTS,
        },
        fields=[
            {"code": "name", "label": "姓名", "kind": "person_name"},
            {"code": "joined", "label": "入会", "kind": "date"},
        ],
        by=system,
        reason="要有",
    )
    by = Actor.of(clerk)
    rows = [["姓名", "入会"], ["李爱心", "2024-03-05"]]
    reading = read_ledger(xlsx(*rows), "名单.xlsx", collection="short", by=by)
    assert [row.action for row in preview(reading, by=by).rows] == ["create"]

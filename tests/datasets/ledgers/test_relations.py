"""A cell that names a record of another collection: by what identifies it, and never by a guess."""

from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.records.telling import records_told
from datasets.choices import FieldGroup
from datasets.custom.loading import made_model
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.resources import export_to_file
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import GRANTS, volunteers
from tests.factories import id_number, make_child
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

JINFENG = "320281104200"
NUMBER = id_number()


@pytest.fixture
def visits(volunteers: Any, system: Actor) -> Any:
    """Visits by volunteers to children, in places. Two volunteers have one name, in two villages."""
    number = {
        "code": "number",
        "label": "证号",
        "kind": "id_number",
        "group": "identity",
        "is_unique": True,
    }
    define_field(collection="volunteers", values=number, by=system, reason="要记")
    fields: list[dict[str, Any]] = [
        {"code": "topic", "label": "主题", "kind": "text", "is_key": True},
        {"code": "by", "label": "志愿者", "kind": "relation", "options": {"target": "volunteers"}},
        {"code": "child", "label": "儿童", "kind": "relation", "options": {"target": "children"}},
        {"code": "at", "label": "地点", "kind": "region"},
    ]  # fmt: skip
    values = {"code": "visits", "label": "走访", "title": "topic", "grants": GRANTS}
    define_collection(values=values, fields=fields, by=system, reason="要有")
    for code, phone, its in (
        (XUXIAKE_VILLAGE, "13800001234", NUMBER),
        (JINFENG, "13900002222", ""),
    ):
        told = {"name": "李爱心", "phone": phone, "number": its, "region": region(code)}
        create(volunteers, values=told, by=system, reason="登记")
    return made_model("visits")


def read(by: Actor, *rows: list[Any]) -> Any:
    content = xlsx(["村（社区）", "主题", "志愿者", "儿童", "地点"], *rows)
    return read_ledger(content, "走访.xlsx", collection="visits", by=by)


@pytest.mark.parametrize(
    ("text", "village"),
    [
        (NUMBER, XUXIAKE_VILLAGE),
        (f"李爱心 {NUMBER}", XUXIAKE_VILLAGE),
        ("李爱心（徐霞客村）", XUXIAKE_VILLAGE),
        ("李 爱心，徐霞客镇金凤村", JINFENG),
        ("李爱心 江阴市 / 徐霞客镇 / 金凤村村委会", JINFENG),
    ],
)
def test_a_record_is_told_by_what_identifies_it(
    text: str, village: str, visits: Any, volunteers: Any, system: Actor
) -> None:
    (row,) = preview(read(system, ["上东村", "家访", text, "", ""]), by=system).rows
    assert row.action == "create", row.issues
    assert row.written["by"].id == volunteers.objects.get(region__code=village).pk


def test_one_name_of_several_is_the_one_of_the_rows_own_village_else_a_doubt(
    visits: Any, volunteers: Any, system: Actor
) -> None:
    rows = [[village, "家访", "李爱心", "", ""] for village in ("金凤村", "上东村")]
    near, far = preview(read(system, *rows), by=system).rows
    assert near.written["by"].place.code == JINFENG
    assert far.action == "park"
    (issue,) = far.issues
    keys = volunteers.objects.order_by("pk").values_list("pk", flat=True)
    assert all(f"李爱心（{key}，" in issue.message for key in keys)
    assert "徐霞客村" in issue.message


@pytest.mark.parametrize("text", ["李爱心 上东村", f"王暖心 {NUMBER}", "徐霞客村", "13800001299"])
def test_what_is_not_all_said_of_one_record_is_none(text: str, visits: Any, system: Actor) -> None:
    (row,) = preview(read(system, ["上东村", "家访", text, "", ""]), by=system).rows
    assert (row.action, [issue.code for issue in row.issues]) == ("error", ["reference_unknown"])


def test_a_number_may_be_one_records_key_and_anothers_own(
    visits: Any, volunteers: Any, system: Actor
) -> None:
    first = volunteers.objects.order_by("pk").first()
    told = {"name": str(first.pk), "region": region(XUXIAKE_VILLAGE)}
    create(volunteers, values=told, by=system, reason="登记")
    (row,) = preview(read(system, ["上东村", "家访", str(first.pk), "", ""]), by=system).rows
    assert row.action == "park"


def test_children_are_told_by_number_or_name_with_village_or_birthday(
    visits: Any, system: Actor
) -> None:
    number = id_number()
    first = make_child(XUXIAKE_VILLAGE, name="王小明", id_number=number, birth_date="2015-06-01")
    second = make_child(JINFENG, name="王小明", birth_date="2016-07-02")
    told = {number: first, "王小明 徐霞客村": first, "王小明（2016-07-02）": second}
    rows = [["金凤村", f"家访{at}", "", text, ""] for at, text in enumerate([*told, "王小明"])]
    *found, doubtful = preview(read(system, *rows), by=system).rows
    assert [row.written["child"].id for row in found] == [child.pk for child in told.values()]
    assert doubtful.action == "park"  # of people a village is no proof


def test_what_one_does_not_see_of_a_record_does_not_tell_it(
    visits: Any, volunteers: Any, clerk: Any, system: Actor
) -> None:
    """Else numbers could be tried, cell by cell."""
    finder = records_told(volunteers, {NUMBER, "李爱心"}, Actor.of(clerk).shown([FieldGroup.BASIC]))
    assert not finder.find(NUMBER, near=None)
    assert len(finder.find("李爱心", near=None)) == 2


def test_what_goes_out_comes_back_unchanged(
    visits: Any, clerk: Any, records_root: Path, tmp_path: Path
) -> None:
    by = Actor.of(clerk)
    make_child(XUXIAKE_VILLAGE, name="王小明")
    reading = read(by, ["金凤村", "家访", "李爱心 徐霞客村", "王小明", "徐霞客镇上东村"])
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    record = visits.objects.get()
    assert (record.by.phone, record.child.name) == ("13800001234", "王小明")
    assert record.at.name == "上东村村委会"
    path = tmp_path / "out.xlsx"
    export_to_file("visits", path, by=by)
    again = read_ledger(path.read_bytes(), path.name, collection="visits", by=by)
    (row,) = preview(again, by=by).rows
    assert (row.action, list(row.issues)) == ("unchanged", [])

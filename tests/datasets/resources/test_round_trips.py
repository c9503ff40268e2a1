"""Sheets that come in by themselves: unchanged they write nothing, an edited cell is one change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.models import (
    Agency,
    Category,
    CategoryAlias,
    Child,
    ChildCategory,
    Duty,
    DutyAssignment,
    Family,
    Guardian,
    Guardianship,
    LeadingGroup,
    LeadingGroupMember,
    Policy,
    Region,
    RegionName,
)
from datasets.resources import COLLECTIONS, SHEETS, import_sheet
from datasets.resources.exporting import export_to_file
from tests.conftest import XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.resources.sheets import Sheet
from tests.factories import id_number, make_child, make_guardian

HISTORIES = (
    Agency, Category, CategoryAlias, Child, ChildCategory, Duty, DutyAssignment, Family, Guardian,
    Guardianship, LeadingGroup, LeadingGroupMember, Policy, Region, RegionName,
)  # fmt: skip

# The collection, a column of it, and what a clerk may write there.
EDITS = {
    "children": ("就读学校", "徐霞客中心小学"),
    "leading-groups": ("任务", "统筹协调"),
    "categories": ("说明", "按市里文件"),
}


def history_rows() -> int:
    return sum(model.history.count() for model in HISTORIES)


@pytest.fixture
def desk(boss: Any) -> Actor:
    guardian = make_guardian(
        XUXIAKE_VILLAGE, id_number=id_number(), phone="0510-86860000", remark="=1+1"
    )
    make_child(
        XUXIAKE_VILLAGE,
        name="买买提·艾力",
        id_number=id_number(),
        sex="male",
        birth_date="2015-06-01",
        subsidy_amount="1200.50",
        school=" 第一小学",
        grade="003",
        remark="-\r\n第二行 \n'=x",
        family=guardian.family,
        guardian=guardian,
        categories=("orphan", "poverty"),
    )
    make_child(XUXIAKE, name="+王@")
    return Actor.of(boss)


@pytest.fixture
def one_of(desk: Actor) -> Callable[[str], Any]:
    """The first record of a collection."""

    def first(collection: str) -> Any:
        return COLLECTIONS[collection](by=desk).model.objects.order_by("pk").first()

    return first


@pytest.mark.parametrize("collection", SHEETS)
def test_an_unchanged_workbook_writes_nothing(collection: str, desk: Actor, tmp_path: Path) -> None:
    sheet = Sheet(collection, tmp_path, by=desk)
    before = history_rows()

    outcome = sheet.hand_in()

    assert outcome.errors == []
    assert outcome.changes == []
    assert outcome.unchanged == len(sheet.rows) > 0
    assert history_rows() == before


@pytest.mark.parametrize("collection", SHEETS)
def test_an_unchanged_csv_writes_nothing(collection: str, desk: Actor, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    count = export_to_file(collection, path, by=desk)
    before = history_rows()

    outcome = import_sheet(collection, content=path.read_bytes(), file_name="out.csv", by=desk)

    assert (outcome.errors, outcome.changes) == ([], [])
    assert outcome.unchanged == count > 0
    assert history_rows() == before


@pytest.mark.parametrize("collection", SHEETS)
def test_an_edited_cell_is_one_change_with_one_history_row_and_its_author(
    collection: str, desk: Actor, one_of: Callable[[str], Any], tmp_path: Path
) -> None:
    header, value = EDITS[collection]
    record = one_of(collection)
    sheet = Sheet(collection, tmp_path, by=desk)
    sheet.edit(record, **{header: value})
    before = history_rows()

    preview = sheet.preview()
    assert history_rows() == before

    outcome = sheet.hand_in()

    assert outcome == preview
    assert outcome.errors == []
    [change] = outcome.changes
    assert [(cell.header, cell.new) for cell in change.differences] == [(header, value)]
    assert not change.is_new
    assert history_rows() == before + 1
    latest = record.history.first()
    assert latest.history_user == desk.user
    assert latest.history_change_reason == "导入规范表"


NEW = {
    "children": {"姓名": "赵新", "地区代码": XUXIAKE_VILLAGE, "监护人姓名": "赵父", "与儿童关系": "父亲"},
    "leading-groups": {
        "标识": "xuxiake", "名称": "徐霞客镇领导小组", "地区": XUXIAKE,
        "成员": "1 组长 镇长\n2 成员 派出所所长",
    },
    "categories": {
        "代码": "new_one", "名称": "新类别", "敏感": "是", "台账写法": "新的类别\n新类",
        "所属类别组": "jiangyin-2015/2",
    },
}  # fmt: skip


@pytest.mark.parametrize("collection", NEW)
def test_a_row_without_key_is_a_new_record_that_is_unchanged_when_exported_again(
    collection: str, desk: Actor, tmp_path: Path
) -> None:
    model = COLLECTIONS[collection](by=desk).model
    before = model.objects.count()
    sheet = Sheet(collection, tmp_path, by=desk)
    sheet.add(**NEW[collection])

    outcome = sheet.hand_in()

    assert outcome.errors == []
    assert (outcome.created, outcome.updated) == (1, 0)
    assert model.objects.count() == before + 1
    again = Sheet(collection, tmp_path, by=desk)
    for header, value in NEW[collection].items():
        shown = again.value(model.objects.order_by("pk").last(), header)
        assert str(shown).startswith(str(value)) or header == "上级地区"
    assert again.hand_in().changes == []

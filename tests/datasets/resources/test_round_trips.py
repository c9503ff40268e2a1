"""Every collection: what is exported and imported unchanged writes nothing, an edited cell one change."""

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
from datasets.resources import COLLECTIONS, import_sheet
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
    "families": ("家庭住址", "徐霞客村八组1号"),
    "guardians": ("联系电话", "013800000000"),
    "agencies": ("对外电话", "0510-86860000"),
    "duties": ("条款", "三（一）"),
    "assignments": ("经办人", "张科长"),
    "leading-groups": ("任务", "统筹协调"),
    "regions": ("试点地区", "是"),
    "categories": ("说明", "按市里文件"),
    "policies": ("标题", "新标题"),
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
    """The first record of a collection; of the regions one that is no pilot."""

    def first(collection: str) -> Any:
        model = COLLECTIONS[collection](by=desk).model
        rows = model.objects.filter(is_pilot=False) if model is Region else model.objects.all()
        return rows.order_by("pk").first()

    return first


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_unchanged_workbook_writes_nothing(collection: str, desk: Actor, tmp_path: Path) -> None:
    sheet = Sheet(collection, tmp_path, by=desk)
    before = history_rows()

    outcome = sheet.hand_in()

    assert outcome.errors == []
    assert outcome.changes == []
    assert outcome.unchanged == len(sheet.rows) > 0
    assert history_rows() == before


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_unchanged_csv_writes_nothing(collection: str, desk: Actor, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    count = export_to_file(collection, path, by=desk)
    before = history_rows()

    outcome = import_sheet(collection, content=path.read_bytes(), file_name="out.csv", by=desk)

    assert (outcome.errors, outcome.changes) == ([], [])
    assert outcome.unchanged == count > 0
    assert history_rows() == before


@pytest.mark.parametrize("collection", COLLECTIONS)
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
    "families": {"地区代码": XUXIAKE_VILLAGE, "户主": "赵户主"},
    "agencies": {
        "标识": "jy-new", "名称": "江阴市新局", "级别": "县（市、区）", "所在地区": "320281",
        "上级机构标识": "jiangyin-civil-affairs",
    },
    "duties": {
        "职责编号": "jy-new-1", "职责": "新职责", "保护领域": "生活保护", "条款": "三",
        "依据文号": "澄政办发〔2015〕77号",
    },
    "leading-groups": {
        "标识": "xuxiake", "名称": "徐霞客镇领导小组", "地区": XUXIAKE,
        "成员": "1 组长 镇长\n2 成员 派出所所长",
    },
    "regions": {
        "名称": "新开发区", "级别": "镇（街道）", "上级地区": "江苏省/无锡市/江阴市",
        "曾用名或别名": "老开发区\n开发新区",
    },
    "categories": {
        "代码": "new_one", "名称": "新类别", "敏感": "是", "台账写法": "新的类别\n新类",
        "所属类别组": "jiangyin-2015/2",
    },
    "policies": {"标识": "new", "文号": "新〔2026〕1号", "标题": "新文件", "发文机关": "市政府"},
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

"""The children's sheet: its headers, the region, the categories, the principal guardian."""

from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.models import Child, Family, Guardian, Region
from datasets.resources import COLLECTIONS
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.resources.sheets import Sheet
from tests.factories import id_number, make_child, make_guardian

HEADERS = (
    "编号 姓名 性别 证件类型 身份证号 出生日期 民族 地区代码 县（市、区） 镇（街道） 村（社区） 儿童类别 "
    "户籍地址 现居住地址 家庭编号 就读学校 年级 身体状况 残疾类别及等级 享受救助 补助标准（元/月） "
    "监护人姓名 与儿童关系 监护人身份证号 监护人联系电话 状态 结案原因 结案日期 备注"
)


@pytest.fixture
def by(clerk: Any) -> Actor:
    return Actor.of(clerk)


@pytest.fixture
def guardian(db: None) -> Guardian:
    return make_guardian(XUXIAKE_VILLAGE, name="李父", id_number=id_number(), phone="13800000000")


@pytest.fixture
def child(guardian: Guardian) -> Child:
    return make_child(
        XUXIAKE_VILLAGE,
        name="王小明",
        family=guardian.family,
        guardian=guardian,
        categories=("orphan", "poverty"),
    )


def test_the_headers_are_those_that_ledgers_know(by: Actor) -> None:
    assert (
        " ".join(column.column_name for column in COLLECTIONS["children"](by=by).columns) == HEADERS
    )


def test_the_row_says_in_chinese_what_is_stored(child: Child, by: Actor, tmp_path: Path) -> None:
    sheet = Sheet("children", tmp_path, by=by)

    shown = {header: sheet.value(child, header) for header in sheet.headers}

    assert shown["地区代码"] == XUXIAKE_VILLAGE
    assert shown["县（市、区）"] == "江阴市"
    assert shown["镇（街道）"] == "徐霞客镇"
    assert shown["儿童类别"] == "孤儿、贫困"
    assert shown["证件类型"] == "居民身份证"
    assert (shown["监护人姓名"], shown["与儿童关系"]) == ("李父", "父亲")
    assert shown["监护人联系电话"] == "13800000000"
    assert shown["状态"] == "在册"


def test_a_category_taken_out_ends_today_and_one_put_in_begins(
    child: Child, by: Actor, tmp_path: Path
) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 儿童类别="贫困、留守儿童")

    assert sheet.hand_in().errors == []

    links = {link.category.code: link.until_date for link in child.category_links.all()}
    assert links == {"orphan": by.today, "poverty": None, "left_behind": None}


def test_categories_in_another_order_are_no_change(child: Child, by: Actor, tmp_path: Path) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 儿童类别="贫困，孤儿")

    assert sheet.hand_in().unchanged == 1


def test_an_edited_guardian_cell_corrects_the_guardian(
    child: Child, guardian: Guardian, by: Actor, tmp_path: Path
) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 监护人联系电话="0510-86860001", 与儿童关系="祖父")

    assert sheet.hand_in().errors == []

    guardian.refresh_from_db()
    assert guardian.phone == "0510-86860001"
    assert guardian.history.first().history_user == by.user
    assert child.guardianships.get().relation == "paternal_grandfather"
    assert child.history.count() == 1


def test_another_name_with_another_id_number_is_another_guardian(
    child: Child, guardian: Guardian, by: Actor, tmp_path: Path
) -> None:
    number = id_number()
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 监护人姓名="赵姑", 监护人身份证号=number, 与儿童关系="aunt")

    assert sheet.hand_in().errors == []

    principal = child.guardianships.get(is_principal=True)
    assert (principal.guardian.name, principal.guardian.id_number) == ("赵姑", number)
    assert principal.relation == "aunt"
    assert principal.guardian.family == guardian.family
    assert child.guardianships.get(guardian=guardian).is_principal is False


def test_a_new_child_joins_the_family_and_its_known_guardian(
    child: Child, guardian: Guardian, by: Actor, tmp_path: Path
) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.add(
        姓名="王小妹",
        地区代码=XUXIAKE_VILLAGE,
        家庭编号=guardian.family_id,
        监护人姓名="李父",
        监护人身份证号=guardian.id_number,
    )

    assert sheet.hand_in().errors == []

    assert Guardian.objects.count() == 1
    assert Child.objects.get(name="王小妹").guardianships.get().guardian == guardian


def test_a_new_guardian_of_a_child_without_family_founds_one(by: Actor, tmp_path: Path) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 监护人姓名="王父")

    assert sheet.hand_in().errors == []

    child.refresh_from_db()
    assert child.family == Family.objects.get(head_name="王父")
    assert child.guardianships.get().guardian.name == "王父"


def test_the_guardian_of_two_siblings_may_be_corrected_in_one_row(
    child: Child, guardian: Guardian, by: Actor, tmp_path: Path
) -> None:
    make_child(XUXIAKE_VILLAGE, name="王小妹", family=guardian.family, guardian=guardian)
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 监护人联系电话="13900000000")

    assert sheet.hand_in().unchanged == 1

    guardian.refresh_from_db()
    assert guardian.phone == "13900000000"


def test_a_guardian_cannot_be_blanked(child: Child, by: Actor, tmp_path: Path) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 监护人姓名=None)

    [error] = sheet.hand_in().errors

    assert (error.row, error.header) == (2, "监护人姓名")


def test_the_names_decide_where_the_region_has_no_code(
    child: Child, by: Actor, system: Actor, tmp_path: Path
) -> None:
    new = create(
        Region,
        values={"name": "新河社区", "level": "village", "parent": Region.objects.get(code=XUXIAKE)},
        by=system,
        reason="测试",
    )
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 地区代码=None, **{"村（社区）": "新河社区"})

    assert sheet.hand_in().errors == []

    child.refresh_from_db()
    assert child.region == new
    assert Sheet("children", tmp_path, by=by).hand_in().unchanged == 1


@pytest.mark.parametrize(
    ("header", "cell", "sentence"),
    [
        ("性别", "不详", "“不详”不在可选范围内，请填：男、女。"),
        ("出生日期", "2015-13-01", "“2015-13-01”不是日期，请写成2015-06-01。"),
        ("身份证号", "1.10101E+17", "末几位已经丢失"),
        ("身份证号", "990000201506010011", "校验位不对"),
        ("儿童类别", "孤儿、外星人", "没有儿童类别“外星人”。"),
        ("补助标准（元/月）", "很多", "“很多”不是数字。"),
        ("补助标准（元/月）", "-1", ""),
        ("家庭编号", "999999", "没有找到家庭“999999”"),
        ("地区代码", "999999", "没有区划代码“999999”。"),
        ("姓名", None, "请填写。"),
        ("监护人身份证号", "123", "身份证号应为18位。"),
    ],
)
def test_an_error_names_row_and_column_and_leaves_nothing_written(
    header: str, cell: str, sentence: str, child: Child, by: Actor, tmp_path: Path
) -> None:
    other = make_child(XUXIAKE_VILLAGE, name="张三")
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(other, 就读学校="已改")
    sheet.edit(child, **{header: cell})
    row = sheet.rows.index(sheet.row_of(child)) + 2

    outcome = sheet.hand_in()

    [error] = outcome.errors
    assert (error.row, error.header) == (row, header)
    assert sentence in error.message
    other.refresh_from_db()
    assert other.school == ""


def test_the_other_townships_children_are_not_in_the_sheet(
    child: Child, by: Actor, tmp_path: Path
) -> None:
    other = make_child(CHANGJING)

    sheet = Sheet("children", tmp_path, by=by)

    assert [row[0] for row in sheet.rows] == [child.pk]
    assert other.pk != child.pk


def test_the_other_townships_child_cannot_be_changed_by_its_key(
    child: Child, by: Actor, tmp_path: Path
) -> None:
    other = make_child(CHANGJING)
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 姓名="改名", 编号=other.pk)

    [error] = sheet.hand_in().errors

    assert (error.header, error.message) == ("编号", f"没有找到编号{other.pk}。")
    assert other.history.count() == 1


def test_no_child_can_be_moved_out_of_the_territory(
    child: Child, by: Actor, tmp_path: Path
) -> None:
    sheet = Sheet("children", tmp_path, by=by)
    sheet.edit(child, 地区代码=CHANGJING)

    [error] = sheet.hand_in().errors

    assert "权限" in error.message

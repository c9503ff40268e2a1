"""What clerks write in an adult's cell beside the name: read where it has a column, told where it has none."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY
from tests.factories import id_number
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "19900000001", "19900000002"
NUMBER = id_number()


def read(**cells: Any) -> tuple[dict[str, Any], list[str]]:
    """The row's values, and the issues as field:code."""
    headings = ["村（社区）", "姓名", *cells]
    content = xlsx(["徐霞客镇花名册"], headings, ["徐霞客村", "王小明", *cells.values()])
    by = Actor.system(today=TODAY)
    (row,) = read_ledger(content, "台账.xlsx", collection="children", by=by).rows
    return row.values, [f"{issue.field}:{issue.code}" for issue in row.issues]


@pytest.mark.parametrize(
    "cell",
    [f"祖父王山 {PHONE}", f"爷爷王山{PHONE}", f"王山（祖父，{PHONE}）", f"王山 祖父 电话{PHONE}",
     f"王山,祖父,{PHONE}", f"奶奶（王山 {PHONE}）".replace("奶奶", "爷爷"), f"（祖父）王山{PHONE}"],
)  # fmt: skip
def test_a_guardians_cell_may_hold_relation_and_phone(cell: str) -> None:
    values, issues = read(监护人姓名=cell)
    assert issues == []
    assert (values["guardian_name"], values["guardian_phone"]) == ("王山", PHONE)
    assert values["guardian_relation"] == "paternal_grandfather"


@pytest.mark.parametrize(
    ("cell", "relation"),
    [("大伯王山", "uncle"), ("养父王山", "adoptive_parent"), ("父：王山", "father"), ("父王山", "father"),
     ("邻居王山", "other"),
     ("王山--祖父", "paternal_grandfather")],
)  # fmt: skip
def test_a_relation_is_no_part_of_the_name(cell: str, relation: str) -> None:
    values, issues = read(监护人姓名=cell)
    assert (values["guardian_name"], values["guardian_relation"], issues) == ("王山", relation, [])


@pytest.mark.parametrize("cell", ["爷爷奶奶", "父母", "本人", "祖父母", "小明爷爷"])
def test_whoever_has_no_name_is_no_guardian(cell: str) -> None:
    values, issues = read(监护人姓名=cell)
    assert "guardian_name" not in values
    assert issues == ["guardian_name:name_is_relation"]


def test_whose_relative_somebody_is_is_no_name() -> None:
    for cell in ("小明的爷爷", "王五主任", "联系人王五"):
        assert read(监护人姓名=cell)[1] == ["guardian_name:name_unreadable"]


def test_the_first_of_a_month_is_no_birthday_where_months_are_asked_for() -> None:
    values, issues = read(出生年月=40969)
    assert ("birth_date" in values, issues) == (False, ["birth_date:date_incomplete"])
    assert read(出生年月=40973)[1] == []


@pytest.mark.parametrize("same", ["一致", "户籍地", "同户籍地址"])
def test_an_address_like_the_other_is_the_other(same: str) -> None:
    assert read(户籍地址="徐霞客村三组", 现居住地址=same)[0]["residence_address"] == "徐霞客村三组"


def test_what_has_no_column_is_told() -> None:
    for cell in ("王山（已故）", "王山（父亲服刑）", "王山（代）"):
        assert read(监护人姓名=cell)[1] == ["guardian_name:name_aside"]
    for cell in ("王山（继父）", "继父王山"):
        values, issues = read(父亲姓名=cell)
        assert (values["father_name"], issues) == ("王山", ["father_name:name_aside"])


def test_an_identity_number_beside_the_name_is_the_guardians() -> None:
    assert read(监护人姓名=f"王山 {NUMBER}")[0]["guardian_id_number"] == NUMBER
    wrong = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")
    assert read(监护人姓名=f"王山 {wrong}")[1] == ["guardian_name:name_unreadable"]


def test_a_column_of_its_own_goes_before_and_the_contrary_is_told() -> None:
    values, issues = read(
        监护人姓名=f"祖父王山 {PHONE}", 与儿童关系="父亲", 监护人联系电话=OTHER_PHONE
    )
    assert (values["guardian_relation"], values["guardian_phone"]) == ("father", OTHER_PHONE)
    assert issues == ["guardian_name:name_aside"] * 2
    assert read(监护人姓名=f"祖父王山 {PHONE}", 与儿童关系="祖父", 监护人联系电话=PHONE)[1] == []


def test_a_parents_column_takes_no_other_parent() -> None:
    values, issues = read(父亲姓名="母亲：李花", 母亲姓名="父亲王山")
    assert not {"father_name", "mother_name"} & set(values)
    assert issues == ["father_name:name_unreadable", "mother_name:name_unreadable"]


def test_how_a_parent_is_may_stand_before_the_name() -> None:
    values, issues = read(父亲姓名="【已故】王山", 母亲姓名=f"李花 {PHONE}")
    assert (values["father_name"], values["father_condition"]) == ("王山", "deceased")
    assert (values["mother_name"], values["mother_phone"], issues) == ("李花", PHONE, [])


def test_a_phone_of_another_than_the_guardian_is_told() -> None:
    told = {"监护人姓名": "王山", "与儿童关系": "父亲"}
    assert read(**told, 监护人联系电话=f"奶奶{PHONE}")[1] == ["guardian_phone:phone_of_another"]
    for own in (f"{PHONE}（父亲）", f"父{PHONE}母{OTHER_PHONE}", f"{PHONE}王某"):
        assert read(**told, 监护人联系电话=own)[1] == []


@pytest.mark.parametrize(
    "remark", ["已死亡", "2025年3月退出", "已于2025年3月转出", "不是孤儿", "被依法收养"]
)
def test_a_remark_that_the_child_has_gone_is_told(remark: str) -> None:
    assert "name:leaving" in read(备注=remark)[1]


@pytest.mark.parametrize("remark", ["父亲死亡", "不再上学", "停发低保", "已办理残疾证"])
def test_other_remarks_are_kept_without_a_word(remark: str) -> None:
    assert read(备注=remark)[1] == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("身份证", "resident_id"),
        ("户口簿", "resident_id"),
        ("台胞证", "other"),
        ("出生证明", "birth_certificate"),
    ],
)
def test_documents_are_known_by_their_many_names(kind: str, code: str) -> None:
    values, issues = read(证件类型=kind)
    assert (values["id_type"], issues) == (code, [])

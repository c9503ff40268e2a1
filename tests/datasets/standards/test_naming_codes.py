"""What codes are proposed for labels, and that each is one."""

import re

import pytest

from datasets.standards.naming_codes import LONGEST, code_for


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("姓名", "name"),
        ("联系电话", "phone"),
        ("身份证号", "id_number"),
        ("志愿者姓名", "volunteer_name"),
        ("捐赠日期", "donation_date"),
        ("家庭住址", "address"),
        ("QQ 号", "qq_number"),
        ("Full name", "full_name"),
        ("班级", "class_name"),
    ],
)
def test_a_label_of_known_words_becomes_a_code(label: str, code: str) -> None:
    assert code_for(label, taken=(), otherwise="field") == code


@pytest.mark.parametrize("label", ["琴棋书画", "姓名琴", "2024年", "", "——", "的"])
def test_a_label_that_is_not_all_known_words_gets_a_number(label: str) -> None:
    assert code_for(label, taken={"field_1", "field_3"}, otherwise="field") == "field_2"


def test_what_is_taken_is_not_proposed_again() -> None:
    taken = {"name", "name_2"}
    assert code_for("姓名", taken=taken, otherwise="field") == "name_3"


@pytest.mark.parametrize(
    "label", ["class", "import", "志愿者" * 30, "A" * 80, "捐赠物资发放接收单位负责人联系电话"]
)
def test_every_proposal_is_a_code_that_fits(label: str) -> None:
    code = code_for(label, taken=(), otherwise="field")
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code)
    assert len(code) <= LONGEST
    assert code not in ("class", "import")

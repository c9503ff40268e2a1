"""How a parent is, in the words of ledgers."""

from typing import Any

import pytest

from datasets.readers.conditions import condition_of
from tests.conftest import TODAY


def read(text: str, *, who: str = "father") -> tuple[str | None, list[str]]:
    noted: list[str] = []

    def note(code: str, **_params: Any) -> None:
        noted.append(code)

    return condition_of(who, today=TODAY)(text, note), noted


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("死亡", "deceased"),
        ("因病去世", "deceased"),
        ("服刑（2024.3-2029.3）", "in_prison"),
        ("在江苏省某监狱服刑", "in_prison"),
        ("强制隔离戒毒", "in_rehabilitation"),
        ("失联三年", "out_of_contact"),
        ("离家出走", "out_of_contact"),
        ("重度残疾", "disabled"),
        ("外出务工，身体健康", "working_away"),
        ("身体健康", "healthy"),
        ("不履行监护责任", "not_fulfilling"),
        ("父亡", "deceased"),
        ("父服刑至2027年3月", "in_prison"),
        ("服刑，2026年11月刑满", "in_prison"),
        ("父母均服刑", "in_prison"),
        ("与祖母同住，外出务工", "working_away"),
        ("失去联系", "out_of_contact"),
        ("务工（每月回家）", "working_away"),
        ("身体健康，无固定职业", "healthy"),
        ("残疾，无劳动能力", "disabled"),
        ("自杀身亡", "deceased"),
    ],
)
def test_the_condition_is_found_in_its_words(text: str, meant: str) -> None:
    assert read(text) == (meant, [])


@pytest.mark.parametrize(
    "text",
    ["改嫁", "未服刑", "不健康", "疑似失踪", "服刑，重病", "非正常死亡", "死亡？", "可能服刑",
     "服刑（已释放）", "已戒毒", "社区戒毒", "服刑至2026年10月", "服刑2018-2023", "2023年3月刑满释放",
     "判刑3年缓刑5年", "重病（已愈）", "健康；吸毒", "健康（抑郁症）", "母失联2年", "父亲健康，母亲死亡", "妻子服刑"],
)  # fmt: skip
def test_what_is_doubtful_is_told_and_not_taken(text: str) -> None:
    assert read(text) == (None, ["choice_unknown"])


def test_each_parents_column_speaks_of_that_parent() -> None:
    assert read("母亡", who="mother") == ("deceased", [])
    for text in ("父亲死亡", "丈夫服刑", "前夫失联"):
        assert read(text, who="mother") == (None, ["choice_unknown"])


@pytest.mark.parametrize("text", ["", "无", "—", "不详"])
def test_nothing_is_nothing(text: str) -> None:
    assert read(text) == (None, [])

import pytest

from datasets.standards.region_names import region_key
from datasets.standards.writing import half_width, is_nothing, name_of_person


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张伟", "张伟"),
        ("张　伟", "张伟"),
        (" 张 伟 ", "张伟"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("Anna  Li", "Anna Li"),
        ("\u200b李\ufeff雷", "李雷"),
    ],
)
def test_a_name_has_one_form(written: str, name: str) -> None:
    assert name_of_person(written) == name


def test_full_width_digits_become_ascii_and_ideographs_stay() -> None:
    assert half_width("１２３Ｘ（元）") == "123X(元)"
    assert half_width("徐霞客镇") == "徐霞客镇"


@pytest.mark.parametrize("text", ["", "无", "—", "/", "——"])
def test_signs_for_nothing_say_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("徐霞客镇", "徐霞客"),
        ("徐霞客村村委会", "徐霞客"),
        ("刘桥村", "刘桥"),
        ("新村", "新村"),
        ("新村村委会", "新村"),
        ("福华南街社区委员会", "福华南街"),
        ("亚星社区居民管理委员会", "亚星"),
        ("城关街道办事处", "城关"),
        ("江阴市", "江阴"),
    ],
)
def test_a_region_is_found_by_its_short_name(name: str, key: str) -> None:
    assert region_key(name) == key

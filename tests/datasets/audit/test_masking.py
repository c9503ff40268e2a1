import pytest

from datasets.audit.masking import masked_filters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王小明", "王小明"),
        ("990000201506010017", "990000************"),
        ("９９００００２０１５０６０１００１７", "９９００００************"),
        ("99000020150601001x 小明", "990000************ 小明"),
        ("13800000001", "138********"),
        ("139-0000-0001", "139**********"),
        ("138 0000 0001", "138**********"),
        ("9900 0020 1506 0100 17", "9900 0****************"),
        ("（0510）8600 0001", "（051***********"),
        ("2015", "2015"),
        ("徐霞客镇 3 组 12 户", "徐霞客镇 3 组 12 户"),
        ("a\0b", "ab"),
    ],
)
def test_numbers_of_persons_do_not_enter_the_log(typed: str, kept: str) -> None:
    assert masked_filters({"q": typed, "n": 3}) == {"q": kept, "n": 3}
    assert masked_filters({"q": [typed]}) == {"q": [kept]}

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
        ("2015", "2015"),
        ("a\0b", "ab"),
    ],
)
def test_numbers_of_persons_do_not_enter_the_log(typed: str, kept: str) -> None:
    assert masked_filters({"q": typed, "n": 3}) == {"q": kept, "n": 3}
    assert masked_filters({"q": [typed]}) == {"q": [kept]}

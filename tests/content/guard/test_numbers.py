import pytest

from content.guard.numbers import id_numbers, private_telephones
from content.guard.passages import Passage


def passage(text: str) -> Passage:
    return Passage("summary", (), "摘要", text)


@pytest.mark.parametrize(
    "text",
    [
        "身份证990000201001011234。",
        "990000 20100101 123X",
        "９９００００２０１００１０１１２３ｘ",
        "990000-20100101-1234",
        "旧证990000100101123",
        "990000\u200b201001011234",
    ],
)
def test_an_id_number_is_found_however_it_is_written(text: str) -> None:
    (finding,) = id_numbers(passage(text))
    assert finding.code == "id_number"
    assert "201001" not in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "文号〔2014〕10号",
        "2026-11-28 至 2026-12-10",
        "订单123456789012345678",
        "拨打12345",
        "1.2.3.4",
    ],
)
def test_other_numbers_are_no_id_numbers(text: str) -> None:
    assert not list(id_numbers(passage(text)))


@pytest.mark.parametrize(
    "text", ["电话13812345678", "138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８"]
)
def test_a_mobile_number_is_somebodys_own(text: str) -> None:
    (finding,) = private_telephones(passage(text), published=())
    assert finding.code == "telephone"
    assert "12345678" not in finding.message


@pytest.mark.parametrize(
    "text", ["0510-86861234", "110、12345、12338", "400-820-8820", "2013年1月"]
)
def test_offices_and_hotlines_may_be_called(text: str) -> None:
    assert not list(private_telephones(passage(text), published=()))


def test_what_an_agency_publishes_may_stand() -> None:
    assert not list(private_telephones(passage("138 1234 5678"), published=("13812345678",)))

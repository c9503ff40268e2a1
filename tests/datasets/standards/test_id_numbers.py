import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.standards.id_numbers import birth_date_in, check_character, fault_in, sex_in

TODAY = datetime.date(2026, 11, 20)


def test_the_standards_own_example_is_valid() -> None:
    # GB 11643-1999 computes these two itself.
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


def test_birth_date_and_sex_are_read() -> None:
    assert birth_date_in("11010519491231002X") == datetime.date(1949, 12, 31)
    assert sex_in("11010519491231002X") == "female"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("11010519491231002X", None),
        ("110105194912310021", "check_digit"),
        ("1101051949123100X", "length"),
        ("11010519491231O02X", "characters"),
        ("110105194913310029", "birth_date"),
        ("110105202912310022", "birth_date"),
    ],
)
def test_each_fault_has_its_name(number: str, fault: str | None) -> None:
    assert fault_in(number, today=TODAY) == fault


@given(
    born=st.dates(datetime.date(1900, 1, 1), TODAY),
    area=st.integers(100000, 999999),
    sequence=st.integers(0, 999),
    position=st.integers(0, 16),
    step=st.integers(1, 9),
)
def test_every_single_wrong_digit_is_found(
    born: datetime.date, area: int, sequence: int, position: int, step: int
) -> None:
    first = f"{area}{born:%Y%m%d}{sequence:03d}"
    number = first + check_character(first)
    assert fault_in(number, today=TODAY) is None
    wrong = str((int(number[position]) + step) % 10)
    assert fault_in(number[:position] + wrong + number[position + 1 :], today=TODAY) is not None

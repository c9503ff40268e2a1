"""What a mask shows, what it never shows, and that every mask is known when it comes back."""

import pytest

from datasets.standards.masks import (
    PROTECTED,
    PROTECTED_CATEGORY,
    is_masked,
    masked_address,
    masked_number,
    masked_phone,
)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990000201506010039", "990000********0039"),
        ("990000150601003", "990000*****1003"),
        ("13900005678", "139****5678"),
        ("E12345678", "*******78"),
        ("81234567", "******67"),
        ("12345", "******"),
        ("1", "******"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_shows_its_ends_and_a_short_one_next_to_nothing(
    number: str | None, shown: str
) -> None:
    assert masked_number(number) == shown


def test_each_of_several_phones_is_masked() -> None:
    assert masked_phone("13900005678、0510-86000000") == "139****5678、051******0000"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("江阴市徐霞客镇湖塘村15组8号", "江阴市徐霞客镇湖塘村***"),
        ("江阴市徐霞客镇人民社区3栋201", "江阴市徐霞客镇人民社区***"),
        ("江阴市徐霞客镇人民路15号湖塘村", "江阴市徐霞客镇***"),
        ("江阴市徐霞客镇湖塘村", "江阴市徐霞客镇湖塘村***"),
        ("人民路１５号", PROTECTED),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_village(address: str, shown: str) -> None:
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    "value", ["990000201506010039", "13900005678", "81234567", "1", "E1234567"]
)
def test_every_mask_of_a_number_is_known_again(value: str) -> None:
    assert is_masked(masked_number(value))


@pytest.mark.parametrize(
    "text",
    [PROTECTED, f" {PROTECTED} ", f"孤儿、{PROTECTED_CATEGORY}", "湖塘村***", "139＊＊＊＊5678"],
)
def test_a_cell_that_an_export_masked_is_known_again(text: str) -> None:
    assert is_masked(text)


@pytest.mark.parametrize(
    "text", ["990000201506010039", "湖塘村15组", "", "*", "孤儿", "已保护起来了"]
)
def test_what_a_clerk_writes_is_no_mask(text: str) -> None:
    assert not is_masked(text)

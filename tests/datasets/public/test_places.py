"""A citizen finds the own place by the name that everybody uses."""

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.models import Region
from datasets.public import find_places, public_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words", ["徐霞客镇", "徐霞客", "江阴徐霞客", "江阴市 徐霞客镇", "江阴　徐霞客镇", " 徐霞客 "]
)
def test_a_town_is_found_by_its_name_with_or_without_what_it_lies_in(words: str) -> None:
    found = find_places(words)
    assert found[0].place.name == "徐霞客镇"
    assert [area.name for area in found[0].above][-1] == "江阴市"


def test_what_lies_higher_stands_first() -> None:
    assert find_places("江阴")[0].place.name == "江阴市"


@pytest.mark.parametrize(
    "words", ["", "   ", "没有这个地方", "%", "_", "'", "\x00", "、", "a" * 500]
)
def test_words_that_name_no_place_find_none(words: str) -> None:
    assert find_places(words) == ()


def test_a_place_knows_what_lies_above_and_below_it() -> None:
    found = public_place("320281")
    assert found is not None
    assert [area.name for area in found.above] == ["江苏省", "无锡市"]
    assert "徐霞客镇" in {area.name for area in found.below}


def test_a_place_without_a_code_has_an_address_too(system: Actor) -> None:
    zone = create(
        Region,
        values={
            "name": "试验新区",
            "level": "township",
            "parent": Region.objects.get(code="320281"),
        },
        by=system,
        reason="测试",
    )
    found = public_place(f"r{zone.pk}")
    assert found is not None
    assert found.place.name == "试验新区"
    assert public_place(find_places("试验新区")[0].place.address) == found


@pytest.mark.parametrize("address", ["0", "r", "r0", "rx", "r" + "9" * 30, "\x00", "999999999999"])
def test_an_address_of_no_place_is_none(address: str) -> None:
    assert public_place(address) is None


def test_a_region_with_a_code_has_one_address() -> None:
    region = Region.objects.get(code="320281")
    assert public_place(f"r{region.pk}") is None

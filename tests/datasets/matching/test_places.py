"""From the words of a row to one region, among real ones and with namesakes."""

from typing import Any

import pytest

from datasets.matching.places import RegionFinder, keys_to_look_up
from datasets.queries.regions import KnownRegion, Place

PROVINCE, COUNTY, TOWN, VILLAGE, NAMESAKE, OTHER_TOWN, OTHER_VILLAGE = range(1, 8)


def known(
    key: int, name: str, level: str, path: str, *, alias: str = "", successor: Place | None = None
) -> KnownRegion:
    place = Place(id=key, code=f"code{key}", name=name, path=path)
    return KnownRegion(place=place, name=alias or name, level=level, successor=successor)


COUNTRY = [
    known(PROVINCE, "江苏省", "province", "1"),
    known(COUNTY, "江阴市", "county", "12"),
    known(TOWN, "徐霞客镇", "township", "123"),
    known(VILLAGE, "湖塘村村委会", "village", "1234"),
    known(NAMESAKE, "徐霞客村村委会", "village", "1235"),
    known(OTHER_TOWN, "长泾镇", "township", "126"),
    known(OTHER_VILLAGE, "湖塘社区居委会", "village", "1267"),
]


def find(*parts: str, home: tuple[str, ...] | None = None) -> tuple[int | None, list[str]]:
    """The region's key and the codes noted; parts: county, township, village, joined."""
    notes: list[str] = []

    def note(code: str, **_rest: Any) -> None:
        notes.append(code)

    padded = (*parts, "", "", "", "")[:4]
    place = RegionFinder(COUNTRY, home=home).find(padded, note)  # type: ignore[arg-type]
    return place.id if place else None, notes


@pytest.mark.parametrize(
    "parts",
    [
        ("江阴市", "徐霞客镇", "湖塘村"),
        ("", "徐霞客镇", "湖塘村村委会"),
        ("", "徐霞客", "湖塘"),
        ("江阴", "徐霞客镇", "湖塘村委会"),
        ("", "江阴市徐霞客镇", "湖塘村"),
        ("", "", "", "徐霞客湖塘"),
        ("", "", "", "徐霞客镇湖塘村"),
        ("", "", "", "江苏省江阴市徐霞客镇湖塘村委会"),
        ("", "", "", "江阴徐霞客湖塘"),
        ("", "徐霞客镇", "徐霞客镇湖塘村"),
    ],
)
def test_a_village_is_found_however_it_is_written(parts: tuple[str, ...]) -> None:
    assert find(*parts) == (VILLAGE, [])


def test_a_village_that_bears_its_towns_name_is_not_the_town() -> None:
    assert find("", "徐霞客镇", "徐霞客村") == (NAMESAKE, [])
    assert find("", "徐霞客", "徐霞客") == (NAMESAKE, [])
    assert find("", "徐霞客镇") == (TOWN, ["region_no_village"])


def test_namesakes_in_two_towns_are_never_guessed() -> None:
    assert find("", "", "湖塘") == (None, ["region_ambiguous"])


def test_the_kind_of_the_name_tells_namesakes_apart() -> None:
    assert find("", "", "湖塘村") == (VILLAGE, [])
    assert find("", "", "湖塘社区") == (OTHER_VILLAGE, [])
    assert find("", "", "湖塘社区居民委员会") == (OTHER_VILLAGE, [])
    assert find("", "", "湖塘村民委员会") == (VILLAGE, [])


def test_ones_own_area_tells_namesakes_apart() -> None:
    assert find("", "", "湖塘", home=("126",)) == (OTHER_VILLAGE, [])


def test_another_area_is_said_and_not_taken() -> None:
    assert find("", "徐霞客镇", "湖塘村", home=("126",)) == (None, ["outside_territory"])


def test_an_unknown_town_is_not_passed_over() -> None:
    assert find("", "无此镇", "湖塘村") == (None, ["region_unknown"])
    assert find("", "徐霞客镇", "无此村") == (None, ["region_unknown"])
    assert find() == (None, ["region_missing"])


def test_a_merged_region_leads_to_its_successor() -> None:
    gone = known(9, "老塘村村委会", "village", "1239", successor=COUNTRY[3].place)
    notes: list[str] = []
    place = RegionFinder([*COUNTRY, gone]).find(
        ("", "徐霞客镇", "老塘村", ""), lambda code, **_rest: notes.append(code)
    )
    assert place == COUNTRY[3].place
    assert notes == ["region_retired"]


def test_all_that_may_be_meant_is_looked_up() -> None:
    keys = keys_to_look_up(["江苏省江阴市徐霞客镇湖塘村委会"])
    assert {"江苏", "江阴", "徐霞客", "湖塘"} <= keys


def test_namesakes_are_called_by_what_lies_above_them() -> None:
    twins = [
        KnownRegion(
            place=Place(id=key, code=f"c{key}", name="芙蓉社区居委会", path=path),
            name="芙蓉社区居委会",
            level="village",
            above=town,
        )
        for key, path, town in ((8, "1231", "徐霞客镇"), (9, "1261", "长泾镇"))
    ]
    finder = RegionFinder([*COUNTRY, *twins])
    _place, [(code, _severity, params)] = finder.look(("", "", "芙蓉社区", ""))
    assert code == "region_ambiguous"
    assert params["candidates"] == "徐霞客镇芙蓉社区居委会、长泾镇芙蓉社区居委会"

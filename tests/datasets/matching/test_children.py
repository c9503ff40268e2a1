"""The verdict on one row of a ledger, weighed against what is recorded."""

import datetime
from itertools import count
from typing import Any

import pytest

from datasets.matching.children import Person, Verdict, evidence, find_child, is_spelling_of
from datasets.queries.matching import (
    ChildFields,
    ChildState,
    FamilyFields,
    FamilyState,
    GuardianFields,
    GuardianshipState,
    GuardianState,
    Register,
)
from datasets.queries.regions import Place

TOWN = Place(1, "320281104", "徐霞客镇", "00000001")
VILLAGE = Place(2, "320281104208", "徐霞客村", "0000000100000002")
NEXT_VILLAGE = Place(3, "320281104209", "湖塘村", "0000000100000003")
NOBODY = ChildFields("", "", "", None, None, *[""] * 8, None, "")
BORN = datetime.date(2015, 6, 1)
NUMBER, OTHER_NUMBER = "A1", "B2"

keys = count(1)


def child(
    name: str = "张伟",
    *,
    place: Place = VILLAGE,
    is_open: bool = True,
    guardian: str = "",
    phone: str = "",
    **fields: Any,
) -> ChildState:
    links: tuple[GuardianshipState, ...] = ()
    if guardian:
        family = FamilyState(1, place.id, FamilyFields("", ""))
        state = GuardianState(1, place.path, family, GuardianFields(guardian, None, phone))
        links = (GuardianshipState(1, state, "father", is_principal=True),)
    return ChildState(
        id=next(keys), is_open=is_open, place=place, family=None,
        fields=NOBODY._replace(name=name, **fields), guardianships=links,
    )  # fmt: skip


def person(name: str = "张伟", **values: Any) -> Person:
    given = {"id_number": None, "birth_date": None, "place": VILLAGE, "guardian_name": None}
    return Person(name=name, **given | values)


def verdict(who: Person, *recorded: ChildState) -> Verdict:
    register = Register()
    for one in recorded:
        register.children_by_name.setdefault(one.fields.name, []).append(one)
        if one.fields.id_number:
            register.children_by_id_number.setdefault(one.fields.id_number, []).append(one)
    return find_child(who, register)


@pytest.mark.parametrize(
    ("name", "recorded", "may_be"),
    [
        ("张伟", "张伟", True),
        ("张伟", "张炜", True),
        ("张伟", "王伟", True),
        ("张伟明", "张伟", True),
        ("张伟", "张小伟", True),
        ("买买提·艾力", "买买提艾力", True),
        ("张伟", "伟张", False),
        ("张伟", "李四", False),
        ("张伟明", "李伟", False),
        ("张", "李", False),
        ("张", "张伟", False),
        ("张伟", "张伟大明", False),
        ("张三丰", "张丰三", False),
        ("", "", True),
    ],
)
def test_one_character_may_be_changed_added_or_lost(
    name: str, recorded: str, *, may_be: bool
) -> None:
    assert is_spelling_of(name, recorded) is may_be
    assert is_spelling_of(recorded, name) is may_be


def test_the_number_decides_whatever_the_village_and_the_birth_date_say() -> None:
    known = child(place=NEXT_VILLAGE, id_number=NUMBER, birth_date=datetime.date(2010, 1, 1))
    assert verdict(person(id_number=NUMBER, birth_date=BORN), known).child is known


def test_a_number_under_a_wholly_different_name_is_doubted() -> None:
    known = child("李四", id_number=NUMBER)
    found = verdict(person(id_number=NUMBER), known)
    assert (found.doubt, found.child, found.params) == ("name_differs", known, {"name": "李四"})


def test_a_closed_record_is_doubted_unless_an_open_one_bears_the_number_too() -> None:
    closed, still_open = child(id_number=NUMBER, is_open=False), child(id_number=NUMBER)
    assert verdict(person(id_number=NUMBER), closed) == Verdict(
        doubt="record_closed", candidates=(closed,)
    )
    assert verdict(person(id_number=NUMBER), closed, still_open).child is still_open


def test_nobody_of_the_name_means_a_new_child() -> None:
    assert verdict(person(), child("李四")) == Verdict()
    assert verdict(person(id_number=NUMBER), child("李四", id_number=OTHER_NUMBER)) == Verdict()


def test_a_namesake_of_the_same_village_and_day_is_the_child() -> None:
    known = child(birth_date=BORN)
    for number in (None, NUMBER):
        assert verdict(person(birth_date=BORN, id_number=number), known).child is known
    with_number = child(birth_date=BORN, id_number=NUMBER)
    assert verdict(person(birth_date=BORN), with_number).child is with_number


def test_a_namesake_of_another_day_village_or_status_is_somebody_else() -> None:
    assert (
        verdict(person(birth_date=BORN), child(birth_date=datetime.date(2014, 6, 1))) == Verdict()
    )
    assert verdict(person(birth_date=BORN), child(birth_date=BORN, place=NEXT_VILLAGE)) == Verdict()
    assert verdict(person(birth_date=BORN), child(birth_date=BORN, is_open=False)) == Verdict()


@pytest.mark.parametrize(("said", "recorded"), [(TOWN, VILLAGE), (VILLAGE, TOWN)])
def test_a_place_given_less_exactly_may_be_the_same(said: Place, recorded: Place) -> None:
    known = child(birth_date=BORN, place=recorded)
    assert verdict(person(birth_date=BORN, place=said), known).child is known


def test_two_of_the_same_day_are_left_to_a_human() -> None:
    found = verdict(person(birth_date=BORN), child(birth_date=BORN), child(birth_date=BORN))
    assert (found.doubt, found.params) == ("several_candidates", {"count": 2})
    assert len(found.candidates) == 2


def test_the_same_day_with_another_number_is_doubted() -> None:
    known = child(birth_date=BORN, id_number=OTHER_NUMBER)
    found = verdict(person(birth_date=BORN, id_number=NUMBER), known)
    assert (found.doubt, found.child) == ("id_number_differs", known)


@pytest.mark.parametrize(
    ("said", "recorded"),
    [({"birth_date": BORN}, {}), ({}, {"birth_date": BORN}), ({"id_number": NUMBER}, {})],
)
def test_a_namesake_without_a_birth_date_on_one_side_is_doubted(
    said: dict[str, Any], recorded: dict[str, Any]
) -> None:
    assert verdict(person(**said), child(**recorded)).doubt == "doubtful_namesake"


@pytest.mark.parametrize(
    ("said", "recorded", "is_same"),
    [("张父", "张父", True), (None, "", True), ("李父", "张父", False), ("张父", "", False), (None, "张父", False)],
)  # fmt: skip
def test_where_nothing_else_is_known_the_guardian_tells(
    said: str | None, recorded: str, *, is_same: bool
) -> None:
    known = child(guardian=recorded)
    found = verdict(person(guardian_name=said), known)
    assert found == (
        Verdict(child=known)
        if is_same
        else Verdict(doubt="doubtful_namesake", child=known, candidates=(known,))
    )


def test_evidence_tells_what_speaks_for_a_child_and_what_against() -> None:
    known = child("张炜", id_number=NUMBER, birth_date=BORN, guardian="张父", phone="13800000001")
    who = person(
        id_number=NUMBER, birth_date=BORN, guardian_name="张父", guardian_phone="13800000001"
    )
    assert set(evidence(who, known)) == {
        "same_id_number", "similar_name", "same_birth_date", "same_village", "same_guardian",
        "same_guardian_phone",
    }  # fmt: skip
    stranger = person("李四", id_number=OTHER_NUMBER, place=NEXT_VILLAGE)
    assert set(evidence(stranger, known)) == {"other_id_number", "other_name", "other_village"}
    assert "closed" in set(evidence(who, child(is_open=False)))


def test_who_was_ruled_out_is_weighed_no_more() -> None:
    known = child(birth_date=BORN)
    register = Register()
    register.children_by_name["张伟"] = [known]
    who = person(birth_date=BORN)
    assert find_child(who, register).child is known
    assert find_child(who, register, ruled_out={known.id}) == Verdict()

"""Which recorded child a row speaks of: by ID number, else by name, birth date and village."""

import datetime
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from datasets.queries.matching import ChildState, Register
from datasets.queries.regions import Place


class Person(NamedTuple):
    """A child as a row describes it. `birth_date` may come from the ID number."""

    name: str
    id_number: str | None
    birth_date: datetime.date | None
    place: Place
    guardian_name: str | None
    guardian_phone: str | None = None


class Verdict(NamedTuple):
    """`child` where it is one and the same; `doubt` (an issue's code and parameters) where a human must say,
    and among whom (`candidates`).

    Neither: nobody recorded is this child.
    """

    child: ChildState | None = None
    doubt: str = ""
    params: dict[str, Any] | None = None
    candidates: tuple[ChildState, ...] = ()


_NOBODY = Verdict()


def find_child(
    person: Person,
    register: Register,
    *,
    ruled_out: Collection[int] = frozenset(),
    in_sight: Callable[[ChildState], bool] = lambda child: True,
) -> Verdict:
    """The verdict on one row. A number decides; without it namesakes in the village are weighed.

    `ruled_out`: the keys of namesakes of whom somebody has said that they are others. A closed file that is not
    `in_sight` is as if it were not: nobody learns from a number that its bearer was once in difficulty elsewhere.
    """
    if person.id_number:
        bearers = register.children_by_id_number.get(person.id_number, ())
        same_number = [child for child in bearers if child.is_open or in_sight(child)]
        if same_number:
            return _by_number(person, same_number)
    namesakes = [
        child
        for child in register.children_by_name.get(person.name, ())
        if child.is_open and child.id not in ruled_out and _same_village(child.place, person.place)
    ]
    return _among_namesakes(person, namesakes) if namesakes else _NOBODY


def _by_number(person: Person, found: list[ChildState]) -> Verdict:
    child = next((child for child in found if child.is_open), None)
    if child is None:
        return Verdict(doubt="record_closed", candidates=tuple(found))
    if not is_spelling_of(person.name, child.fields.name):
        params = {"name": child.fields.name}
        return Verdict(doubt="name_differs", params=params, child=child, candidates=(child,))
    return Verdict(child=child)


def _among_namesakes(person: Person, namesakes: list[ChildState]) -> Verdict:
    same_day, unsure = [], []
    for child in namesakes:
        born = child.fields.birth_date
        if born and person.birth_date:
            if born == person.birth_date:
                same_day.append(child)
        elif _both_unknown(person, child):
            same_day.append(child)
        else:
            unsure.append(child)
    if len(same_day) > 1:
        params = {"count": len(same_day)}
        return Verdict(doubt="several_candidates", params=params, candidates=tuple(same_day))
    if same_day:
        number = same_day[0].fields.id_number
        if number and person.id_number and number != person.id_number:
            return Verdict(doubt="id_number_differs", child=same_day[0], candidates=(same_day[0],))
        return Verdict(child=same_day[0])
    if unsure:
        return Verdict(doubt="doubtful_namesake", child=unsure[0], candidates=tuple(unsure))
    return _NOBODY


def evidence(person: Person, child: ChildState) -> Iterator[str]:
    """What speaks for the child being the person ("same_…", "similar_name") and what against ("other_…")."""
    fields = child.fields
    if person.id_number and fields.id_number:
        yield "same_id_number" if person.id_number == fields.id_number else "other_id_number"
    if person.name == fields.name:
        yield "same_name"
    else:
        yield "similar_name" if is_spelling_of(person.name, fields.name) else "other_name"
    if person.birth_date and fields.birth_date:
        is_same_day = person.birth_date == fields.birth_date
        yield "same_birth_date" if is_same_day else "other_birth_date"
    yield "same_village" if person.place.id == child.place.id else "other_village"
    guardians = [link.guardian.fields for link in child.guardianships]
    if person.guardian_phone and person.guardian_phone in [one.phone for one in guardians]:
        yield "same_guardian_phone"
    if person.guardian_name and person.guardian_name in [one.name for one in guardians]:
        yield "same_guardian"
    if not child.is_open:
        yield "closed"


def _both_unknown(person: Person, child: ChildState) -> bool:
    """Neither has a number or a birth date: the guardian's name tells, as the same file said it before."""
    if person.id_number or person.birth_date:
        return False
    if child.fields.id_number or child.fields.birth_date:
        return False
    guardians = {link.guardian.fields.name for link in child.guardianships}
    return person.guardian_name in guardians if person.guardian_name else not guardians


def _same_village(one: Place, other: Place) -> bool:
    """The same region, or one given less exactly than the other."""
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def is_spelling_of(name: str, recorded: str) -> bool:
    """Whether two names may be one, spelt differently: one character changed, added or lost.

    A wholly different name under the same ID number is somebody's mistake, not a correction.
    """
    if name == recorded:
        return True
    if abs(len(name) - len(recorded)) > 1 or min(len(name), len(recorded)) < 2:
        return False
    if len(name) == len(recorded):
        return sum(a != b for a, b in zip(name, recorded, strict=True)) == 1
    short, long = sorted((name, recorded), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))

"""Writing many households at once: families, guardians, children, and what joins them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted
from datasets.actions.seeding.missing import insert_as
from datasets.actions.seeding.regions import known_places
from datasets.models import Category, Child, ChildCategory, Family, Guardian, Guardianship

Values = Mapping[str, Any]


@dataclass(frozen=True)
class NewChild:
    """A child's fields; its categories, each with `code` and the link's fields; its guardians.

    `guardians` are pairs of the guardian's place in the household and the relation, the principal first.
    """

    values: Values
    categories: tuple[Values, ...]
    guardians: tuple[tuple[int, str], ...]
    is_registered_here: bool = True


@dataclass(frozen=True)
class Household:
    """A family in a region, named by its code. All households of a call fill the same fields."""

    region_code: str
    family: Values
    guardians: tuple[Values, ...]
    children: tuple[NewChild, ...]


@transaction.atomic
def add_households_once(*, households: Sequence[Household], by: Actor, reason: str) -> int:
    """Load the households; returns how many children, 0 where this reason has loaded any before.

    Only the program itself may: nobody's territory is asked. Households of unknown regions are left out.
    """
    if not by.is_system:
        raise NotPermitted
    before = Family.history.filter(history_user=by.user, history_type="+")
    if reason in before.values_list("history_change_reason", flat=True).iterator():
        return 0
    act = Act.now(by, reason)
    places = known_places(household.region_code for household in households)
    known = [household for household in households if household.region_code in places]
    regions = [places[household.region_code].id for household in known]
    families = insert_as(
        act,
        Family,
        [{"region_id": region, **home.family} for region, home in zip(regions, known, strict=True)],
    )
    rows = list(zip(known, regions, families, strict=True))
    guardians = _add_guardians(act, rows)
    return _add_children(act, rows, guardians)


Rows = Sequence[tuple[Household, int, int]]


def _add_guardians(act: Act, rows: Rows) -> dict[tuple[int, int], int]:
    """The guardians' keys by family and place in the household."""
    places = [(family, place) for home, _, family in rows for place in range(len(home.guardians))]
    values = [
        {"family_id": family, **guardian} for home, _, family in rows for guardian in home.guardians
    ]
    return dict(zip(places, insert_as(act, Guardian, values), strict=True))


def _add_children(act: Act, rows: Rows, guardians: Mapping[tuple[int, int], int]) -> int:
    found = [(child, region, family) for home, region, family in rows for child in home.children]
    keys = insert_as(
        act,
        Child,
        [
            {
                "region_id": region,
                "household_region_id": region if child.is_registered_here else None,
                "family_id": family,
                **child.values,
            }
            for child, region, family in found
        ],
    )
    categories = dict(Category.objects.values_list("code", "id"))
    links = [
        {"child_id": key, "category_id": categories[link["code"]], **_without_code(link)}
        for key, (child, *_) in zip(keys, found, strict=True)
        for link in child.categories
        if link["code"] in categories
    ]
    insert_as(act, ChildCategory, links)
    guardianships = [
        {
            "child_id": key,
            "guardian_id": guardians[family, place],
            "relation": relation,
            "is_principal": position == 0,
        }
        for key, (child, _, family) in zip(keys, found, strict=True)
        for position, (place, relation) in enumerate(child.guardians)
    ]
    insert_as(act, Guardianship, guardianships)
    return len(keys)


def _without_code(link: Values) -> dict[str, Any]:
    return {name: value for name, value in link.items() if name != "code"}

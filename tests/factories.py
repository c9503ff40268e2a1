"""Synthetic people. Their ID numbers bear the area code 990000, which the country has not given out."""

import datetime
import itertools
from typing import Any

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.models import Category, Child, Family, Guardian, Region
from datasets.standards.id_numbers import check_character

_sequence = itertools.count(1)


def id_number(
    born: datetime.date = datetime.date(2015, 6, 1), sex: str = "male", sequence: int | None = None
) -> str:
    """A number valid by GB 11643, of the reserved area 990000."""
    number = (next(_sequence) if sequence is None else sequence) % 500
    first = f"990000{born:%Y%m%d}{2 * number % 1000 + (1 if sex == 'male' else 0):03d}"
    return first + check_character(first)


def make_family(region: Region | str, *, by: Actor | None = None, **values: Any) -> Family:
    return create(
        Family,
        values={"region": _region(region), "head_name": "户主", **values},
        by=by or Actor.system(),
        reason="测试",
    )


def make_guardian(region: Region | str, *, by: Actor | None = None, **values: Any) -> Guardian:
    family = values.pop("family", None) or make_family(region, by=by)
    return create(
        Guardian,
        values={"family": family, "name": "李监护", **values},
        by=by or Actor.system(),
        reason="测试",
    )


def make_child(
    region: Region | str,
    *,
    by: Actor | None = None,
    categories: tuple[str, ...] = (),
    guardian: Guardian | None = None,
    relation: str = "father",
    **values: Any,
) -> Child:
    """A child on the open list, with the categories (by code) and the principal guardian given."""
    owned: dict[str, list[dict[str, Any]]] = {
        "category_links": [{"category": Category.objects.get(code=code)} for code in categories]
    }
    if guardian:
        owned["guardianships"] = [
            {"guardian": guardian, "relation": relation, "is_principal": True}
        ]
    return create(
        Child,
        values={"name": "王小明", "region": _region(region), **values},
        owned=owned,
        by=by or Actor.system(),
        reason="测试",
    )


def _region(region: Region | str) -> Region:
    return Region.objects.get(code=region) if isinstance(region, str) else region

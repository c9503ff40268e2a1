"""Loading policies, agencies, duties, leading groups and categories from their tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Field

from datasets.access import Actor
from datasets.actions.records import Act
from datasets.actions.seeding.missing import add_missing, known_ids
from datasets.actions.seeding.regions import known_places
from datasets.models import (
    Agency,
    Category,
    CategoryAlias,
    CategoryGroup,
    CategoryPlacement,
    CategoryScheme,
    Duty,
    DutyAssignment,
    LeadingGroup,
    LeadingGroupMember,
    Policy,
    Record,
    Region,
    WarningRule,
)
from datasets.seeds.tables import Row, seed_rows

Values = dict[str, Any]

#: The column of categories.csv that numbers the category's group in each scheme.
SCHEME_COLUMNS = {"zhengzhou-2014": "zhengzhou_group", "jiangyin-2015": "jiangyin_group"}


@transaction.atomic
def add_missing_reference_data(*, by: Actor, reason: str) -> dict[type[Record], int]:
    """Add what was never there; returns how many rows of each collection."""
    act = Act.now(by, reason)
    added: dict[type[Record], int] = {}

    def add(model: type[Record], rows: Iterable[Row], *key: str, **links: str) -> None:
        values = _resolved(model, rows, links)
        added[model] = added.get(model, 0) + add_missing(model, key=key, rows=values, act=act)

    add(Policy, seed_rows("policies"), "code", region_code="region")
    for generation in _parents_first(seed_rows("agencies")):
        add(Agency, generation, "code", region_code="region", parent_code="parent")
    add(Duty, seed_rows("duties"), "code", policy_code="policy")
    add(
        DutyAssignment, _assignments(), "duty_id", "agency_id", "region_id",
        duty_code="duty", agency_code="agency", region_code="region",
    )  # fmt: skip
    add(
        LeadingGroup, seed_rows("leading_groups"), "code",
        policy_code="policy", region_code="region", office_agency_code="office",
    )  # fmt: skip
    add(WarningRule, seed_rows("warning_rules"), "code")
    members = seed_rows("leading_group_members")
    add(LeadingGroupMember, members, "group_id", "position", group_code="group")
    schemes = seed_rows("category_schemes")
    add(CategoryScheme, schemes, "code", policy_code="policy", region_code="region")
    add(CategoryGroup, seed_rows("category_groups"), "scheme_id", "number", scheme_code="scheme")
    add(Category, seed_rows("categories"), "code")
    add(CategoryAlias, seed_rows("category_aliases"), "alias", category_code="category")
    added[CategoryPlacement] = add_missing(
        CategoryPlacement, key=("category_id", "group_id"), rows=_placements(), act=act
    )
    return added


def _resolved(
    model: type[Record], rows: Iterable[Row], links: Mapping[str, str]
) -> Iterator[Values]:
    """The rows with typed values; `links` maps a column of codes to the field that it fills."""
    rows = list(rows)
    fields = {field.name: field for field in model._meta.concrete_fields}
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {}
    for column in rows[0] if rows else ():
        if column in links:
            field: Any = model._meta.get_field(links[column])
            codes = {row[column] for row in rows}
            readers[column] = (field.attname, _ids_by_code(field.related_model, codes).get)
        elif column in fields:
            readers[column] = (column, _reader(fields[column]))
    for row in rows:
        yield {name: read(row[column]) for column, (name, read) in readers.items()}


def _ids_by_code(model: type[Record], codes: set[str]) -> dict[str, int | None]:
    if model is Region:
        return {code: place.id for code, place in known_places(codes - {""}).items()}
    return {code: key for (code,), key in known_ids(model, "code").items()}


def _reader(field: Field) -> Callable[[str], Any]:
    """How a cell of the tables becomes the field's value; a blank is None where the field may be."""
    if isinstance(field, BooleanField):
        return lambda text: text == "true"
    if field.null:
        return lambda text: field.to_python(text) if text else None
    return field.to_python


def _parents_first(agencies: list[Row]) -> Iterator[list[Row]]:
    """The agencies by generations: the table names a parent before its parts."""
    depths = {"": 0}
    for row in agencies:
        depths[row["code"]] = depths[row["parent_code"]] + 1
    ordered = sorted(agencies, key=lambda row: depths[row["code"]])
    for _, generation in groupby(ordered, key=lambda row: depths[row["code"]]):
        yield list(generation)


def _assignments() -> list[Row]:
    """Each duty lies on its agency in the agency's own region."""
    regions = {row["code"]: row["region_code"] for row in seed_rows("agencies")}
    return [
        row | {"region_code": regions[row["agency_code"]]} for row in seed_rows("duty_assignments")
    ]


def _placements() -> Iterator[Values]:
    categories = known_ids(Category, "code")
    schemes = known_ids(CategoryScheme, "code")
    groups = known_ids(CategoryGroup, "scheme_id", "number")
    for row in seed_rows("categories"):
        for scheme, column in SCHEME_COLUMNS.items():
            if row[column]:
                group = groups.get((schemes[scheme,], int(row[column])))
                yield {"category_id": categories[row["code"],], "group_id": group}

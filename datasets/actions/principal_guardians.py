"""Who is first in charge of a child."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.models import Child, Family, Guardian, Guardianship, Region
from datasets.standards.id_numbers import as_stored


def principal_of(child: Child) -> Guardianship | None:
    """The child's principal guardianship, from the prefetched ones where there are."""
    return next((link for link in child.guardianships.all() if link.is_principal), None)


@transaction.atomic
def guardian_in_family(
    *,
    values: Mapping[str, Any],
    family: Family | None,
    region: Region | None,
    by: Actor,
    reason: str,
) -> Guardian:
    """The family's guardian of that ID number, set to `values`, or a new one; without a family a new family
    in `region` too. Raises NotPermitted, ValidationError.
    """
    if family is None:
        head = {"region": region, "head_name": values["name"]}
        family = create(Family, values=head, by=by, reason=reason)
    number = as_stored(values.get("id_number"))
    known = number and by.rows(Guardian).filter(family=family, id_number=number).first()
    if known:
        change(known, values=values, by=by, reason=reason)
        return known
    return create(Guardian, values={**values, "family": family}, by=by, reason=reason)


def as_principal(
    guardian: Guardian, *, relation: str, child: Child | None = None
) -> list[Mapping[str, Any]]:
    """The rows of `guardianships` (actions/records.py) that put the guardian first; the former one stays."""
    links = list(child.guardianships.all()) if child else []
    former = [{"id": link.pk, "is_principal": False} for link in links if link.is_principal]
    known = next((link.pk for link in links if link.guardian_id == guardian.pk), None)
    new: Mapping[str, Any] = {
        "id": known,
        "guardian": guardian,
        "relation": relation,
        "is_principal": True,
    }
    return [*(row for row in former if row["id"] != known), new]

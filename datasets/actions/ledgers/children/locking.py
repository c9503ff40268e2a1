"""A plan made without locks, and whether it still holds once the rows it changes are locked.

Locking all that a ledger speaks of would write to 100,000 rows of which a monthly ledger changes few.
"""

from collections.abc import Iterable
from typing import Any

from datasets.actions.ledgers.children.beside import Beside
from datasets.actions.ledgers.children.plan import ChildrenPlan
from datasets.choices import ChildStatus, RowAction
from datasets.models import Child, ChildCategory, Family, Guardian, Guardianship, Record
from datasets.queries.lists import among_keys
from datasets.queries.matching import CHILD_FIELDS, FAMILY_FIELDS, GUARDIAN_FIELDS, ChildState


def lock_changes(plan: ChildrenPlan) -> bool:
    """Lock what the plan changes until the transaction ends; False if somebody changed it meanwhile."""
    children = [row.child for row in plan.rows if row.action == RowAction.UPDATE and row.child]
    guardians = [one.state for one in plan.guardians if one.state and one.values]
    families = [one.state for one in plan.families if one.state and one.values]
    return (
        _same_children(children, plan.beside)
        and _same_links(children)
        and _same(Guardian, GUARDIAN_FIELDS, {one.id: one.fields for one in guardians})
        and _same(Family, FAMILY_FIELDS, {one.id: one.fields for one in families})
    )


def _same_children(children: list[ChildState], beside: Beside) -> bool:
    expected = {
        child.id: (
            ChildStatus.OPEN if child.is_open else ChildStatus.CLOSED,
            child.place.id,
            child.family.id if child.family else None,
            *child.fields,
            *beside.stored(child),
        )
        for child in children
    }
    columns = ("status", "region_id", "family_id", *CHILD_FIELDS, *beside.columns)
    return _same(Child, columns, expected)


def _same_links(children: list[ChildState]) -> bool:
    guardianships = {
        link.id: (link.guardian.id, link.relation, link.is_principal)
        for child in children
        for link in child.guardianships
    }
    columns = ("guardian_id", "relation", "is_principal")
    if not _same(Guardianship, columns, guardianships):
        return False
    keys = among_keys(child.id for child in children)
    present = ChildCategory.objects.filter(child_id__in=keys, until_date=None)
    links = {
        (child_id, code) for child_id, code in present.values_list("child_id", "category__code")
    }
    counted = Guardianship.objects.filter(child_id__in=keys).count()
    return counted == len(guardianships) and links == {
        (child.id, code) for child in children for code in child.categories
    }


def _same(
    model: type[Record], columns: Iterable[str], expected: dict[int, tuple[Any, ...]]
) -> bool:
    if not expected:
        return True
    rows = model._default_manager.filter(pk__in=among_keys(expected)).order_by("pk")
    locked = rows.select_for_update(of=("self",)).values_list("pk", *columns)
    return {key: tuple(values) for key, *values in locked} == expected

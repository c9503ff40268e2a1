"""Where the register holds what a child's row would overwrite."""

from datasets.actions.ledgers.children.parents import SOURCES
from datasets.actions.ledgers.children.plan import ChildRow
from datasets.actions.ledgers.records.made import ledger_fields
from datasets.actions.ledgers.records.writing import columns_of
from datasets.models import Child, Guardian, Guardianship
from datasets.queries.changes import Spot
from datasets.queries.matching import CHILD_FIELDS

_OF_GUARDIAN = {
    "guardian_name": "name",
    "guardian_id_number": "id_number",
    "guardian_phone": "phone",
}


def spot_of(row: ChildRow, name: str) -> Spot | None:
    """The column behind a field of the row; None where there is none."""
    if row.child is None:
        return None
    if name in CHILD_FIELDS:
        return Spot(Child, row.child.id, name)
    if name == "region" or name in ledger_fields(Child):
        (column,) = columns_of(Child, (name,))
        return Spot(Child, row.child.id, column)
    link = row.household.link if row.household else None
    if name == "guardian_name" and link is None:
        # Another person: what the row ends is that the former one is the principal guardian.
        former = next((one for one in row.child.guardianships if one.is_principal), None)
        return Spot(Guardianship, former.id, "is_principal") if former else None
    if name == "guardian_relation" and link:
        return Spot(Guardianship, link.id, "relation")
    guardian = row.household.guardian if row.household else None
    if name in _OF_GUARDIAN and guardian and guardian.state:
        return Spot(Guardian, guardian.state.id, _OF_GUARDIAN[name])
    return _of_parent(row, name)


def _of_parent(row: ChildRow, name: str) -> Spot | None:
    for parent in row.household.parents if row.household else ():
        for field, source in SOURCES[parent.relation].items():
            if source == name and parent.guardian.state:
                return Spot(Guardian, parent.guardian.state.id, field)
    return None

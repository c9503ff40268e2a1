"""What each collection's ledger does in its own way: which tables it writes, how its rows are planned and written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from datasets.actions.ledgers.children.locking import lock_changes
from datasets.actions.ledgers.children.plan import plan_children
from datasets.actions.ledgers.children.spots import spot_of
from datasets.actions.ledgers.children.writing import write_children
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.records.agencies import AGENCIES
from datasets.actions.ledgers.records.assignments import ASSIGNMENTS
from datasets.actions.ledgers.records.bearers import plan_duties, write_duties
from datasets.actions.ledgers.records.duties import DUTIES
from datasets.actions.ledgers.records.families import FAMILIES
from datasets.actions.ledgers.records.guardians import GUARDIANS
from datasets.actions.ledgers.records.locking import lock_records
from datasets.actions.ledgers.records.made import rules_of, with_made_fields
from datasets.actions.ledgers.records.plan import plan_records
from datasets.actions.ledgers.records.policies import POLICIES
from datasets.actions.ledgers.records.regions import (
    REGIONS,
    plan_regions,
    settle_regions,
    write_regions,
)
from datasets.actions.ledgers.records.rows import spot_in
from datasets.actions.ledgers.records.rules import RecordRules
from datasets.actions.ledgers.records.writing import write_records
from datasets.custom.loading import follow, made_model
from datasets.custom.specs import Catalogue
from datasets.models import (
    Child,
    ChildCategory,
    Duty,
    DutyAssignment,
    Family,
    Guardian,
    Guardianship,
    Record,
    Region,
    RegionName,
)
from datasets.queries.changes import Spot


@dataclass(frozen=True)
class LedgerKind:
    """The rules of one collection's ledger.

    `plan(rows, by=, choices=, progress=)` reads the register and writes nothing; `lock(plan)` holds what it changes
    until the transaction ends and tells whether it is still as the plan saw it; `write(plan, origin=, progress=)`
    writes it with its history, in the same transaction.
    """

    collection: str
    #: A row's record. Whoever may import it may hand in its ledgers.
    model: type[Record]
    #: The tables that a ledger writes, in the order in which forms and ledgers lock them.
    written: tuple[type[Record], ...]
    #: The same tables in the order in which undoing goes through them: what points to others before those.
    undone: tuple[type[Record], ...]
    #: The field by which a row calls its record.
    naming: str
    plan: Callable[..., Plan]
    lock: Callable[[Any], bool]
    write: Callable[..., None]
    #: Where the register holds a field that a row (of this kind's plan) would overwrite; None where nowhere.
    spot_of: Callable[[Any, str], Spot | None]
    #: Works out anew what follows from the fields of the kind's own records (by key) that undoing set back.
    settle: Callable[[Iterable[int]], None] = lambda _keys: None


def _of_records(collection: str, rules: RecordRules) -> LedgerKind:
    return LedgerKind(
        collection=collection,
        model=rules.model,
        written=(rules.model,),
        undone=(rules.model,),
        naming=rules.naming,
        plan=partial(plan_records, rules=rules),
        lock=lock_records,
        write=write_records,
        spot_of=partial(spot_in, rules.model),
    )


_BUILT_IN = {
    kind.collection: kind
    for kind in (
        LedgerKind(
            collection="children",
            model=Child,
            written=(Child, Guardianship, ChildCategory, Guardian, Family),
            undone=(ChildCategory, Guardianship, Child, Guardian, Family),
            naming="name",
            plan=plan_children,
            lock=lock_changes,
            write=write_children,
            spot_of=spot_of,
        ),
        _of_records("families", FAMILIES),
        _of_records("guardians", GUARDIANS),
        _of_records("agencies", AGENCIES),
        LedgerKind(
            collection="duties",
            model=Duty,
            written=(Duty, DutyAssignment),
            undone=(DutyAssignment, Duty),
            naming=DUTIES.naming,
            plan=plan_duties,
            lock=lock_records,
            write=write_duties,
            spot_of=partial(spot_in, Duty),
        ),
        _of_records("assignments", ASSIGNMENTS),
        _of_records("policies", POLICIES),
        LedgerKind(
            collection="regions",
            model=Region,
            written=(Region, RegionName),
            undone=(RegionName, Region),
            naming=REGIONS.naming,
            plan=plan_regions,
            lock=lock_records,
            write=write_regions,
            spot_of=partial(spot_in, Region),
            settle=settle_regions,
        ),
    )
}

#: Collection → its kind. Those of one's own come and go.
KINDS = dict(_BUILT_IN)
#: Built-in ones whose rows are planned and written by their rules alone: defined fields join them.
_BY_RULES = {
    "families": FAMILIES, "guardians": GUARDIANS, "agencies": AGENCIES, "assignments": ASSIGNMENTS,
}  # fmt: skip


def _fit(catalogue: Catalogue) -> None:
    KINDS.clear()
    KINDS.update(_BUILT_IN)
    for code, rules in _BY_RULES.items():
        if code in catalogue.fields:
            KINDS[code] = _of_records(code, with_made_fields(rules))
    for code in catalogue.collections:
        KINDS[code] = _of_records(code, rules_of(made_model(code)))


follow(_fit)

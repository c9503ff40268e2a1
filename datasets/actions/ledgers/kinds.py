"""What each collection's ledger does in its own way: which tables it writes, how its rows are planned and written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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
    #: Whether `plan` knows the rows of an earlier ledger again.
    knows_again: bool = False


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


def _of_duties(collection: str, rules: RecordRules) -> LedgerKind:
    return replace(
        _of_records(collection, rules),
        written=(Duty, DutyAssignment),
        undone=(DutyAssignment, Duty),
        plan=partial(plan_duties, rules=rules),
        write=write_duties,
    )


def _of_regions(collection: str, rules: RecordRules) -> LedgerKind:
    return replace(
        _of_records(collection, rules),
        written=(Region, RegionName),
        undone=(RegionName, Region),
        plan=partial(plan_regions, rules=rules),
        write=write_regions,
        settle=settle_regions,
    )


_CHILDREN = LedgerKind(
    collection="children",
    model=Child,
    written=(Child, Guardianship, ChildCategory, Guardian, Family),
    undone=(ChildCategory, Guardianship, Child, Guardian, Family),
    naming="name",
    plan=plan_children,
    lock=lock_changes,
    write=write_children,
    spot_of=spot_of,
    knows_again=True,
)
#: Built-in collections whose ledgers go by rules, which defined fields join.
_BY_RULES: dict[str, tuple[Callable[[str, RecordRules], LedgerKind], RecordRules]] = {
    "families": (_of_records, FAMILIES),
    "guardians": (_of_records, GUARDIANS),
    "agencies": (_of_records, AGENCIES),
    "duties": (_of_duties, DUTIES),
    "assignments": (_of_records, ASSIGNMENTS),
    "policies": (_of_records, POLICIES),
    "regions": (_of_regions, REGIONS),
}

#: Collection → its kind. Those of one's own come and go.
KINDS: dict[str, LedgerKind] = {}


def _fit(catalogue: Catalogue) -> None:
    KINDS.clear()
    KINDS["children"] = _CHILDREN
    for code, (kind_of, rules) in _BY_RULES.items():
        KINDS[code] = kind_of(code, with_made_fields(rules) if code in catalogue.fields else rules)
    for code in catalogue.collections:
        KINDS[code] = _of_records(code, rules_of(made_model(code)))


follow(_fit)


def tables_of(collection: str) -> tuple[type[Record], ...]:
    """Those that its ledgers write or, of a collection out of use, wrote."""
    kind = KINDS.get(collection)
    return kind.written if kind else (made_model(collection),)

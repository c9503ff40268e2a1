"""What each collection's ledger does in its own way: which tables it writes, how its rows are planned and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from datasets.actions.ledgers.children.locking import lock_changes
from datasets.actions.ledgers.children.plan import plan_children
from datasets.actions.ledgers.children.writing import write_children
from datasets.actions.ledgers.plan import Plan
from datasets.models import Child, ChildCategory, Family, Guardian, Guardianship, Record


@dataclass(frozen=True)
class LedgerKind:
    """The rules of one collection's ledger.

    `plan(rows, by=, progress=)` reads the register and writes nothing; `lock(plan)` holds what the plan changes
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
    plan: Callable[..., Plan]
    lock: Callable[[Any], bool]
    write: Callable[..., None]


KINDS = {
    kind.collection: kind
    for kind in (
        LedgerKind(
            collection="children",
            model=Child,
            written=(Child, Guardianship, ChildCategory, Guardian, Family),
            undone=(ChildCategory, Guardianship, Child, Guardian, Family),
            plan=plan_children,
            lock=lock_changes,
            write=write_children,
        ),
    )
}

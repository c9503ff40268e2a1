"""The defined fields of children, beside those that every register has: what rows say, what is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from datasets.access import Actor
from datasets.actions.ledgers.records.made import ledger_fields, references_of, written_by_of
from datasets.actions.ledgers.records.naming import resolve_references
from datasets.actions.ledgers.records.rows import RecordRow
from datasets.actions.ledgers.records.rules import RecordRules
from datasets.actions.ledgers.records.writing import columns_of, stored_value
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import RowAction
from datasets.models import Child
from datasets.queries.lists import among_keys
from datasets.queries.matching import ChildState, Register
from datasets.queries.records import states_of


@dataclass(frozen=True)
class Beside:
    """`recorded`: child → field → value. Empty, and without a cost, where no field is defined."""

    names: tuple[str, ...] = ()
    recorded: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    #: Sheet and row → the row, with the records that its cells name found; only of rows that name one.
    linked: Mapping[tuple[str, int], RecordRow] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        return columns_of(Child, self.names)

    def of(self, child: ChildState) -> Mapping[str, Any]:
        return self.recorded.get(child.id, {})

    def stored(self, child: ChildState) -> tuple[Any, ...]:
        """What the columns hold."""
        recorded = self.of(child)
        return tuple(stored_value(recorded[name]) for name in self.names)


NOTHING_BESIDE = Beside()


def beside_children(rows: Sequence[ReadRow], register: Register, by: Actor) -> Beside:
    names = ledger_fields(Child)
    if not names:
        return NOTHING_BESIDE
    written_by = written_by_of(Child)
    which = Q(pk__in=among_keys(child.id for child in register.children()))
    states = states_of(Child, names, written_by=written_by, which=which)
    return Beside(names, {one.id: one.fields for one in states}, _linked(rows, by))


def _linked(rows: Sequence[ReadRow], by: Actor) -> dict[tuple[str, int], RecordRow]:
    references = references_of(Child)
    rules = RecordRules(
        model=Child, fields=tuple(references), naming="name", keys=(), references=references
    )
    asked = ("region", *references)
    found = [
        RecordRow(
            row,
            action=RowAction.UNCHANGED,
            said={name: row.values[name] for name in asked if name in row.values},
        )
        for row in rows
        if not row.has_errors and not references.keys().isdisjoint(row.values)
    ]
    if found:
        resolve_references(found, rules, by)
    return {(row.read.sheet, row.read.row): row for row in found}

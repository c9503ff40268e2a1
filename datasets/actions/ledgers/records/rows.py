"""A row that is one record, and what it points to."""

from dataclasses import dataclass, field
from typing import Any

from datasets.actions.ledgers.issues import Issue
from datasets.actions.ledgers.plan import PlannedRow
from datasets.choices import RowAction
from datasets.models import Record
from datasets.queries.changes import Spot
from datasets.queries.records import RecordState, Target


@dataclass(slots=True)
class RecordRow(PlannedRow):
    """One record's row. `said` are its values with what they point to found."""

    said: dict[str, Any] = field(default_factory=dict)
    record: RecordState | None = None
    #: Field → what is to be written: all of a new record, what changes of a recorded one.
    written: dict[str, Any] = field(default_factory=dict)
    #: The earlier row of the same record, where rows of one record add up.
    same_as: "RecordRow | None" = None

    @property
    def values(self) -> dict[str, Any]:
        return self.said

    @property
    def pointed_to(self) -> dict[str, Any]:
        return {name: one for name, one in self.said.items() if isinstance(one, Target | list)}

    def park(self, field_name: str, code: str, **params: Any) -> None:
        self.note(field_name, code, **params)
        self.cannot_be_new = True  # unless whoever parks it knows better
        if self.action != RowAction.ERROR:
            self.action = RowAction.PARK

    def refuse(self, field_name: str, code: str, **params: Any) -> None:
        self.issues += (Issue(field_name, code, params=params),)
        self.action = RowAction.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming(Target):
    """A record that another row of the same ledger makes; its key is given when it is written."""

    row: RecordRow


def spot_in(model: type[Record], row: RecordRow, name: str) -> Spot | None:
    """Where the register holds what the row would write in a field; None of what is no column of the record."""
    if row.record_id is None or name not in row.written:
        return None
    field: Any = model._meta.get_field(name)
    return Spot(model, row.record_id, field.attname)

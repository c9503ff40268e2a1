"""What a ledger's rows would do to the register, whatever collection they speak of."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets.actions.ledgers.choices import SKIP
from datasets.actions.ledgers.issues import Issue
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import RowAction
from datasets.readers import WARNING

_DIGIT = re.compile(r"\d")


#: Evidence: another row of the file is that record already, and no second one can be.
TAKEN = "other_row"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a row may speak of, and what speaks for and against it (codes of matching/, TAKEN)."""

    record_id: int
    #: Where it lies, as far as decisions on it are kept for later ledgers.
    region_id: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class PlannedRow:
    """One row and what applying it does. `changes`: field → [recorded, new] as canonical values."""

    read: ReadRow
    action: RowAction = RowAction.ERROR
    #: What was wrong as the row was read, and what planning found.
    issues: tuple[Issue, ...] = ()
    changes: dict[str, list[Any]] = field(default_factory=dict)
    #: The record that the row speaks of: known from the plan where it is recorded, once written where it is new.
    record_id: int | None = None
    #: Where a human must say whose row it is, or has said: the records in sight that it may be.
    candidates: Sequence[Candidate] = ()
    #: Whether nobody can say that it is somebody new: its number is another's, or it is no person.
    cannot_be_new: bool = False
    #: What was decided: a record's key, NEW or SKIP; and whom the row describes, as a fingerprint.
    decision: str = ""
    identity: str = ""
    #: What the row says otherwise and the record keeps all the same: field → [recorded, said].
    kept: dict[str, list[Any]] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the row says, by field."""
        return self.read.values

    @property
    def stands_alone(self) -> bool:
        """Whether the row went through by what it says, without a remark of the plan's and without a decision."""
        return (
            self.action not in (RowAction.ERROR, RowAction.PARK)
            and self.issues is self.read.issues
            and not (self.kept or self.decision or self.candidates or self.pointed_to)
        )

    @property
    def pointed_to(self) -> dict[str, Any]:
        """The records that names in the row were taken for, by field: they may be others by the next look."""
        return {}

    def called(self, field_name: str) -> str:
        """What the row calls its record; of a cell that was not understood nothing with a number in it."""
        said = self.values.get(field_name)
        if said is None:
            text = self.read.cells.get(field_name, "")
            return "" if _DIGIT.search(text) else text
        return str(getattr(said, "name", said))

    @property
    def is_warned(self) -> bool:
        return any(issue.severity == WARNING for issue in self.issues)

    def note(self, field_name: str, code: str, **params: Any) -> None:
        """Warn on a field; the row as read stays as it is, so that it can be planned again."""
        self.issues += (Issue(field_name, code, WARNING, params),)

    def keep(self, field_name: str, recorded: Any, said: Any) -> None:
        """Note that a field stays as recorded, because somebody chose so."""
        self.kept = {**(self.kept or {}), field_name: [recorded, said]}

    def skip(self, field_name: str) -> None:
        """Leave the row out, because somebody decided so; `field_name` is what names it."""
        self.action = RowAction.UNCHANGED
        self.decision = SKIP
        self.note(field_name, "skipped")


@dataclass
class Plan:
    """Every row of a ledger, in its order; a collection's own plan adds what its rows share."""

    rows: list[Any]

    def summary(self) -> dict[str, int]:
        """How many rows each action has, every action named."""
        counted = Counter(row.action.value for row in self.rows)
        return {action.value: counted[action.value] for action in RowAction}

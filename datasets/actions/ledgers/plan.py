"""What a ledger's rows would do to the register, whatever collection they speak of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from datasets.actions.ledgers.issues import WARNING, Issue
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import RowAction
from datasets.models.regions import PATH_STEP


@dataclass(slots=True)
class PlannedRow:
    """One row and what applying it does. `changes`: field → [recorded, new] as canonical values."""

    read: ReadRow
    action: RowAction = RowAction.ERROR
    #: What was wrong as the row was read, and what planning found.
    issues: list[Issue] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    #: The record that the row speaks of: known from the plan where it is recorded, once written where it is new.
    record_id: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the row says, by field."""
        return self.read.values

    @property
    def pointed_to(self) -> dict[str, Any]:
        """The records that names in the row were taken for, by field: they may be others by the next look."""
        return {}

    def note(self, field_name: str, code: str, **params: Any) -> None:
        """Warn on a field; the row as read stays as it is, so that it can be planned again."""
        self.issues.append(Issue(field_name, code, WARNING, params))


@dataclass
class Plan:
    """Every row of a ledger, in its order; a collection's own plan adds what its rows share."""

    rows: list[Any]

    def summary(self) -> dict[str, int]:
        """How many rows each action has, every action named."""
        counted = Counter(row.action.value for row in self.rows)
        return {action.value: counted[action.value] for action in RowAction}


def common_path(paths: Iterable[str]) -> str:
    """The path of the lowest region above all of these; "" for none."""
    found: str | None = None
    for path in set(paths):
        if found is None:
            found = path
        while not path.startswith(found):
            found = found[:-PATH_STEP]
    return found or ""

"""What passes from the ledger door to the plan: plain data, no spreadsheet and no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from datasets.actions.ledgers.issues import Issue
from datasets.readers import ERROR
from datasets.standards.writing import one_line

#: What a telephone number may be written with, and be the same number.
_BETWEEN_DIGITS = str.maketrans("", "", " -()（）")

#: One for all rows: in a ledger of 100,000 those that have nothing of a kind are most.
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(slots=True)
class ReadRow:
    """One row of a ledger as it was read.

    `values` holds canonical values by field: str, datetime.date, Decimal, list of category codes, and a
    Place under "region"; what the row lacked is absent. `cells` are the original texts by field
    where they differ from the value, `extra` the texts of columns that map to no field, by header.
    """

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def has_errors(self) -> bool:
        return any(issue.severity == ERROR for issue in self.issues)

    def note(self, field_name: str, code: str, *, severity: str = ERROR, **params: Any) -> None:
        self.issues += (Issue(field_name, code, severity, params),)


def says_the_same(field_name: str, value: Any, recorded: Any) -> bool:
    """Whether a cell that was read as `value` says what is recorded.

    Forms keep line breaks, and a telephone number as it was typed; that a ledger writes it otherwise is
    no change.
    """
    if value == recorded or not isinstance(recorded, str):
        return bool(value == recorded)
    if field_name == "phone":
        return bool(value.translate(_BETWEEN_DIGITS) == recorded.translate(_BETWEEN_DIGITS))
    return bool(value == one_line(recorded))

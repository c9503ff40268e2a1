"""What passes from the ledger door to the plan: plain data, no spreadsheet and no database."""

from dataclasses import dataclass, field
from typing import Any

from datasets.actions.ledgers.issues import ERROR, Issue


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
    issues: list[Issue] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return any(issue.severity == ERROR for issue in self.issues)

    def note(self, field_name: str, code: str, *, severity: str = ERROR, **params: Any) -> None:
        self.issues.append(Issue(field_name, code, severity, params))

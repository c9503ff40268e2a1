"""What a ledger would overwrite: counted field by field, and marked where what is recorded may be the better."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from datasets.actions.ledgers.kinds import LedgerKind
from datasets.actions.ledgers.plan import Plan, PlannedRow
from datasets.choices import RowAction
from datasets.queries.changes import Spot, said_after
from datasets.queries.regions import Place
from datasets.standards.shortening import says_less, shortens

LESS = "less_than_recorded"
OLDER = "older_than_recorded"


def overwritten_fields(rows: Iterable[PlannedRow]) -> list[dict[str, Any]]:
    """As a batch keeps them, the most frequent first: field, in how many rows it differs from the record, and in
    how many it is marked `less` or `older`. A field that keeps what is recorded is counted like the others.
    """
    counted: Counter[str] = Counter()
    marked: dict[str, Counter[str]] = {LESS: Counter(), OLDER: Counter()}
    for row in rows:
        counted.update(name for name, _recorded, _said in _overwritten(row))
        counted.update(list(row.kept or ()))
        for issue in row.issues:
            if issue.code in marked:
                marked[issue.code][issue.field] += 1
    return [
        {"field": name, "rows": count, "less": marked[LESS][name], "older": marked[OLDER][name]}
        for name, count in sorted(counted.items(), key=lambda told: (-told[1], told[0]))
    ]


def mark_doubtful(
    plan: Plan, kind: LedgerKind, *, as_of: datetime.date | None, today: datetime.date
) -> None:
    """Warn of cells that would overwrite what was said after the ledger's own day, or what says more.

    `plan` is not yet written.
    """
    newer: dict[Spot, datetime.date] = {}
    if as_of and as_of < today:
        newer = said_after(as_of, _spots(plan, kind))
    for row in plan.rows:
        for name, recorded, said in _overwritten(row):
            since = newer.get(spot) if newer and (spot := kind.spot_of(row, name)) else None
            if since:
                row.note(name, OLDER, of=str(as_of), since=since.isoformat())
            elif _says_less(name, recorded, said) and not _is_listed(kind.spot_of(row, name)):
                row.note(name, LESS)


def _spots(plan: Plan, kind: LedgerKind) -> Iterator[Spot]:
    for row in plan.rows:
        for name, _recorded, _said in _overwritten(row):
            if spot := kind.spot_of(row, name):
                yield spot


def _overwritten(row: PlannedRow) -> Iterator[tuple[str, Any, Any]]:
    """Field, what is recorded, what is said; what a row only adds to (categories) is not among them."""
    if row.action == RowAction.UPDATE:
        for name, (recorded, said) in row.changes.items():
            if recorded not in (None, "") and not isinstance(recorded, list):
                yield name, recorded, said


def _says_less(name: str, recorded: Any, said: Any) -> bool:
    if isinstance(recorded, str) and isinstance(said, str):
        return (shortens if name.endswith("address") else says_less)(said, recorded)
    if isinstance(recorded, Place) and isinstance(said, Place):
        return recorded.path != said.path and recorded.path.startswith(said.path)
    return False


def _is_listed(spot: Spot | None) -> bool:
    """Whether the words of the column are codes, of which none says more than another."""
    field: Any = spot.model._meta.get_field(spot.column) if spot else None
    return field is None or bool(field.choices)

"""Values as the command line, the stored batch and the screens show them: JSON, one form for each type."""

import datetime
from decimal import Decimal
from typing import Any

import orjson

from datasets.actions.ledgers.plan import PlannedRow
from datasets.queries.records import Target
from datasets.queries.regions import Place

#: What stands for a record.
_RECORDS = (Place, Target)


def canonical(value: Any) -> Any:
    """ISO dates, decimals as strings with at least two places, other records by their own key."""
    if isinstance(value, _RECORDS):
        return value.key
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{max(2, -int(value.as_tuple().exponent))}f}"
    if isinstance(value, list | tuple):
        return [canonical(one) for one in value]
    return value


def as_json(document: Any) -> bytes:
    """A document of plain data and of values, as JSON with each value in its canonical form."""
    # Dates are written as canonical() would; what orjson does not know itself it hands to canonical().
    return orjson.dumps(document, default=canonical, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def as_json_text(document: Any) -> str:
    return as_json(document).decode()


def canonical_values(row: PlannedRow) -> dict[str, Any]:
    return {name: canonical(value) for name, value in row.values.items()}


def canonical_changes(row: PlannedRow) -> dict[str, list[Any]]:
    return {
        name: [canonical(recorded), canonical(new)] for name, (recorded, new) in row.changes.items()
    }

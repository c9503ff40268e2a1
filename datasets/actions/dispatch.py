"""The action of a collection: a noun's own where it has one, the general one otherwise."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.records import Owned
from datasets.actions.regions import change_region, create_region
from datasets.models import Record, Region

RecordT = TypeVar("RecordT", bound=Record)

_CREATE: dict[type[Record], Callable[..., Any]] = {Region: create_region}
_CHANGE: dict[type[Record], Callable[..., list[str]]] = {Region: change_region}


def create(
    model: type[RecordT],
    *,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
) -> RecordT:
    """A new record of the collection. Raises NotPermitted, ValidationError."""
    action = _CREATE.get(model)
    if action is None:
        return records.create_record(model=model, values=values, owned=owned, by=by, reason=reason)
    made: RecordT = action(values=values, owned=owned, by=by, reason=reason)
    return made


def change(
    record: Record,
    *,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Change a record; returns what changed. Raises NotPermitted, RecordChangedMeanwhile, ValidationError."""
    action: Callable[..., list[str]] = _CHANGE.get(type(record), records.change_record)
    return action(
        record=record,
        values=values,
        owned=owned,
        by=by,
        reason=reason,
        seen_version=seen_version,
    )

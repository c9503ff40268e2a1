"""Adding the rows that were never there, many at once, each with its history."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasets.actions.records import Act
from datasets.history.bulk import Origin, Write, insert_rows, new_keys
from datasets.models import Record


def known_ids(model: type[Record], *fields: str) -> dict[tuple[Any, ...], int | None]:
    """The key of every row that the collection has or ever had, by the values of `fields`.

    None where the row was removed: what a city removed or renamed is found in the history, and so is
    not taken for missing.
    """
    stored = list(model._default_manager.values_list("id", *fields))
    present = {key for key, *_ in stored}
    past = model.history.values_list("id", *fields)
    return {tuple(values): key if key in present else None for key, *values in (*past, *stored)}


def add_missing(
    model: type[Record], *, key: tuple[str, ...], rows: Iterable[Mapping[str, Any]], act: Act
) -> int:
    """Insert the rows whose `key` fields were never there; returns how many.

    Each row maps the same column names to values. Left out are rows that hang on something that a
    city has removed.
    """
    known = known_ids(model, *key)
    new = [
        row
        for row in rows
        if tuple(row[name] for name in key) not in known and _is_complete(model, row)
    ]
    insert_as(act, model, new)
    return len(new)


def insert_as(act: Act, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that map the same columns, as one act; returns their keys in the same order."""
    keys = new_keys(model, len(rows))
    if rows:
        writes = (Write(key, tuple(row.values())) for key, row in zip(keys, rows, strict=True))
        insert_rows(model, list(rows[0]), writes, origin=origin_of(act))
    return keys


def origin_of(act: Act) -> Origin:
    return Origin(author_id=act.by.user.pk, at=act.at, reason=act.reason)


def _is_complete(model: type[Record], row: Mapping[str, Any]) -> bool:
    needed = {field.attname for field in model._meta.concrete_fields if not field.null}
    return not any(row[name] is None for name in needed & row.keys())

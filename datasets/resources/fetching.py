"""What columns show of records, fetched set-wise: no model instance, one question for each owned relation a chunk.

The export writes it, the import compares with it: there is no second way in which a cell is made.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

from datasets.access import Actor
from datasets.access.field_groups import masked
from datasets.queries.lists import with_keys
from datasets.resources.cells import Value
from datasets.resources.columns import Column
from datasets.resources.owned import OwnedRow, OwnedRows

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as a row of the sheet: of each column the value that was read, and the cell."""

    key: int
    values: tuple[Any, ...]
    cells: tuple[Value, ...]


def shown(
    rows: QuerySet[Any], columns: Sequence[Column], context: dict[str, Any]
) -> Iterator[Shown]:
    """The records in the order of `rows`, read as they are asked for."""
    own = [lookup for column in columns if not column.relation for lookup in column.lookups]
    rows = rows.select_related(None).prefetch_related(None)
    # Each once: of a name asked twice Django makes another, which may be that of a defined field.
    asked = list(dict.fromkeys(["pk", *own]))
    found = rows.values_list(*asked).iterator(_CHUNK)
    while chunk := list(islice(found, _CHUNK)):
        answer = dict(zip(asked, zip(*chunk, strict=True), strict=True))
        keys = answer["pk"]
        told = [answer[lookup] for lookup in own]
        read = _by_column(rows.model, keys, told, columns)
        cells = [
            _masked(rows.model, *one)
            if is_hidden(rows.model, one[0], context["by"])
            else _rendered(*one, context)
            for one in zip(columns, read, strict=True)
        ]
        yield from map(Shown, keys, zip(*read, strict=True), zip(*cells, strict=True))


def _by_column(
    model: type[Model],
    keys: Sequence[int],
    told: Sequence[Sequence[Any]],
    columns: Sequence[Column],
) -> list[Sequence[Any]]:
    """Of each column, what it reads of the records; `told` is what they say themselves."""
    owned = {
        relation: _owned_rows(model, relation, keys, columns)
        for relation in {column.relation for column in columns} - {""}
    }
    of_record = iter(told)
    return [
        [column.value(owned[column.relation].get(key, ())) for key in keys]
        if column.relation
        else column.read([next(of_record) for _lookup in column.lookups])
        for column in columns
    ]


def is_hidden(model: type[Model], column: Column, by: Actor) -> bool:
    """Whether the actor does not see what the column reads of the model's records."""
    read_of = _read_of(model, column)
    return not all(by.sees(read_of, path) for path in column.lookups)


def _read_of(model: type[Model], column: Column) -> type[Model]:
    return getattr(model, column.relation).rel.related_model if column.relation else model


def _masked(model: type[Model], column: Column, values: Sequence[Any]) -> list[Value]:
    read_of, path = _read_of(model, column), column.masked_as
    return [masked(read_of, path, value) for value in values]


def _rendered(column: Column, values: Sequence[Any], context: dict[str, Any]) -> list[Value]:
    widget = column.widget
    widget.prepare(values, **context)
    if isinstance(widget, OwnedRows):
        return [widget.render(value, **context) for value in values]
    # The same few values come again and again; each is rendered once.
    texts = {value: widget.render(value, **context) for value in set(values)}
    return [texts[value] for value in values]


def _owned_rows(
    model: type[Model], relation: str, keys: Sequence[int], columns: Sequence[Column]
) -> dict[int, list[OwnedRow]]:
    """Key of the owner → its rows, with all that any column reads of them."""
    link = getattr(model, relation).rel
    owner = link.field.attname
    read = {name for column in columns if column.relation == relation for name in column.lookups}
    rows = with_keys(link.related_model._default_manager.all(), link.field.name, keys)
    found: dict[int, list[OwnedRow]] = defaultdict(list)
    in_order = (*link.related_model._meta.ordering, "id")
    for row in rows.order_by(*in_order).values("id", owner, *read):
        found[row[owner]].append(row)
    return found

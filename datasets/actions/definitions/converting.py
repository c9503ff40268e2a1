"""A field that gets another type: its values brought into another column, what cannot be brought kept beside.

Nothing is overwritten. Each change of type has a column of its own, so that its values, and those of earlier
versions in the history, can be had back as they were: whoever goes back to an earlier type finds each value that
still says the same in its first writing, and the others converted. That earlier column itself is taken again only
where not one value differs: what was recorded since would be lost in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import Col

from datasets.actions.definitions.pointing import conversion
from datasets.custom.converting import (
    bound,
    is_copied,
    is_hiding,
    is_other_storage,
    kept_beside,
    said,
)
from datasets.custom.specs import FieldSpec
from datasets.custom.tables import add_loose_column, columns_of
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.history.bulk import set_column
from datasets.models import FieldDefinition, Region
from datasets.models.regions import TRAIL
from datasets.queries.lists import among_keys

#: Rows that are read and written at a time.
_CHUNK = 5_000


@dataclass(frozen=True)
class Retyping:
    """What becomes of a field's values: from where to where, and where they stood before that."""

    model: Any
    old: FieldSpec
    new: FieldSpec
    #: The definition of the same type that the field had before, and has again.
    earlier: FieldSpec | None = None

    @property
    def is_needed(self) -> bool:
        return self.new.column not in (self.old.column, getattr(self.earlier, "column", ""))

    def run(self) -> None:
        """Within a change of definitions, once the new column is there."""
        if not self.is_needed:
            return
        if self._keeps_beside:
            kept = kept_beside(self.old, self.new)
            add_loose_column(self.model, [bound(one, kept) for one in self._tables()])
        for table in self._tables():
            if not self.earlier and is_copied(self.old, self.new):
                _copy(table, self.old.column, self.new.column)
            else:
                self._convert(table)
            if is_hiding(self.old, self.new):
                _empty(table, self.old.column)

    def is_still_right(self) -> bool:
        """Whether the earlier column says of every row, and of every version, what the present one says."""
        return not is_hiding(self.old, self.new) and all(
            row.value == row.before for table in self._tables() for row in self._rows(table)
        )

    @property
    def _keeps_beside(self) -> bool:
        return is_hiding(self.old, self.new) and self.old.kind != self.new.kind

    def _tables(self) -> list[Any]:
        return [self.model, self.model.history.model]

    def _convert(self, table: Any) -> None:
        old, new = bound(table, self.old), bound(table, self.new)
        kept = bound(table, kept_beside(self.old, self.new)) if self._keeps_beside else None
        for rows in _in_chunks(self._rows(table)):
            set_column(table, new, [(row.key, row.value) for row in rows if row.value is not None])
            if kept:
                left = [row for row in rows if row.value is None and row.present not in (None, "")]
                set_column(table, kept, [(row.key, shown_as(old, row.present)) for row in left])

    def _rows(self, table: Any) -> Iterator["_Row"]:
        old, new = bound(table, self.old), bound(table, self.new)
        convert = conversion(old, new)
        if self.earlier is None:
            for rows in values_of(table, old):
                found = convert([present for _key, present in rows])
                for (key, present), value in zip(rows, found, strict=True):
                    yield _Row(key, present, value)
            return
        earlier = bound(table, self.earlier)
        back = conversion(earlier, old)
        waiting = kept_of(self.model, self.old, self.earlier)
        kept = bound(table, waiting or self.earlier)
        unkeep = conversion(kept, new)
        for rows in values_of(table, earlier, old, kept):
            keys, befores, presents, besides = zip(*rows, strict=True)
            told = zip(
                keys, befores, presents, back(befores), convert(presents), unkeep(besides),
                strict=True,
            )  # fmt: skip
            for key, before, present, again, converted, unkept in told:
                is_first = before not in (None, "") and _same(again, present)
                value = before if is_first else converted
                if value is None and waiting and present in (None, ""):
                    value = unkept
                yield _Row(key, present, value, before)


class _Row(NamedTuple):
    key: int
    #: What the old column holds, what the new one is to hold, what an earlier one of the same type holds.
    present: Any
    value: Any
    before: Any = None


def retyping(field: FieldDefinition, new: FieldSpec) -> Retyping | None:
    """What a change to the new definition does to the values; None where they can stay where they are.

    The column of `new` is chosen here.
    """
    old = FieldSpec.of(field)
    has_values = TYPES[old.kind].has_column and TYPES[new.kind].has_column
    if not has_values or not is_other_storage(old, new):
        return None
    model = models_by_collection()[field.collection]
    earlier = next(
        (one for one in earlier_specs(field) if not is_other_storage(one, new)),
        None,
    )
    if earlier:
        back = Retyping(model, old, replace(new, column=earlier.column), earlier)
        if back.is_still_right():
            return back
    return Retyping(model, old, replace(new, column=_free_column(model, field)), earlier)


def earlier_specs(field: FieldDefinition) -> list[FieldSpec]:
    """Its definitions in other columns than the present one, the latest first."""
    found: dict[str, FieldSpec] = {}
    for version in field.history.order_by("-history_date", "-history_id"):
        if version.column != field.column and version.column not in found:
            found[version.column] = FieldSpec.of(version)
    return list(found.values())


def kept_of(model: Any, new: FieldSpec, old: FieldSpec) -> FieldSpec | None:
    """Where texts wait that did not become values of the new type and may not lie in plain; None where none do."""
    kept = kept_beside(old, new)
    return kept if kept.column in columns_of(model) else None


def values_of(table: Any, *fields: Any) -> Iterator[list[tuple[Any, ...]]]:
    """Chunks of rows in which one of the bound fields holds something: key, values; others' records by name."""
    name = table._meta.db_table
    columns = {f"value_{place}": _readable(name, field) for place, field in enumerate(fields)}
    any_value = Q()
    for column in columns:
        any_value |= Q(**{f"{column}__isnull": False})
    rows = table._base_manager.annotate(**columns).filter(any_value).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).values_list("pk", *columns)[:_CHUNK]):
        last = chunk[-1][0]
        yield _named(chunk, fields) if any(field.is_relation for field in fields) else chunk


def shown_as(field: Any, value: Any) -> str:
    """A value as the form of its old type would show it."""
    return said(field, value) or str(value)


def _readable(table: str, field: Any) -> Col:
    target = field
    if field.is_relation:
        target = BigIntegerField()
        target.column = field.column
    return Col(table, target, target)


def _named(chunk: list[tuple[Any, ...]], fields: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    rows = [list(row) for row in chunk]
    for place, field in enumerate(fields, start=1):
        if field.is_relation:
            keys = {row[place] for row in rows} - {None}
            names = _names(field.related_model, keys)
            for row in rows:
                if row[place] is not None:
                    row[place] = _Pointing(row[place], names.get(row[place], str(row[place])))
    return [tuple(row) for row in rows]


def _names(model: Any, keys: Iterable[int]) -> dict[int, str]:
    """Of a region with those above it: villages share their names."""
    rows = model._base_manager.filter(pk__in=among_keys(keys))
    if model is Region:
        return {one.pk: one.trail() for one in rows.select_related(TRAIL)}
    return {one.pk: str(one) for one in rows}


class _Pointing(int):
    """The key of a record, said by its name."""

    def __new__(cls, key: int, name: str) -> "_Pointing":
        made = super().__new__(cls, key)
        made.name = name
        return made

    name: str

    def __str__(self) -> str:
        return self.name


def _same(one: Any, other: Any) -> bool:
    return (one in (None, "") and other in (None, "")) or bool(one == other)


def _free_column(model: Any, field: FieldDefinition) -> str:
    taken = columns_of(model)
    number = 2
    while f"{field.code}_v{number}" in taken:
        number += 1
    return f"{field.code}_v{number}"


def _copy(table: Any, old: str, new: str) -> None:
    _execute(f'UPDATE {{table}} SET "{new}" = "{old}" WHERE "{old}" IS NOT NULL', table)  # noqa: S608


def _empty(table: Any, column: str) -> None:
    """What is protected from now on must not be read in a dump either."""
    _execute(f'UPDATE {{table}} SET "{column}" = NULL WHERE "{column}" IS NOT NULL', table)  # noqa: S608


def _execute(statement: str, table: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=f'"{table._meta.db_table}"'))


def _in_chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk

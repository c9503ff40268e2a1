"""Indexes of defined fields: of those that are unique, that lists are narrowed by, that point to other records."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from datasets.custom.building import made_fields
from datasets.custom.specs import FieldSpec

_LONGEST_NAME = 60
#: The name of the lock of whoever makes indexes without blocking: any number.
_LOCK = 7_316_005


def wanted_indexes(model: Any) -> dict[str, tuple[str, bool]]:
    """Name of the index → its column, and whether it lets no value come twice."""
    table = model._meta.db_table
    found = {}
    for spec in made_fields(model):
        field = model._meta.get_field(spec.code)
        if field.unique:
            found[_name(table, spec, "once")] = field.column, True
        elif _is_looked_up(field, spec):
            found[_name(table, spec, "by")] = field.column, False
    return found


def make_indexes(
    model: Any, *, without_blocking: bool = False, only_unique: bool = False
) -> list[str]:
    """Make those that are missing; returns their names. Raises IntegrityError where a value comes twice.

    `without_blocking`: outside a transaction, while others write. What a crash left half-made is made anew; what
    another process is just making looks the same, and is left to it.
    """
    if without_blocking and connection.vendor == "postgresql":
        with _alone() as is_alone:
            return _make(model, "CONCURRENTLY ", only_unique) if is_alone else []
    return _make(model, "", only_unique)


def _make(model: Any, apart: str, only_unique: bool) -> list[str]:
    there, broken = _indexes_of(model)
    made = []
    for name, (column, is_unique) in wanted_indexes(model).items():
        if name in broken:
            _execute(f"DROP INDEX {apart}{_quoted(name)}")
        elif name in there or (only_unique and not is_unique):
            continue
        kind = "UNIQUE INDEX" if is_unique else "INDEX"
        table = _quoted(model._meta.db_table)
        _execute(f"CREATE {kind} {apart}{_quoted(name)} ON {table} ({_quoted(column)})")
        made.append(name)
    return made


def drop_index(model: Any, spec: FieldSpec, *, was_unique: bool) -> None:
    _execute(
        f"DROP INDEX IF EXISTS {_quoted(_name(model._meta.db_table, spec, 'once' if was_unique else 'by'))}"
    )


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else is making indexes now; PostgreSQL ends the lock with the connection, however that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _is_looked_up(field: Any, spec: FieldSpec) -> bool:
    can_be = field.made_type.is_filterable and not spec.is_encrypted
    return (
        field.is_relation
        or spec.kind in ("id_number", "phone")
        or (can_be and (spec.is_filterable or spec.is_key))
    )


def _name(table: str, spec: FieldSpec, kind: str) -> str:
    return f"{table[:25]}_{spec.column[:25]}_{kind}"[:_LONGEST_NAME]


def _indexes_of(model: Any) -> tuple[set[str], set[str]]:
    """The names of those that are there, and of those that a crash left invalid."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table]
            )
            return {name for (name,) in cursor.fetchall()}, set()
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indrelid = %s::regclass",
            [_quoted(table)],
        )
        rows = cursor.fetchall()
    return {name for name, is_valid in rows if is_valid}, {
        name for name, is_valid in rows if not is_valid
    }


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

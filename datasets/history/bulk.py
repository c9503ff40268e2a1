"""Set-based writes with full history.

Rows go into a temporary table (COPY on PostgreSQL, executemany on SQLite), from there into the record
table and its history table by one statement each. `bulk_create` and `queryset.update` would leave no
history; one `save()` a row is some hundred times slower (`make bench-ledger`).
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from datasets.history.beside import Statement, StatementsBeside
from datasets.history.generation import note_public_change
from datasets.models.encrypted import EncryptedField, FindableCharField
from datasets.models.made_fields import SeveralChoicesField

_STAGE = "hutong_stage"
_CHUNK = 5_000
#: So many new rows are encrypted while those before them go into the tables.
_STAGED_AT_ONCE = 10_000
#: From so many new rows on, PostgreSQL is told to look at the table again.
_MANY = 1_000


@dataclass(frozen=True)
class Origin:
    """Who writes, when, why, and from which ledger; the same for all rows of a call."""

    author_id: int
    at: datetime.datetime
    reason: str
    ledger_batch_id: int | None = None


class Write(NamedTuple):
    """One row to write: its key, its values in the order of the call's columns, its place in the ledger."""

    key: int
    values: tuple[Any, ...]
    sheet: str = ""
    row: int | None = None


def new_keys(model: type[Model], count: int) -> list[int]:
    """`count` primary keys that nobody else will get, before any row is written."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count]
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite: the transaction is IMMEDIATE, so nobody else inserts until it ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return list(range(last + 1, last + 1 + count))


def insert_rows(
    model: type[Model], columns: Sequence[str], writes: Iterable[Write], *, origin: Origin
) -> int:
    """Insert rows under keys from `new_keys`, each with its history row; returns how many.

    `columns` are field names (a foreign key by its attname); fields left out get their defaults.
    Must run inside a transaction. `writes` may be a generator, which must not query: while it runs,
    the connection writes what came before. Keys that rise are written fastest.
    """
    fields = _fields(model, columns)
    source = _staged_and_defaults(model, fields)
    statements = [
        _insertion(_table(model), source, f"{_STAGE} s"),
        _history_of(model, "+", origin, source=source, rows=f"{_STAGE} s"),
        (f"DROP TABLE {_STAGE}", []),
    ]
    count = 0
    rows = iter(_staged(model, fields, writes))
    with connection.cursor() as cursor, StatementsBeside(cursor) as beside:
        while chunk := list(islice(rows, _STAGED_AT_ONCE)):
            beside.wait()
            count += _fill_stage(cursor, model, fields, chunk)
            beside.run(statements)
        beside.wait()
    if count:
        note_public_change(model)
    if count >= _MANY and connection.vendor == "postgresql":
        # Not within: ANALYZE would hold back whoever else does so until the commit.
        transaction.on_commit(partial(_look_again_at, model), robust=True)
    return count


def update_rows(
    model: type[Model], columns: Sequence[str], writes: Iterable[Write], *, origin: Origin
) -> int:
    """Set `columns` of existing rows, each with its history row; returns how many.

    The caller has read and locked the rows in the same transaction and leaves out those that stay
    as they are.
    """
    fields = _fields(model, columns)
    with connection.cursor() as cursor:
        count = _stage(cursor, model, fields, writes)
        if count:
            _update_staged(cursor, model, fields)
            _write_history_of_stored(cursor, model, "~", origin)
        cursor.execute(f"DROP TABLE {_STAGE}")
    return count


def delete_rows(model: type[Model], writes: Iterable[Write], *, origin: Origin) -> int:
    """Delete rows, each with a history row of what it was last; returns how many.

    The caller has locked the rows and seen to it that nothing points to them any more.
    """
    with connection.cursor() as cursor:
        count = _stage(cursor, model, [], writes)
        if count:
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {_STAGE}")
            _write_history_of_stored(cursor, model, "-", origin)
            cursor.execute(
                f"DELETE FROM {_table(model)} WHERE id IN (SELECT id FROM {_STAGE})"  # noqa: S608
            )
        cursor.execute(f"DROP TABLE {_STAGE}")
    return count


def note_rows(model: type[Model], keys: Iterable[int], *, origin: Origin) -> int:
    """A history row of each of the rows, which a statement has just changed all alike; returns how many."""
    with connection.cursor() as cursor:
        count = _stage(cursor, model, [], (Write(key, ()) for key in keys))
        if count:
            _write_history_of_stored(cursor, model, "~", origin)
        cursor.execute(f"DROP TABLE {_STAGE}")
    return count


def load_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of a model that keeps no history (the key is the database's); returns how many.

    A JSONField's values are given as JSON text: whoever made the document encodes it once and best.
    """
    fields = _fields(model, columns)
    with connection.cursor() as cursor:
        count = _copy(cursor, _table(model), _names(fields), _adapted(fields, rows))
    if count >= _MANY and connection.vendor == "postgresql":
        transaction.on_commit(partial(_vacuum, model), robust=True)
    return count


def set_values(model: type[Model], column: str, values: Iterable[tuple[int, Any]]) -> int:
    """Set one column of rows of a model that keeps no history, given by their keys; returns how many."""
    return set_column(model, _fields(model, [column])[0], values)


def set_column(model: type[Model], field: Field, values: Iterable[tuple[int, Any]]) -> int:
    """The same of a column that the model's table has, whether or not the model has a field for it.

    Without a history row: for values that change their form and not their meaning.
    """
    key = _key(model)
    columns = [key, str(field.column)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_STAGE} AS SELECT {_columns(columns)} FROM {_table(model)} WHERE 1 = 0"  # noqa: S608
        )
        count = _copy(cursor, _STAGE, columns, _adapted([None, field], values))
        if count:
            _update_staged(cursor, model, [field])
        cursor.execute(f"DROP TABLE {_STAGE}")
    return count


#: Column → the SQL expression that gives its value, and the expression's parameter where it is "%s".
Source = dict[str, tuple[str, Any]]


def _staged_and_defaults(model: type[Model], fields: list[Field]) -> Source:
    """What is inserted stands in the stage, its defaults aside: no need to read it back for the history."""
    source: Source = {name: (f's."{name}"', None) for name in ["id", *_names(fields)]}
    for field in model._meta.concrete_fields:
        if field.column not in source:
            value = field.get_db_prep_save(field.get_default(), connection)
            source[str(field.column)] = ("%s", value)
    return source


def _look_again_at(model: type[Model]) -> None:
    """Statistics of a table that grew: with the small one's, the next ledger is asked for row by row.

    Not of ciphertexts, of which there is nothing to know, and much to read.
    """
    history: type[Model] = model.history.model  # type: ignore[attr-defined]
    with transaction.atomic(), connection.cursor() as cursor:
        # A third of the usual sample: whoever hands in the ledger waits for it.
        cursor.execute("SET LOCAL default_statistics_target = 30")
        for one in (model, history):
            cursor.execute(f"ANALYZE {_table(one)} ({_columns(_found_by(one))})")


def _found_by(model: type[Model]) -> list[str]:
    """All columns but the ciphertexts that cannot be looked for: of a column left out PostgreSQL guesses wildly."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, FindableCharField) or not isinstance(field, EncryptedField)
    ]


def _vacuum(model: type[Model]) -> None:
    """Until a table has been vacuumed an index alone answers nothing: each row that it names is looked at."""
    found_by = _columns(_found_by(model))
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE, SKIP_LOCKED) {_table(model)} ({found_by})")


def _update_staged(cursor: Any, model: type[Model], fields: list[Field]) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f"ANALYZE {_STAGE}")  # else it joins row by row
    sets = ", ".join(f'"{f.column}" = {_STAGE}."{f.column}"' for f in fields)
    key = f'"{_key(model)}"'
    cursor.execute(
        f"UPDATE {_table(model)} SET {sets} FROM {_STAGE} WHERE {_table(model)}.{key} = {_STAGE}.{key}"  # noqa: S608
    )


def _write_history_of_stored(cursor: Any, model: type[Model], kind: str, origin: Origin) -> None:
    """The history rows of the staged keys, told by the record table as it stands now."""
    source: Source = {str(f.column): (f'r."{f.column}"', None) for f in model._meta.concrete_fields}
    # A join comes in any order, and indexes grow fastest in theirs.
    rows = f"{_STAGE} s JOIN {_table(model)} r ON r.id = s.id ORDER BY s.id"
    cursor.execute(*_history_of(model, kind, origin, source=source, rows=rows))
    note_public_change(model)


def _history_of(
    model: type[Model], kind: str, origin: Origin, *, source: Source, rows: str
) -> Statement:
    history = model.history.model  # type: ignore[attr-defined]
    told: Source = {name: source[name] for name in _names(history.tracked_fields)}
    told |= {
        "history_date": ("%s", connection.ops.adapt_datetimefield_value(origin.at)),
        "history_change_reason": ("%s", _reason(history, origin.reason)),
        "history_type": ("%s", kind),
        "history_user_id": ("%s", origin.author_id),
        "ledger_batch_id": ("%s", origin.ledger_batch_id),
        "ledger_sheet": ("s.ledger_sheet", None),
        "ledger_row": ("s.ledger_row", None),
    }
    return _insertion(_table(history), told, rows)


def _reason(history: type[Model], text: str) -> Any:
    field: Any = history._meta.get_field("history_change_reason")
    return field.get_db_prep_save(text, connection)


def _insertion(table: str, source: Source, rows: str) -> Statement:
    expressions = ", ".join(expression for expression, _value in source.values())
    return (
        f"INSERT INTO {table} ({_columns(source)}) SELECT {expressions} FROM {rows}",  # noqa: S608
        [value for expression, value in source.values() if expression == "%s"],
    )


def _stage(cursor: Any, model: type[Model], fields: list[Field], writes: Iterable[Write]) -> int:
    return _fill_stage(cursor, model, fields, _staged(model, fields, writes))


def _staged(
    model: type[Model], fields: list[Field], writes: Iterable[Write]
) -> Iterable[Sequence[Any]]:
    """The rows of the temporary table."""
    rows = ((write.key, *write.values, write.sheet, write.row) for write in writes)
    history: Any = model.history.model  # type: ignore[attr-defined]
    return _adapted([None, *fields, history._meta.get_field("ledger_sheet"), None], rows)


def _fill_stage(
    cursor: Any, model: type[Model], fields: list[Field], rows: Iterable[Sequence[Any]]
) -> int:
    """Make the temporary table `id, fields, ledger_sheet, ledger_row`; returns how many rows."""
    columns = _names(fields)
    integer = "bigint" if connection.vendor == "postgresql" else "integer"
    cursor.execute(
        f"CREATE TEMPORARY TABLE {_STAGE} AS SELECT {_columns(['id', *columns])}, "  # noqa: S608
        f"CAST('' AS text) AS ledger_sheet, CAST(0 AS {integer}) AS ledger_row "
        f"FROM {_table(model)} WHERE 1 = 0"
    )
    return _copy(cursor, _STAGE, ["id", *columns, "ledger_sheet", "ledger_row"], rows)


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({_columns(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count
    marks = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {table} ({_columns(columns)}) VALUES ({marks})"  # noqa: S608
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        # Straight to the driver: Django's cursor would rewrite the statement for every chunk.
        cursor.connection.executemany(statement, chunk)
        count += len(chunk)
    return count


def _adapted(
    fields: Sequence[Field | None], rows: Iterable[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """The rows as the driver wants them; None stands for a column of plain numbers or texts."""
    adapters = [(place, _adapter(field)) for place, field in enumerate(fields) if field]
    needed = [(place, adapt) for place, adapt in adapters if adapt]

    def adapted(row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, adapt in needed:
            if values[place] is not None:
                values[place] = adapt(values[place])
        return values

    return map(adapted, rows) if needed else rows


def _adapter(field: Field) -> Callable[[Any], Any] | None:
    """How the driver wants this field's values; None where it takes them as they are."""
    target = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(target, EncryptedField | SeveralChoicesField):
        return target.bulk_adapter()
    as_is: tuple[type[Field], ...] = (
        BigAutoField, BigIntegerField, BooleanField, CharField, IntegerField, JSONField, TextField,
    )  # fmt: skip
    if connection.vendor == "postgresql":
        as_is += (DateField, DateTimeField, DecimalField)
    if type(target).get_internal_type is not Field.get_internal_type and isinstance(target, as_is):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _fields(model: type[Model], columns: Sequence[str]) -> list[Field]:
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    return [by_attname[column] for column in columns]


def _names(fields: Iterable[Field]) -> list[str]:
    return [str(field.column) for field in fields]


def _columns(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'

"""What the database holds of defined relations: that the record they point to is there.

Made apart from the column, and dropped when no field reads the column any more: what an archived field points to may
be deleted. SQLite can drop none and needs none: it has one writer at a time, who asks before deleting.
"""

from typing import Any

from django.db import connection


def fit_foreign_keys(model: Any) -> None:
    """Make those that are missing, drop those of columns that no field reads. No row may be waiting for a check."""
    if connection.vendor != "postgresql":
        return
    there = _foreign_keys_of(model)
    pointing = {field.column: field for field in model._meta.local_fields if field.is_relation}
    for column, name in there.items():
        if column not in pointing:
            _alter(model, f"DROP CONSTRAINT {_quoted(name)}")
    for column, field in pointing.items():
        if hasattr(field, "made") and column not in there:
            target = field.target_field
            _alter(
                model,
                f"ADD FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(target.model._meta.db_table)}"
                f" ({_quoted(target.column)}) DEFERRABLE INITIALLY DEFERRED",
            )


def _foreign_keys_of(model: Any) -> dict[str, str]:
    """Column → the name of its foreign key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, conname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND conrelid = %s::regclass",
            [_quoted(model._meta.db_table)],
        )
        return dict(cursor.fetchall())


def _alter(model: Any, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {_quoted(model._meta.db_table)} {what}")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

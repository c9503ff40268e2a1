"""Tables and columns made while the program runs, in the transaction that writes their definitions.

Both databases roll such statements back: a change that dies half-way leaves neither a definition without its
column nor a column without its definition.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.db import connection, models


def is_lacking(model: Any) -> bool:
    """Whether the database has no table for the model, or not all of its columns."""
    return not {field.column for field in model._meta.local_fields} <= columns_of(model)


def settle_table(model: Any) -> None:
    """Make the table, or the columns, that a model has and the database lacks."""
    columns = columns_of(model)
    if not columns:
        make_table(model)
        return
    for field in model._meta.local_fields:
        if field.column not in columns:
            add_column(model, field.name)
    _widen(model)


def make_table(model: Any) -> None:
    """The table of a model and of its history."""
    editor = _editor()
    for one in (model, model.history.model):
        editor.create_model(one)
    _finish(editor)


def add_column(model: Any, name: str) -> None:
    """The column of a field that the model already has, and its twin's if it has one, without rewriting a row."""
    editor = _editor()
    for one in (model, model.history.model):
        for field in one._meta.local_fields:
            if field.name == name:
                editor.add_field(one, _plainly(field))
    _finish(editor)


def add_loose_column(model: Any, fields: Sequence[Any]) -> None:
    """A column that no field of the model has, there and in the history: `fields` are the two, bound to them."""
    editor = _editor()
    for field in fields:
        editor.add_field(field.model, field)
    _finish(editor)


def columns_of(model: type[models.Model]) -> set[str]:
    """The names of its columns in the database; none where there is no table."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND table_name = %s",
                [table],
            )
        else:
            cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
        return {name for (name,) in cursor.fetchall()}


def _widen(model: Any) -> None:
    """Texts that may be longer now: PostgreSQL notes the new limit and touches no row, SQLite has no limits."""
    if connection.vendor != "postgresql":
        return
    for one in (model, model.history.model):
        limits = _limits_of(one)
        for field in one._meta.local_fields:
            limit = limits.get(field.column)
            if limit and hasattr(field, "made_type") and (field.max_length or 0) > limit:
                quoted = connection.ops.quote_name
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"ALTER TABLE {quoted(one._meta.db_table)} ALTER COLUMN {quoted(field.column)}"
                        f" TYPE {field.db_type(connection)}"
                    )


def _limits_of(model: type[models.Model]) -> dict[str, int]:
    """Column → the most characters that it takes, of those that have a limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, character_maximum_length FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = %s"
            " AND character_maximum_length IS NOT NULL",
            [model._meta.db_table],
        )
        return dict(cursor.fetchall())


def _plainly(field: Any) -> Any:
    """The field as its column is added.

    Unique only by an index of its own, which needs no other table; empty in the rows that are there: nobody has
    said of them what a new record begins with.
    """
    if not field.unique and not field.has_default():
        return field
    plain = copy(field)  # no clone: that would have to find anew what it points to
    plain._unique = False
    vars(plain).pop("unique", None)  # as Django has noted it
    plain.default = models.NOT_PROVIDED
    return plain


def _editor() -> Any:
    """Django's own words for the two databases, without its transaction: the caller has one."""
    editor = connection.schema_editor()
    editor.deferred_sql = []
    return editor


def _finish(editor: Any) -> None:
    for statement in editor.deferred_sql:
        editor.execute(statement)

"""Tables and columns made while the program runs, in the transaction that writes their definitions.

Both databases roll such statements back: a change that dies half-way leaves neither a definition without its
column nor a column without its definition.
"""

from typing import Any

from django.db import connection, models

#: Seconds for which a change waits for those who are writing: whoever comes after it waits for it too.
_LONGEST_WAIT = 3


def settle_table(model: Any) -> None:
    """Make the table, or the columns, that a model has and the database lacks."""
    columns = columns_of(model)
    if not columns:
        make_table(model)
        return
    for field in model._meta.local_fields:
        if hasattr(field, "made") and field.column not in columns:
            add_column(model, field.name)


def make_table(model: Any) -> None:
    """The table of a model and of its history."""
    editor = _editor()
    for one in (model, model.history.model):
        editor.create_model(one)
    _finish(editor)


def add_column(model: Any, name: str) -> None:
    """The column of a field that the model already has, and its twin's, without rewriting a row."""
    _wait_no_longer()
    editor = _editor()
    for one in (model, model.history.model):
        field = one._meta.get_field(name)
        editor.add_field(one, _plainly(field))
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


def _plainly(field: Any) -> Any:
    """The field as its column is added: unique only by an index of its own, which needs no other table."""
    if not field.unique:
        return field
    plain = field.clone()
    plain._unique = False
    plain.set_attributes_from_name(field.name)
    plain.model = field.model
    return plain


def _editor() -> Any:
    """Django's own words for the two databases, without its transaction: the caller has one."""
    editor = connection.schema_editor()
    editor.deferred_sql = []
    return editor


def _finish(editor: Any) -> None:
    for statement in editor.deferred_sql:
        editor.execute(statement)


def _wait_no_longer() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}s'")

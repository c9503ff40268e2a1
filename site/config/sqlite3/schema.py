"""SQLite alters a column by making the whole table anew, with the columns that the migrations know of.

Fields that a city defines beside the built-in ones have columns of which no migration knows: here they are carried
over, with their indexes. PostgreSQL alters in place and needs nothing of this.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

_CARRIED = "carried_columns"


@dataclass(frozen=True)
class _Column:
    name: str
    #: Its type as it is declared.
    declared: str


class CarryingSchemaEditor(DatabaseSchemaEditor):
    def _remake_table(self, model: Any, *args: Any, **options: Any) -> None:
        table = self.quote_name(model._meta.db_table)
        columns = self._unknown_columns(model)
        if not columns:
            super()._remake_table(model, *args, **options)  # type: ignore[misc]  # not in the stubs
            return
        names = [self.quote_name(column.name) for column in columns]
        key = self.quote_name(model._meta.pk.column)
        indexes = self._indexes_of(model, [column.name for column in columns])
        listed = ", ".join([key, *names])
        self.execute(f"CREATE TEMPORARY TABLE {_CARRIED} AS SELECT {listed} FROM {table}")  # noqa: S608
        self.execute(f"CREATE UNIQUE INDEX temp.{_CARRIED}_key ON {_CARRIED} ({key})")
        super()._remake_table(model, *args, **options)  # type: ignore[misc]
        for column, name in zip(columns, names, strict=True):
            self.execute(f"ALTER TABLE {table} ADD COLUMN {name} {column.declared}")
        sets = ", ".join(f"{name} = {_CARRIED}.{name}" for name in names)
        self.execute(
            f"UPDATE {table} SET {sets} FROM {_CARRIED} WHERE {table}.{key} = {_CARRIED}.{key}"  # noqa: S608
        )
        self.execute(f"DROP TABLE {_CARRIED}")
        for statement in indexes:
            self.execute(statement)

    def _unknown_columns(self, model: Any) -> list[_Column]:
        known = {field.column for field in model._meta.local_concrete_fields}
        found = self._asked("SELECT name, type FROM pragma_table_info(%s)", model._meta.db_table)
        return [_Column(name, f"{declared} NULL") for name, declared in found if name not in known]

    def _indexes_of(self, model: Any, names: list[str]) -> list[str]:
        """The statements that made the indexes of these columns."""
        found = self._asked(
            "SELECT sql, info.name FROM sqlite_master, pragma_index_info(sqlite_master.name) AS info"
            " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
            model._meta.db_table,
        )
        return list(dict.fromkeys(statement for statement, column in found if column in names))

    def _asked(self, question: str, table: str) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(question, [table])
            return list(cursor.fetchall())

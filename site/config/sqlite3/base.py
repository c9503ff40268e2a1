"""The engine's entry, where Django looks for it."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as Stock

from config.sqlite3.schema import CarryingSchemaEditor


class DatabaseWrapper(Stock):
    SchemaEditorClass = CarryingSchemaEditor

    def get_new_connection(self, conn_params: Any) -> Any:
        """A new database is its owner's alone, whatever folder it lies in; SQLite's files beside it take after it."""
        path = Path(conn_params["database"])
        if path.is_absolute() and path.parent.is_dir():
            path.touch(mode=0o600)
        return super().get_new_connection(conn_params)

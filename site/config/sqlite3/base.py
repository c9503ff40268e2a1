"""The engine's entry, where Django looks for it."""

from django.db.backends.sqlite3.base import DatabaseWrapper as Stock

from config.sqlite3.schema import CarryingSchemaEditor


class DatabaseWrapper(Stock):
    SchemaEditorClass = CarryingSchemaEditor

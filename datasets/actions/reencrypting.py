"""A new key takes the place of the old: what was encrypted with another is encrypted anew while the site runs.

It changes no record, only how records are stored: there is no author and no history. Each piece is one
short transaction that writes only what still stands as it was read, so that nobody's change is lost; what is
done bears the new key's name, so that after a kill the next run goes on where this one stopped.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from datasets.custom.left_behind import encrypted_left_behind
from datasets.encryption.keys import ID_LENGTH, keys
from datasets.encryption.storage import EncryptedStorage
from datasets.models.encrypted import EncryptedField
from datasets.models.files import records_storage

#: Rows of one transaction: so long others may have to wait for a row.
_ROWS = 500


class RecordedTwice(Exception):
    """Two open records hold one number, each under another key: somebody has to close one of them."""

    def __init__(self, model: type[Model], key: int) -> None:
        super().__init__(f"{model._meta.label} {key}")
        self.model = model
        self.key = key


@dataclass(frozen=True)
class Done:
    """One piece: how many rows of a table, or files, now bear the newest key."""

    name: str
    count: int


#: A table and its encrypted columns.
Table = tuple[type[Model], list[Any]]


def encrypted_tables() -> list[Table]:
    """With columns that no field reads any more: they may be read again."""
    found = [(model, _encrypted(model)) for model in apps.get_models()]
    return [*((model, fields) for model, fields in found if fields), *encrypted_left_behind()]


def values_by_key() -> Counter[str]:
    """The name of each key → how many values were encrypted with it."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for model, fields in encrypted_tables():
            for field in fields:
                column = f'"{field.column}"'
                cursor.execute(
                    f"SELECT substr({column}, 1, {ID_LENGTH}), count(*) FROM {_table(model)} "  # noqa: S608
                    f"WHERE {column} IS NOT NULL GROUP BY 1"
                )
                for key, count in cursor.fetchall():
                    name = key if isinstance(key, str) else bytes(key).decode()
                    found[name] += count if name else 0
    return +found


def files_by_key() -> Counter[str]:
    """The same for the kept files."""
    storage = _storage()
    return Counter(key for name in storage.names() if (key := storage.key_id_of(name)))


def reencrypt() -> Iterator[Done]:
    """Encrypt all with the newest key, piece by piece. Raises RecordedTwice, Unreadable."""
    for table in encrypted_tables():
        yield from (Done(table[0]._meta.label, count) for count in _reencrypted_rows(table))
    storage = _storage()
    for name in list(storage.names()):
        if storage.reencrypt(name):
            yield Done("files", 1)


def _reencrypted_rows(table: Table) -> Iterator[int]:
    last = 0
    while rows := _rows_to_do(table, after=last):
        try:
            _write(table, rows)
        except IntegrityError:
            _write_each(table, rows)
        last = rows[-1][0]
        yield len(rows)


def _rows_to_do(table: Table, *, after: int) -> list[tuple[Any, ...]]:
    """The next rows of which a value bears another key: their keys and all encrypted columns."""
    model, fields = table
    newest = keys()[0].id
    is_old = " OR ".join(
        f'("{field.column}" <> %s AND substr("{field.column}", 1, {ID_LENGTH}) <> %s)'
        for field in fields
    )
    told: list[Any] = [after]
    for field in fields:
        told += (b"", newest.encode()) if _is_binary(field) else ("", newest)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    key = f'"{model._meta.pk.column}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {columns} FROM {_table(model)} "  # noqa: S608
            f"WHERE {key} > %s AND ({is_old}) ORDER BY {key} LIMIT {_ROWS}",
            told,
        )
        return list(cursor.fetchall())


@transaction.atomic
def _write(table: Table, rows: list[tuple[Any, ...]]) -> None:
    model, fields = table
    key = f'"{model._meta.pk.column}"'
    with connection.cursor() as cursor:
        for place, field in enumerate(fields, 1):
            column, cipher = f'"{field.column}"', field.cipher
            newest = keys()[0].id.encode() if _is_binary(field) else keys()[0].id
            stored = ((row[0], row[place]) for row in rows if row[place])
            told = [
                (cipher.encrypt(cipher.decrypt(_plain(value))), row_key, value)
                for row_key, value in stored
                if _plain(value)[:ID_LENGTH] != newest
            ]
            if told:
                cursor.executemany(
                    f"UPDATE {_table(model)} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                    told,
                )


def _write_each(table: Table, rows: list[tuple[Any, ...]]) -> None:
    """The same one by one, to tell which row it is that cannot be. Raises RecordedTwice."""
    for row in rows:
        try:
            _write(table, [row])
        except IntegrityError as error:
            raise RecordedTwice(table[0], row[0]) from error


def _encrypted(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def _is_binary(field: Any) -> bool:
    return bool(field.get_internal_type() == "BinaryField")


def _plain(value: Any) -> Any:
    """SQLite and psycopg give bytes as they like."""
    return value if isinstance(value, str) else bytes(value)


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _storage() -> EncryptedStorage:
    storage = records_storage()
    if not isinstance(storage, EncryptedStorage):
        raise TypeError("The records' storage is not encrypted.")
    return storage

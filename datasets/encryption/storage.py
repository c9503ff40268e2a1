"""A storage whose files are encrypted, over any other: what is saved and opened is the content itself."""

import datetime
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.module_loading import import_string

from datasets.encryption.files import decrypted, encrypted, key_id_of, plain_size
from datasets.encryption.keys import keys

#: What a file is called while it is encrypted anew.
_COMING = ".coming"
_READ_ONLY = "A kept file is read, or saved anew; nobody writes into it."


class KeptFile(File):
    """Open, and opened again after it was closed: Django's own would look for a path."""

    def __init__(self, inner: Storage, name: str) -> None:
        super().__init__(decrypted(inner.open(name, "rb")), name=name)
        self._inner = inner

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> "KeptFile":
        if mode not in (None, "rb"):
            raise ValueError(_READ_ONLY)
        if self.closed:
            self.file = decrypted(self._inner.open(str(self.name), "rb"))
        self.seek(0)
        return self


@deconstructible
class EncryptedStorage(Storage):
    """`backend` (a storage's import path, with its `options`) holds the ciphertext. There is no path, no address."""

    def __init__(self, backend: str, options: dict[str, Any] | None = None) -> None:
        self.inner: Storage = import_string(backend)(**(options or {}))

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError(_READ_ONLY)
        return KeptFile(self.inner, name)

    def _save(self, name: str, content: Any) -> str:
        return self.inner.save(name, File(encrypted(content.chunks()), name=name))

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return self.inner.get_available_name(name, max_length)

    def size(self, name: str) -> int:
        return plain_size(self.inner.size(name))

    def exists(self, name: str) -> bool:
        return self.inner.exists(name)

    def delete(self, name: str) -> None:
        self.inner.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.inner.listdir(path)

    def get_created_time(self, name: str) -> datetime.datetime:
        return self.inner.get_created_time(name)

    def get_modified_time(self, name: str) -> datetime.datetime:
        return self.inner.get_modified_time(name)

    def get_accessed_time(self, name: str) -> datetime.datetime:
        return self.inner.get_accessed_time(name)

    def names(self, folder: str = "") -> Iterator[str]:
        """Every file, in all folders."""
        try:
            folders, files = self.listdir(folder)
        except FileNotFoundError:  # nothing has been kept yet
            return
        yield from (f"{folder}{name}" for name in sorted(files) if not name.endswith(_COMING))
        for name in sorted(folders):
            yield from self.names(f"{folder}{name}/")

    def key_id_of(self, name: str) -> str:
        """The name of the key that the file was encrypted with; "" where it has gone. Raises Unreadable."""
        try:
            with self.inner.open(name, "rb") as stored:
                return key_id_of(stored)
        except FileNotFoundError:
            return ""

    def reencrypt(self, name: str) -> bool:
        """Encrypt the file with the newest key; whether it had another. Whoever reads it reads on.

        Raises Unreadable.
        """
        if self.key_id_of(name) in ("", keys()[0].id):
            return False
        with self._open(name) as content:
            self._replace(name, encrypted(content.chunks()))
        return True

    def _replace(self, name: str, stored: IO[bytes]) -> None:
        """In one step: a killed process leaves the file as it was."""
        try:
            path = Path(self.inner.path(name))
        except NotImplementedError:
            self.inner._save(name, File(stored, name=name))  # type: ignore[attr-defined]  # a PUT is one step
            return
        coming = path.with_name(path.name + _COMING)
        with open(coming, "wb", opener=_for_the_owner_alone) as file:
            shutil.copyfileobj(stored, file)
            file.flush()
            os.fsync(file.fileno())
        coming.replace(path)


def _for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

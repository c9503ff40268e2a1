"""A file at rest: a header with the key's name, then frames of 64 KiB, each by AES-256-GCM.

Every file has a key of its own, derived from a random salt in its header; a frame's nonce is its number and
whether it is the last, so that no frame can be left out, moved or cut off. Nothing is ever held whole.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from datasets.encryption.keys import ID_LENGTH, Key, Unreadable, keys

FRAME = 64 * 1024
_MAGIC = b"HT1"
_SALT = 32
_HEADER = len(_MAGIC) + ID_LENGTH + _SALT
_TAG = 16


def plain_size(stored_size: int) -> int:
    """How long the content of a stored file of that length is."""
    body = max(stored_size - _HEADER, 0)
    return max(body - _TAG * -(-body // (FRAME + _TAG)), 0)


def key_id_of(stored: IO[bytes]) -> str:
    """The name of the key that the file was encrypted with. Raises Unreadable."""
    header = stored.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise Unreadable("A kept file is not encrypted, or not whole.")
    return header[len(_MAGIC) : len(_MAGIC) + ID_LENGTH].decode(errors="replace")


def encrypted(pieces: Iterable[bytes]) -> IO[bytes]:
    """What is to be stored instead of the content that comes in pieces."""
    return io.BufferedReader(_Encrypting(pieces, keys()[0]))


def decrypted(stored: IO[bytes]) -> IO[bytes]:
    """The content of a stored file, which can be sought. Raises Unreadable, as reading it does."""
    return io.BufferedReader(_Decrypting(stored), FRAME)


class _Encrypting(io.RawIOBase):
    def __init__(self, pieces: Iterable[bytes], key: Key) -> None:
        self._stored = _frames(pieces, key)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._stored, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _frames(pieces: Iterable[bytes], key: Key) -> Iterator[bytes]:
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    yield _MAGIC + key.id.encode() + salt
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > FRAME:  # what is held last may be the last frame
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(held[:FRAME]), None)
            del held[:FRAME]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(held), None)


class _Decrypting(io.RawIOBase):
    """Decrypts one frame at a time, wherever somebody reads. It has no `fileno`: nobody shall send the ciphertext."""

    def __init__(self, stored: IO[bytes]) -> None:
        self._stored = stored
        key_id = key_id_of(stored)
        stored.seek(_HEADER - _SALT)
        salt = stored.read(_SALT)
        key = next((key for key in keys() if key.id == key_id), None)
        if key is None:
            raise Unreadable(f"ENCRYPTION_KEYS lacks the key “{key_id}” of a kept file.")
        self._cipher = _cipher(key, salt)
        body = stored.seek(0, io.SEEK_END) - _HEADER
        self._count = -(-body // (FRAME + _TAG))
        self._size = body - _TAG * self._count
        self._place, self._frame, self._number = 0, b"", -1
        if self._size <= 0:
            self._read(0)  # an empty file is one empty frame

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, FRAME)
        if number != self._number:
            self._read(number)
        piece = memoryview(self._frame)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._stored.close()
        super().close()

    def _read(self, number: int) -> None:
        self._stored.seek(_HEADER + number * (FRAME + _TAG))
        hidden = self._stored.read(FRAME + _TAG)
        try:
            nonce = _nonce(number, is_last=number >= self._count - 1)
            self._frame = self._cipher.decrypt(nonce, hidden, None)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("A kept file was altered, or is not whole.") from error
        self._number = number


def _cipher(key: Key, salt: bytes) -> AESGCM:
    return AESGCM(key.for_purpose("file", 32, salt=salt))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])

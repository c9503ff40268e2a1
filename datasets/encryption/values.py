"""What stands in a column instead of a value: the name of the key, then the ciphertext.

Each column has keys of its own, so that a value moved to another column is unreadable there.
"""

from binascii import a2b_base64, b2a_base64
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from datasets.encryption.keys import ID_LENGTH, Key, Unreadable
from datasets.encryption.nonces import SIZE as _NONCE
from datasets.encryption.nonces import fresh_nonce

#: Else a ciphertext is as long as its text, and 健康 is told from 艾滋病 by its length.
_STEP = 32


class ColumnCipher:
    """Of one column: writes with the newest key, reads with all of them."""

    def __init__(self, column: str, among: tuple[Key, ...]) -> None:
        self.column = column
        self._ciphers = {key.id: self._cipher(key) for key in among}
        self._id = among[0].id
        self._newest = self._ciphers[self._id]

    def _cipher(self, key: Key) -> Any:
        raise NotImplementedError

    def _unreadable(self, key_id: str) -> Unreadable:
        if key_id in self._ciphers:
            return Unreadable(
                f"A value of {self.column} was altered, or moved there from elsewhere."
            )
        return Unreadable(f"ENCRYPTION_KEYS lacks the key “{key_id}” of a value of {self.column}.")


class Hidden(ColumnCipher):
    """A text by AES-256-GCM with a random nonce: of two of them nobody can tell whether they say the same."""

    def encrypt(self, text: str) -> str:
        plain = text.encode()
        nonce = fresh_nonce()
        hidden = self._newest.encrypt(nonce, plain + bytes(-len(plain) % _STEP), None)
        return self._id + b2a_base64(nonce + hidden, newline=False).decode()

    def decrypt(self, stored: str) -> str:
        """Raises Unreadable."""
        key_id = stored[:ID_LENGTH]
        try:
            raw = a2b_base64(stored[ID_LENGTH:])
            plain: bytes = self._ciphers[key_id].decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except (KeyError, ValueError, InvalidTag) as error:
            raise self._unreadable(key_id) from error
        return plain.rstrip(b"\0").decode()

    def _cipher(self, key: Key) -> Any:
        return AESGCM(key.for_purpose(f"hidden {self.column}", 32))


class HiddenDocument(ColumnCipher):
    """The same for a document, in bytes."""

    def encrypt(self, document: bytes) -> bytes:
        nonce = fresh_nonce()
        hidden: bytes = self._newest.encrypt(nonce, document, None)
        return self._id.encode() + nonce + hidden

    def decrypt(self, stored: bytes) -> bytes:
        """Raises Unreadable."""
        key_id = stored[:ID_LENGTH].decode(errors="replace")
        nonce = stored[ID_LENGTH : ID_LENGTH + _NONCE]
        try:
            plain: bytes = self._ciphers[key_id].decrypt(nonce, stored[ID_LENGTH + _NONCE :], None)
        except (KeyError, ValueError, InvalidTag) as error:
            raise self._unreadable(key_id) from error
        return plain

    def _cipher(self, key: Key) -> Any:
        return AESGCM(key.for_purpose(f"document {self.column}", 32))


class Findable(ColumnCipher):
    """A text by AES-SIV: equal ones are stored alike, so the database compares what it cannot read.

    For numbers that nobody can try out; a word of a short list would be told by how often it occurs.
    """

    def encrypt(self, text: str) -> str:
        hidden = self._newest.encrypt(text.encode(), None)
        return self._id + b2a_base64(hidden, newline=False).decode()

    def decrypt(self, stored: str) -> str:
        """Raises Unreadable."""
        key_id = stored[:ID_LENGTH]
        try:
            plain: bytes = self._ciphers[key_id].decrypt(a2b_base64(stored[ID_LENGTH:]), None)
        except (KeyError, ValueError, InvalidTag) as error:
            raise self._unreadable(key_id) from error
        return plain.decode()

    def spellings(self, text: str) -> list[str]:
        """How the text may be stored: once with each key."""
        plain = text.encode()
        return [
            key_id + b2a_base64(cipher.encrypt(plain, None), newline=False).decode()
            for key_id, cipher in self._ciphers.items()
        ]

    def _cipher(self, key: Key) -> Any:
        return AESSIV(key.for_purpose(f"findable {self.column}", 64))

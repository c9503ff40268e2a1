"""The keys of all that is encrypted at rest: from the settings, the newest first."""

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

#: What a key is made of, in bytes, and how its name is written, in characters.
_SIZE = 64
ID_LENGTH = 4


class UnusableKeys(ValueError):
    """ENCRYPTION_KEYS is no list of keys; the message says why in one sentence."""


class Unreadable(ValueError):
    """Something is not what was encrypted: altered, moved from elsewhere, or its key is missing."""


@dataclass(frozen=True)
class Key:
    """`id` is derived from the key: what was encrypted with it bears it, and tells nothing else of the key."""

    id: str
    secret: bytes

    @classmethod
    def of(cls, secret: bytes) -> "Key":
        name = _derived(secret, "name of the key", ID_LENGTH * 3 // 4)
        return cls(urlsafe_b64encode(name).decode(), secret)

    def for_purpose(self, purpose: str, size: int, *, salt: bytes | None = None) -> bytes:
        """A key of its own for each purpose: what is known of one tells nothing of another."""
        return _derived(self.secret, purpose, size, salt)


def keys() -> tuple[Key, ...]:
    """All that can be read with; the first is written with. Raises UnusableKeys."""
    return keys_told(settings.ENCRYPTION_KEYS)


@lru_cache(maxsize=8)
def keys_told(text: str) -> tuple[Key, ...]:
    """The keys in base64, separated by commas. Raises UnusableKeys."""
    found = tuple(Key.of(_secret(part)) for part in text.split(",") if part.strip())
    if not found:
        raise UnusableKeys("there is no key in it")
    if len({key.id for key in found}) < len(found):
        raise UnusableKeys("a key stands in it twice")
    return found


def _secret(text: str) -> bytes:
    """Standard or URL-safe base64, with or without line breaks and padding."""
    compact = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        secret = b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except ValueError as error:
        raise UnusableKeys("a key in it is not base64") from error
    if len(secret) != _SIZE:
        raise UnusableKeys(f"a key in it is {len(secret)} bytes long instead of {_SIZE}")
    if len(set(secret)) < _SIZE // 4:
        raise UnusableKeys("a key in it is not random")
    return secret


def _derived(secret: bytes, purpose: str, size: int, salt: bytes | None = None) -> bytes:
    return HKDF(hashes.SHA256(), size, salt, f"hutong {purpose}".encode()).derive(secret)

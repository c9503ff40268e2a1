"""The whole database and every kept file, as somebody who stole them reads them."""

import base64
import pickle
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

#: Any run of digits that could be an identity number or a telephone, whatever stands around it.
_NUMBERS = re.compile(r"\d{17}[\dXx]|\d{11}")
#: Numbers of the area that the country has not given out: all people here bear such ones.
_IDENTITY = re.compile(r"990000(?:18|19|20)\d{9}[\dXx]")


def dump() -> dict[str, str]:
    """Table.column → all that it holds; file → what it holds. Escaped, packed and signed texts are unpacked."""
    found = dict(_columns())
    for folder in (settings.RECORDS_ROOT, settings.MEDIA_ROOT, settings.VAR_ROOT / "progress"):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                found[str(path)] = _text(path.read_bytes())
    store = SessionStore()
    sessions = (store.decode(session.session_data) for session in Session.objects.all())
    found["sessions"] = "\n".join(map(str, sessions))
    return found


def in_clear(held: dict[str, str], words: Iterable[str]) -> set[tuple[str, str]]:
    """Where which of the words stands, and where any identity number."""
    words = [word for word in set(words) if word]
    numbers = {word for word in words if _NUMBERS.fullmatch(word)}
    texts = [word for word in words if word not in numbers]
    found = set()
    for place, text in held.items():
        found |= {(place, number) for number in _IDENTITY.findall(text)}
        found |= {(place, number) for number in set(_NUMBERS.findall(text)) & numbers}
        found |= {(place, word) for word in texts if word in text}
    return found


def _columns() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            for name, values in zip(names, zip(*cursor.fetchall(), strict=True), strict=False):
                yield f"{table}.{name}", "\n".join(map(_text, values))


def _text(value: Any) -> str:
    if isinstance(value, memoryview | bytes | bytearray):
        value = bytes(value)
        texts = [value.decode("utf-8", "replace"), value.decode("gb18030", "replace")]
        for unpack in (zlib.decompress, lambda packed: pickle.loads(zlib.decompress(packed))):  # noqa: S301
            try:
                texts.append(str(unpack(value)))
            except Exception:  # noqa: S112 - it was not packed so
                continue
        return "\n".join(texts)
    text = str(value)
    if "\\u" in text:
        text += "\n" + re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    if re.fullmatch(r"[A-Za-z0-9+/]{16,}={0,2}", text) and len(text) % 4 == 0:
        text += "\n" + base64.b64decode(text).decode("utf-8", "replace")
    return text

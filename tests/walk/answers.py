"""An answer with all that somebody could learn from it: status, headers, text, and the questions that it took."""

import io
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

#: What differs between any two answers.
_VOLATILE = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|"CSRF_TOKEN": "\w+"|nonce="[^"]+"|\d{1,2}:\d{2}(:\d{2})?'
)
_VALUE = re.compile(r"_django_curs_\w+|'(?:[^']|'')*'|\b\d+\b|%s|NULL")
#: Of the session, which is written anew once a minute, whatever is asked.
_OWN = re.compile("django_session|^(RELEASE )?SAVEPOINT")
_SEVERAL = re.compile(r"\(\s*\?(?:,\s*\?)*\s*\)")
#: By which a browser, or somebody with a clock, tells that something has changed.
_HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Location",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[str, ...]
    text: str
    #: The statements in their order, without what was asked for.
    statements: tuple[str, ...]


def answer(
    client: Client,
    address: str,
    data: Any = None,
    *,
    method: str = "get",
    forget: tuple[str, ...] = (),
    **headers: str,
) -> Answer:
    """`forget`: texts of the question itself, which may come back."""
    reset_queries()  # the connection's log holds 9,000, then it counts wrong
    with CaptureQueriesContext(connection) as asked:
        response: Any = getattr(client, method)(address, data, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    text = _cells(body) if body.startswith(b"PK") else body.decode("utf-8", "replace")
    for word in sorted(forget, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", text)
    text = _VOLATILE.sub("", text)
    statements = tuple(
        _shape(one["sql"]) for one in asked.captured_queries if not _OWN.search(one["sql"])
    )
    told = [response.headers.get(name, "") for name in _HEADERS]
    for word in forget:
        told = [value.replace(word, "…") for value in told]
    return Answer(response.status_code, tuple(told), text, statements)


def difference(one: Answer, other: Answer) -> str:
    """In what two answers differ, in a word; "" for nothing."""
    if one.status != other.status:
        return f"status {one.status}, {other.status}"
    if one.headers != other.headers:
        return f"headers {one.headers}, {other.headers}"
    if one.text != other.text:
        return _first_difference(one.text, other.text)
    if one.statements != other.statements:
        only = [a for a, b in zip(one.statements, other.statements, strict=False) if a != b]
        counts = f"{len(one.statements)}, {len(other.statements)}"
        return f"statements ({counts}): {only[:1] or 'more of them'}"
    return ""


def _shape(sql: str) -> str:
    # Of a list, how long it is follows from what was asked.
    return _SEVERAL.sub("(?)", _VALUE.sub("?", sql))


def _cells(workbook: bytes) -> str:
    sheets = load_workbook(io.BytesIO(workbook), read_only=True).worksheets
    return "\n".join(str(row) for sheet in sheets for row in sheet.iter_rows(values_only=True))


def _first_difference(one: str, other: str) -> str:
    lines = zip(one.splitlines(), other.splitlines(), strict=False)
    found = next(((a, b) for a, b in lines if a != b), ("", "lengths differ"))
    return f"text: {found[0].strip()[:160]!r}, {found[1].strip()[:160]!r}"

"""The spreadsheet that waits until its sender has decided: one a user, the newest."""

import hashlib
from dataclasses import astuple, dataclass
from typing import Any

from datasets.admin.exchange import Upload
from datasets.ledgers.proposing.tables import HeaderRows

_SESSION_KEY = "sheet_to_propose"
_LONGEST_NAME = 255


@dataclass(frozen=True)
class WaitingSheet:
    """`header`: where somebody said that it stands; None for where it likely is."""

    file_name: str
    content: bytes
    header: HeaderRows | None = None

    @property
    def fingerprint(self) -> str:
        """By it a form knows that it speaks of this file, read by this header."""
        return hashlib.sha256(self.content + repr(self.header).encode()).hexdigest()[:16]


def keep(request: Any, file_name: str, content: bytes) -> None:
    _upload(request).keep(content)
    request.session[_SESSION_KEY] = {"name": file_name[:_LONGEST_NAME]}


def keep_header(request: Any, header: HeaderRows | None) -> None:
    """Read the waiting spreadsheet by this header from now on."""
    told = request.session.get(_SESSION_KEY) or {}
    request.session[_SESSION_KEY] = {**told, "header": list(astuple(header)) if header else None}


def waiting_sheet(request: Any) -> WaitingSheet | None:
    content = _upload(request).content()
    if content is None:
        return None
    told = request.session.get(_SESSION_KEY) or {}
    header = HeaderRows(*told["header"]) if told.get("header") else None
    return WaitingSheet(told.get("name") or "表格.xlsx", content, header)


def drop(request: Any) -> None:
    _upload(request).drop()
    request.session.pop(_SESSION_KEY, None)


def _upload(request: Any) -> Upload:
    return Upload(request.user, "sheet-to-propose")  # no code of a collection

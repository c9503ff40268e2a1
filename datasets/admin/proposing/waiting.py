"""The spreadsheet that waits until its sender has decided: one a user, the newest."""

import hashlib
from dataclasses import dataclass
from typing import Any

from datasets.admin.exchange import Upload

_SESSION_KEY = "proposed_sheet"
_LONGEST_NAME = 255


@dataclass(frozen=True)
class WaitingSheet:
    file_name: str
    content: bytes

    @property
    def fingerprint(self) -> str:
        """By it a form knows that it speaks of this file."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def keep(request: Any, file_name: str, content: bytes) -> None:
    _upload(request).keep(content)
    request.session[_SESSION_KEY] = file_name[:_LONGEST_NAME]


def waiting_sheet(request: Any) -> WaitingSheet | None:
    content = _upload(request).content()
    if content is None:
        return None
    return WaitingSheet(request.session.get(_SESSION_KEY, "") or "表格.xlsx", content)


def drop(request: Any) -> None:
    _upload(request).drop()
    request.session.pop(_SESSION_KEY, None)


def _upload(request: Any) -> Upload:
    return Upload(request.user, "sheet-to-propose")  # no code of a collection

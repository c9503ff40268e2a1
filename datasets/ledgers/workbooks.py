"""Workbooks: xlsx, xlsm, xlsb, xls and ods. Formulas give their cached values."""

import datetime
import io
import pickle
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from datasets.ledgers.sheets import Sheet, UnreadableLedger, fill_down, refuse_size

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which Office keeps a workbook encrypted with a password, and how an encrypted ods says so.
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ODS = b"manifest:encryption-data"
_DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip
_WORKER = Path(__file__).with_name("workbook_worker.py")


def read_workbook(content: bytes) -> list[Sheet]:
    """Every sheet, hidden ones and hidden rows too. Raises UnreadableLedger."""
    if content.startswith(OLE) and _ENCRYPTED_OFFICE in content:
        raise _locked()
    if content.startswith(ZIP):
        _look_into_archive(content)
    kind, *result = _ask_worker(content)
    if kind == "sheets":
        return [_sheet_of(*sheet) for sheet in result[0]]
    if kind == "password":
        raise _locked()
    if kind == "size":
        name, rows, columns = result
        refuse_size(name, rows=rows, columns=columns)
    raise _broken()


def _ask_worker(content: bytes) -> tuple[Any, ...]:
    """What the worker says of the file: see workbook_worker.py."""
    limits = {
        "bytes": settings.LEDGER_READER_BYTES,
        "seconds": settings.LEDGER_READER_SECONDS,
        "rows": settings.LEDGER_MAX_ROWS,
        "columns": settings.LEDGER_MAX_COLUMNS,
    }
    arguments = [part for name, limit in limits.items() for part in (f"--{name}", str(limit))]
    try:
        ended = subprocess.run(  # noqa: S603 - our own script, the file on standard input
            [sys.executable, "-I", str(_WORKER), *arguments],
            input=content,
            capture_output=True,
            timeout=settings.LEDGER_READER_SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ("broken",)
    if ended.returncode:
        return ("broken",)
    result: tuple[Any, ...] = _PlainUnpickler(io.BytesIO(ended.stdout)).load()
    return result


class _PlainUnpickler(pickle.Unpickler):
    """Takes cells and nothing else: the worker has read a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")


def _locked() -> UnreadableLedger:
    return UnreadableLedger(_("文件设有打开密码，请在 Excel 中取消密码后再上传。"))


def _broken() -> UnreadableLedger:
    return UnreadableLedger(
        _("文件打不开：它已损坏，或者不是 Excel、CSV 文件。请在 Excel 中重新另存后再上传。")
    )


def _look_into_archive(content: bytes) -> None:
    """Refuse what would unpack to a flood, and an encrypted ods."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            manifest = "META-INF/manifest.xml"
            small = unpacked <= settings.LEDGER_MAX_UNPACKED_BYTES
            if (
                small
                and manifest in archive.namelist()
                and _ENCRYPTED_ODS in archive.read(manifest)
            ):
                raise _locked()
    except _DAMAGED_ARCHIVE as error:
        raise UnreadableLedger(_("文件不完整或已损坏，请重新保存后再上传。")) from error
    if not small:
        raise UnreadableLedger(_("文件展开后过大，请删去无关的工作表，或分成几个文件上传。"))


def _sheet_of(name: str, rows: Any, top: int, merged: Any) -> Sheet:
    for column, first, last in merged:
        fill_down(rows, column=column, first=first, last=last)
    return Sheet(name=name, rows=rows, numbers=list(range(top + 1, top + 1 + len(rows))))

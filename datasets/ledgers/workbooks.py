"""Workbooks: xlsx, xlsm, xlsb, xls and ods, by python-calamine. Formulas give their cached values."""

import io
import zipfile

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from datasets.ledgers.sheets import Cell, Sheet, UnreadableLedger, fill_down, refuse_size

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which Office keeps a workbook encrypted with a password, and how an encrypted ods says so.
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ODS = b"manifest:encryption-data"


def read_workbook(content: bytes) -> list[Sheet]:
    """Every sheet, hidden ones and hidden rows too. Raises UnreadableLedger."""
    if content.startswith(OLE) and _ENCRYPTED_OFFICE in content:
        raise _locked()
    if content.startswith(ZIP):
        _look_into_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet_of(workbook, name) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise _locked() from error
        raise UnreadableLedger(
            _("文件打不开：它已损坏，或者不是 Excel、CSV 文件。请在 Excel 中重新另存后再上传。")
        ) from error


def _locked() -> UnreadableLedger:
    return UnreadableLedger(_("文件设有打开密码，请在 Excel 中取消密码后再上传。"))


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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableLedger(_("文件不完整或已损坏，请重新保存后再上传。")) from error
    if not small:
        raise UnreadableLedger(_("文件展开后过大，请删去无关的工作表，或分成几个文件上传。"))


def _sheet_of(workbook: CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None:
        return Sheet(name=name, rows=[], numbers=[])
    refuse_size(name, rows=sheet.height, columns=sheet.width)
    top, left = sheet.start
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=True)
    if left:
        margin: list[Cell] = [""] * left
        rows = [margin + row for row in rows]
    for (first, column), (last, _last_column) in sheet.merged_cell_ranges or ():
        fill_down(rows, column=column, first=first - top, last=last - top)
    return Sheet(name=name, rows=rows, numbers=list(range(top + 1, top + 1 + len(rows))))

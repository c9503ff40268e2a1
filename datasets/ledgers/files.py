"""Step one: a file's bytes as sheets of plain cells. The content decides what it is, not the name."""

import csv
import datetime
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from datasets.standards.formulas import active

Cell = (
    str
    | float
    | int
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
    | None
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream in which Office keeps a workbook encrypted with a password, as UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class UnreadableLedger(Exception):
    """The file cannot be taken as a ledger; the message is one sentence for the clerk."""


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells, row by row, from the upper left corner of the sheet.

    `numbers[i]` is the sheet's own number of rows[i], from 1: the line for a CSV.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int] = field(default_factory=list)


def read_sheets(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of an xlsx, xls or csv file. Raises UnreadableLedger."""
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableLedger(_("文件是空的，请检查后重新上传。"))
    if len(content) > settings.LEDGER_MAX_BYTES:
        raise UnreadableLedger(
            _("文件有 %(size)d MB，超过了 %(limit)d MB 的上限，请按村分成几个文件上传。")
            % {
                "size": len(content) // 1024 // 1024,
                "limit": settings.LEDGER_MAX_BYTES // 1024 // 1024,
            }
        )
    if content.startswith((_ZIP, _OLE)):
        return _read_workbook(content)
    return [_read_text(content, PurePath(file_name).stem)]


def _read_workbook(content: bytes) -> list[Sheet]:
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise UnreadableLedger(_("文件设有打开密码，请在 Excel 中取消密码后再上传。"))
    if content.startswith(_ZIP):
        _refuse_zip_bomb(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_sheet_of(workbook, name) for name in workbook.sheet_names]
    except UnreadableLedger:
        raise
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise UnreadableLedger(
                _("文件设有打开密码，请在 Excel 中取消密码后再上传。")
            ) from error
        raise UnreadableLedger(
            _("文件打不开：它已损坏，或者不是 Excel、CSV 文件。请在 Excel 中重新另存后再上传。")
        ) from error
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableLedger(_("工作簿里没有内容，请检查后重新上传。"))
    return sheets


def _refuse_zip_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableLedger(_("文件不完整或已损坏，请重新保存后再上传。")) from error
    if unpacked > settings.LEDGER_MAX_UNPACKED_BYTES:
        raise UnreadableLedger(_("文件展开后过大，请删去无关的工作表，或分成几个文件上传。"))


def _sheet_of(workbook: CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None:
        return Sheet(name=name, rows=[], numbers=[])
    if sheet.height > settings.LEDGER_MAX_ROWS or sheet.width > settings.LEDGER_MAX_COLUMNS:
        _refuse_size(name, sheet.height, sheet.width)
    top, left = sheet.start
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=True)
    if left:
        margin: list[Cell] = [""] * left
        rows = [margin + row for row in rows]
    _fill_merged(rows, sheet.merged_cell_ranges or [], top)
    return Sheet(name=name, rows=rows, numbers=list(range(top + 1, top + 1 + len(rows))))


def _refuse_size(name: str, height: int, width: int) -> None:
    raise UnreadableLedger(
        _(
            "工作表“%(sheet)s”有 %(rows)d 行、%(columns)d 列，"
            "上限是 %(max_rows)d 行、%(max_columns)d 列，请分成几个文件上传。"
        )
        % {
            "sheet": name,
            "rows": height,
            "columns": width,
            "max_rows": settings.LEDGER_MAX_ROWS,
            "max_columns": settings.LEDGER_MAX_COLUMNS,
        }
    )


def _fill_merged(
    rows: list[list[Cell]], ranges: list[tuple[tuple[int, int], tuple[int, int]]], top: int
) -> None:
    """Give each row of a cell merged downwards its value: one village over several children.

    Cells merged sideways alone (titles, groups of a header) keep their first cell.
    """
    for (first_row, column), (last_row, _last_column) in ranges:
        if last_row == first_row or not 0 <= first_row - top < len(rows):
            continue
        value = rows[first_row - top][column]
        for row in rows[first_row - top + 1 : last_row - top + 1]:
            row[column] = value


def _read_text(content: bytes, name: str) -> Sheet:
    text = _decoded(content)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
        rows: list[list[Cell]] = []
        numbers: list[int] = []
        line = 1
        for row in reader:
            rows.append([active(cell) for cell in row])
            numbers.append(line)
            line = reader.line_num + 1
            if len(rows) > settings.LEDGER_MAX_ROWS or len(row) > settings.LEDGER_MAX_COLUMNS:
                _refuse_size(name, len(rows), len(row))
    except csv.Error as error:
        raise UnreadableLedger(
            _("文件不是规范的 CSV，读到第 %(line)d 行时出错，请在 Excel 中另存为 xlsx 后再上传。")
            % {"line": reader.line_num}
        ) from error
    return Sheet(name=name, rows=rows, numbers=numbers)


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4096]:
        raise UnreadableLedger(_("这不是 Excel 或 CSV 文件，请上传 xlsx、xls 或 csv 格式的台账。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableLedger(_("无法识别文件的文字编码，请在 Excel 中另存为 xlsx 后再上传。"))


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)

"""Step one: a file's bytes as sheets of plain cells. The content decides what it is, not the name."""

from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from datasets.ledgers.markup import looks_like_markup, read_markup
from datasets.ledgers.sheets import Cell, Sheet, UnreadableLedger
from datasets.ledgers.texts import decoded, read_text
from datasets.ledgers.workbooks import OLE, ZIP, read_workbook


def read_sheets(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a workbook (xlsx, xlsm, xlsb, xls, ods), of a table as text, or of a page saved as .xls.

    Raises UnreadableLedger.
    """
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
    name = PurePath(file_name).stem
    if content.startswith((ZIP, OLE)):
        sheets = read_workbook(content)
    elif looks_like_markup(content):
        sheets = read_markup(content, name)
    else:
        sheets = [read_text(decoded(content), name)]
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableLedger(_("文件里没有内容，请检查后重新上传。"))
    for sheet in sheets:
        _drop_nul(sheet.rows)
    return sheets


def _drop_nul(rows: list[list[Cell]]) -> None:
    """Excel lets a cell hold NUL (as _x0000_), PostgreSQL no text, and nobody sees it."""
    for row in rows:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and "\0" in cell:
                row[index] = cell.replace("\0", "")

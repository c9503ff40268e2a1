"""Whether a workbook counts its days from 1904, as Excel on the Mac long did.

Calamine heeds it where a cell has the format of a date; any other day is a plain number to it.
"""

import io
import re
import struct
import zipfile

from datasets.ledgers.sandbox import xls_records, xlsb_records
from datasets.ledgers.sandbox.errors import DAMAGED_ARCHIVE

_XLSX_WORKBOOK = "xl/workbook.xml"
_XLSX_SAYS = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
_XLS_DATE_MODE, _XLSB_WORKBOOK_PROPERTIES = 0x22, 153


def counts_from_1904(content: bytes) -> bool:
    """Of an xlsx, xlsm, xlsb or xls; of a file that is not quite one, no."""
    try:
        if not content.startswith(b"PK"):
            return _xls_says(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if xlsb_records.WORKBOOK in archive.namelist():
                return _xlsb_says(archive.read(xlsb_records.WORKBOOK))
            return bool(_XLSX_SAYS.search(archive.read(_XLSX_WORKBOOK)))
    except (KeyError, IndexError, struct.error, UnicodeDecodeError, *DAMAGED_ARCHIVE):
        return False


def _xls_says(content: bytes) -> bool:
    told = xls_records.records(xls_records.workbook_stream(content), 0)
    return any(kind == _XLS_DATE_MODE and data[:1] == b"\1" for kind, data in told)


def _xlsb_says(workbook: bytes) -> bool:
    told = xlsb_records.records(workbook)
    return any(kind == _XLSB_WORKBOOK_PROPERTIES and workbook[at] & 1 for kind, at in told)

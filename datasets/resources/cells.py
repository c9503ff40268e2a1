"""What stands in a cell: text that no spreadsheet program will run, and back again without loss."""

import datetime
from decimal import Decimal

from datasets.standards.formulas import inert

#: What a resource puts into a cell; dates are ISO text, so that no program reads them its own way.
Value = str | int | Decimal


def same(cell: str, exported: str) -> bool:
    """Whether a cell still says what was exported: workbooks keep line breaks as \\n, CSV has the apostrophe."""
    cell, exported = _lines(cell), _lines(exported)
    return cell in (exported, inert(exported))


def cell_text(cell: object) -> str:
    """A cell as text, as a clerk sees it: whole numbers without point, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

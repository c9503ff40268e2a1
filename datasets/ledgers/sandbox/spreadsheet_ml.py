"""Excel 2003's own XML (SpreadsheetML), which programs like to save as .xls."""

import io
import re
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from datasets.ledgers.sandbox.grid import Grid
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import NumberedRows, Sheet
from datasets.standards.cells import Cell
from datasets.standards.decoding import decoded_markup

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)


def read(content: bytes, limits: Limits) -> list[tuple[str, NumberedRows]]:
    """Its worksheets. Raises Refused."""
    # The parser knows no GB18030: it gets UTF-8, without the line that says otherwise.
    text = _DECLARATION.sub("", decoded_markup(content).lstrip("\ufeff"), count=1)
    try:
        sheets = _read(text.lstrip().encode(), limits)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("incomplete") from error
    return [(sheet.name, sheet.numbered_rows) for sheet in sheets]


def _read(utf8: bytes, limits: Limits) -> list[Sheet]:
    """Row by row: what has been read is let go."""
    sheets: list[Sheet] = []
    grid = Grid("", limits)
    skipped = 0
    for event, element in iterparse(io.BytesIO(utf8), events=("start", "end")):
        tag, is_start = element.tag, event == "start"
        if tag == f"{_SS}Worksheet" and is_start:
            limits.check_sheets(len(sheets) + 1)
            grid, skipped = Grid(element.get(f"{_SS}Name", ""), limits), 0
        elif tag == f"{_SS}Row" and is_start:
            grid.begin_row(_row_number(element, grid, skipped))
            skipped = int(element.get(f"{_SS}Span", 0))
        elif tag == f"{_SS}Cell" and not is_start:
            _add(element, grid)
        elif tag == f"{_SS}Row":
            element.clear()
        elif tag == f"{_SS}Worksheet":
            sheets.append(grid.done())
            element.clear()
    return sheets


def _row_number(row: Any, grid: Grid, skipped: int) -> int:
    """ss:Index says it; else it follows the row before, which ss:Span repeats."""
    following = (grid.numbers[-1] if grid.numbers else 0) + skipped + 1
    return max(int(row.get(f"{_SS}Index", following)), following)


def _add(cell: Any, grid: Grid) -> None:
    """ss:Index skips columns, ss:MergeAcross and ss:MergeDown say what a cell covers beside itself."""
    index = cell.get(f"{_SS}Index")
    grid.add(
        _value_of(cell),
        column=None if index is None else int(index) - 1,
        width=1 + max(int(cell.get(f"{_SS}MergeAcross", 0)), 0),
        height=1 + max(int(cell.get(f"{_SS}MergeDown", 0)), 0),
    )


def _value_of(cell: Any) -> Cell:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000")
    if kind == "Boolean":
        return text == "1"
    return text

"""The rows of a worksheet, streamed into a workbook that XlsxWriter made without them.

XlsxWriter writes styles, widths, drop-downs and the rest; a cell costs it about fifteen times what these
lines cost, and a large export is nothing but cells.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import IO

from xlsxwriter.utility import xl_col_to_name

from datasets.resources.cells import Value

CELL_LIMIT = 32_767  # characters in a cell of a workbook

_SHEET = "xl/worksheets/sheet1.xml"
_LINES = 500
# Above this the worksheet may pass 4 GB, for which readers need the longer entry.
_MANY_ROWS = 500_000
# What stands in XML otherwise than as it is: markup, control characters and what looks like their escape,
# blanks at an end.
_RARE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
# The skeleton's extent: readers that trust it would stop at the pattern row. Without it they look for themselves.
_EXTENT = re.compile(r"<dimension [^>]*/>")
_SHEET_DATA = re.compile("<sheetData>.*</sheetData>|<sheetData/>", re.DOTALL)
_MANY_BYTES = 3 * 1024**3
_CHUNK = 1024 * 1024
_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class CellTooLong(ValueError):
    """The text of the column at `place` in the data row `row` (both from 0) fits into no cell."""

    def __init__(self, row: int, place: int) -> None:
        super().__init__(row, place)
        self.row = row
        self.place = place


def fill_workbook(
    skeleton: bytes,
    rows: Iterable[Sequence[Value]],
    target: IO[bytes],
    *,
    first_row: int,
    expected: int,
) -> int:
    """Write the workbook with `rows` in place of its pattern row, in that row's styles; returns how many.

    The pattern is row `first_row` (from 1) of the first worksheet, its last one, with every column in it.
    Raises CellTooLong.
    """
    with (
        zipfile.ZipFile(io.BytesIO(skeleton)) as source,
        # Level 1: a third larger than the default and four times as fast.
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for entry in source.infolist():
            if entry.filename != _SHEET:
                out.writestr(entry.filename, source.read(entry))
        before, styles, after = _around_pattern(source.read(_SHEET).decode(), first_row)
        lines = _Lines(styles, first_row)
        with out.open(_SHEET, "w", force_zip64=expected > _MANY_ROWS) as sheet:
            sheet.write(before.encode())
            for some in lines.of(iter(rows)):
                sheet.write(some.encode())
            sheet.write(after.encode())
    return lines.count


def _around_pattern(xml: str, row: int) -> tuple[str, list[tuple[str, str]], str]:
    """What stands before and after the pattern row, and the column and style of each of its cells."""
    before, start, rest = xml.partition(f'<row r="{row}"')
    pattern, end, after = rest.partition("</row>")
    styles = re.findall(rf'<c r="([A-Z]+){row}" s="(\d+)"', pattern)
    if not (start and end and styles):
        raise ValueError("The skeleton has no pattern row.")
    return _EXTENT.sub("", before), styles, after


def fill_sheets(
    skeleton: bytes, rows: IO[bytes], extents: Sequence[tuple[int, int]], target: IO[bytes]
) -> None:
    """Write the workbook with the rows of each worksheet in its place: where they start and end in `rows`."""
    parts = {f"xl/worksheets/sheet{number}.xml": extent for number, extent in enumerate(extents, 1)}
    with (
        zipfile.ZipFile(io.BytesIO(skeleton)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for entry in source.infolist():
            xml = source.read(entry)
            if entry.filename not in parts:
                out.writestr(entry.filename, xml)
                continue
            start, end = parts[entry.filename]
            before, after = _SHEET_DATA.split(_EXTENT.sub("", xml.decode()), maxsplit=1)
            with out.open(entry.filename, "w", force_zip64=end - start > _MANY_BYTES) as sheet:
                sheet.write(f"{before}<sheetData>".encode())
                rows.seek(start)
                while some := rows.read(min(_CHUNK, end - rows.tell())):
                    sheet.write(some)
                sheet.write(f"</sheetData>{after}".encode())


def row_xml(number: int, cells: Sequence[Value | float], styles: Sequence[int]) -> str:
    """A row, from 1, as XML: each cell in its style."""
    parts = [f'<row r="{number}">']
    for column, value, style in zip(_columns(len(cells)), cells, styles, strict=True):
        if value == "":
            parts.append(f'<c r="{column}{number}" s="{style}"/>')
        elif isinstance(value, str):
            plain = value.isalnum() or not _RARE.search(value)
            told = f">{value}" if plain else _escaped(value)
            parts.append(
                f'<c r="{column}{number}" s="{style}" t="inlineStr"><is><t{told}</t></is></c>'
            )
        else:
            parts.append(f'<c r="{column}{number}" s="{style}"><v>{value}</v></c>')
    parts.append("</row>")
    return "".join(parts)


@cache
def _columns(count: int) -> list[str]:
    return [xl_col_to_name(place) for place in range(count)]


class _Lines:
    """Rows as XML, some hundred at a time."""

    def __init__(self, styles: list[tuple[str, str]], first_row: int) -> None:
        self.cells = [
            (f'<c r="{column}', f'" s="{style}" t="inlineStr"><is><t', f'" s="{style}"><v>')
            for column, style in styles
        ]
        self.first_row = first_row
        self.count = 0

    def of(self, rows: Iterator[Sequence[Value]]) -> Iterator[str]:
        while chunk := [self._line(row) for row in islice(rows, _LINES)]:
            yield "".join(chunk)

    def _line(self, row: Sequence[Value]) -> str:
        number = self.first_row + self.count
        parts = [f'<row r="{number}">']
        for (start, text, figure), value in zip(self.cells, row, strict=True):
            if value == "":
                continue
            if isinstance(value, str):
                if len(value) > CELL_LIMIT:
                    raise CellTooLong(self.count, row.index(value))
                plain = value.isalnum() or not _RARE.search(value)
                told = f">{value}" if plain else _escaped(value)
                parts.append(f"{start}{number}{text}{told}</t></is></c>")
            else:
                parts.append(f"{start}{number}{figure}{value}</v></c>")
        self.count += 1
        parts.append("</row>")
        return "".join(parts)


def _escaped(text: str) -> str:
    text = _ESCAPE.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' xml:space="preserve">{text}'

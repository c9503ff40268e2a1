"""Tables as text: comma, tab or semicolon."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import NumberedRows
from datasets.standards.cells import Cell
from datasets.standards.decoding import decoded
from datasets.standards.formulas import active


def read(content: bytes, limits: Limits) -> list[tuple[str, NumberedRows]]:
    """One sheet without a name; a row's number is the line on which it begins. Raises Refused."""
    return [("", _rows(decoded(content), limits))]


#: A line behind the last one, which a quotation mark that nobody closed swallows with the rows before it.
_END = "\x03"


def _rows(text: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    csv.field_size_limit(limits.cell)
    lines = chain(io.StringIO(text, newline=""), [_END])
    reader = csv.reader(lines, delimiter=_delimiter(text))
    line = start = 1
    try:
        for count, row in enumerate(reader, start=1):
            if row == [_END]:
                return
            limits.check_size("", rows=count, columns=len(row))
            yield line, [active(cell) for cell in row]
            start, line = line, reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise Refused("cell", sheet="", row=line, limit=limits.cell) from error
        raise Refused("csv", line=reader.line_num) from error
    raise Refused("quote", line=start)


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon; of a text with hardly any, what somebody may have typed instead."""
    head = text[:20_000]
    usual = max(",\t;", key=head.count)
    return usual if head.count(usual) >= head.count("\n") else max(",\t;|，", key=head.count)

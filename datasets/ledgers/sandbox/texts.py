"""Tables as text: comma, tab or semicolon."""

import csv
import io

from datasets.ledgers.sandbox.decoding import decoded
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import Cell, Sheet
from datasets.standards.formulas import active


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet without a name; a row's number is the line on which it begins. Raises Refused."""
    text = decoded(content)
    csv.field_size_limit(limits.cell)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append([active(cell) for cell in row])
            numbers.append(line)
            line = reader.line_num + 1
            limits.check_size("", rows=len(rows), columns=len(row))
    except csv.Error as error:
        if "field limit" in str(error):
            raise Refused("cell", sheet="", row=line, limit=limits.cell) from error
        raise Refused("csv", line=reader.line_num) from error
    return [Sheet(name="", rows=rows, numbers=numbers)]


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)

"""The names over a document that issues it, where a table sets them beside the word 文件."""

import re
from collections.abc import Iterator, Sequence

from content.intake.agencies import agencies_listed
from content.intake.lines import Line
from content.intake.writing import plain, tidy

#: Of the lines of a file: a red head stands at its beginning.
_LINES_LOOKED_AT = 6


def with_red_head_as_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, the cells of a red head each on its own, 文件 below the names."""
    first = [part for line in lines[:_LINES_LOOKED_AT] for part in _parts(line)]
    return first + list(lines[_LINES_LOOKED_AT:])


def _parts(line: Line) -> Iterator[Line]:
    cells = list(dict.fromkeys(tidy(cell) for row in line.rows for cell in row if cell.strip()))
    names = [cell for cell in cells if not re.fullmatch(r"文\s*件", cell)]
    is_head = names and len(names) < len(cells)
    if not is_head or not all(agencies_listed(plain(name)) for name in names):
        yield line
        return
    for text in (*names, "文件"):
        yield Line(text, is_whole=True)

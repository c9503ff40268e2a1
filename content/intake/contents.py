"""A table of contents before the text: its lines are no sections of the document."""

import re
from collections.abc import Sequence

from content.intake.labels import label_of
from content.intake.lines import Line
from content.intake.writing import plain, tidy

_LONGEST_ENTRY = 50
#: 第一章　总则……1
_PAGE = re.compile(r"[\s.…·•‥-]*\d{0,3}$")


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines without the table, and the table's as text. A table lasts until its first entry comes again."""
    first = next((at for at, line in enumerate(lines) if tidy(line.text) in ("目录", "目次")), -1)
    entries: list[str] = []
    for at in range(first + 1, len(lines)) if first >= 0 else ():
        entry = _entry_in(lines[at])
        if entry is None or entry in entries[:1]:
            is_table = len(entries) > 1 and entry == entries[0]
            return _cut(lines, first, at) if is_table else (list(lines), [])
        entries += [entry] if entry else []
    return list(lines), []


def _entry_in(line: Line) -> str | None:
    """ "" for a blank line, None for one that is no entry."""
    shown = plain(line.text).strip(" 　")
    is_short = len(shown) <= _LONGEST_ENTRY and not re.search("[。；]", shown)
    if line.rows or not is_short or (shown and label_of(shown) is None):
        return None
    return _PAGE.sub("", tidy(shown))


def _cut(lines: Sequence[Line], first: int, end: int) -> tuple[list[Line], list[str]]:
    table = [tidy(line.text) for line in lines[first:end] if line.text]
    return [*lines[:first], *lines[end:]], table

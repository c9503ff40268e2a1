"""Categories by number or letter: 儿童类别 1 孤儿 2 留守儿童, as the heading, a line above or a note below says it."""

import re
from collections.abc import Iterable, Mapping

from datasets.ledgers.tables import Table
from datasets.readers.words import category_named
from datasets.standards.writing import half_width

_ENTRY = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]?|[A-Z])\s*[.、:=)\-—]?\s*([㐀-鿿()]{2,20})")
#: So many categories a line must number, else it is a list of something else.
_ENOUGH = 2
_LONGEST = 300


def legend_of(table: Table, categories: Mapping[str, str]) -> dict[str, str]:
    """Number or letter → category's code; a sign that two lines give different meanings means nothing."""
    headings = [column.heading for column in table.columns if column.slot == "categories"]
    found: dict[str, set[str]] = {}
    for line in (*headings, *table.titles, *table.notes) if headings else ():
        for sign, code in _entries(line, categories):
            found.setdefault(sign, set()).add(code)
    return {sign: codes.pop() for sign, codes in found.items() if len(codes) == 1}


def _entries(line: str, categories: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    entries = _ENTRY.findall(half_width(line)) if len(line) <= _LONGEST else ()
    named = [(sign, category_named(word.strip("()"), categories)) for sign, word in entries]
    told = [(sign, code) for sign, code in named if code]
    return told if len(told) >= _ENOUGH else ()

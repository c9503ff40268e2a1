"""What a title states of all its rows, 花名册（共12户25人）, held against the rows that were read.

It may speak of its table, of its sheet or of the whole file: only what fits none of them is told.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.tables import Table
from datasets.ledgers.totals import PEOPLE, children, count_told
from datasets.standards.writing import half_width

#: A table, and which of the file's rows are its own.
Part = tuple[Table, range]

_HOUSEHOLDS = re.compile(r"(?:计|共有?|户数|\()[:]?(?:\d+(?:人|名|位)[,、]?)?(\d{1,6})户")
#: The number speaks of something else than the rows.
_OF_OTHERS = re.compile(r"累计|新增|减少|其中|上月|上年|去年|目标|计划|以上|以下|至少|不少于|约\d")
_LONGEST = 80
_PERSON, _HOUSEHOLD = "name", ("household_number", "household_head", "head_name")

Difference = dict[str, Any]


def titles_that_differ(parts: Sequence[Part], rows: Sequence[ReadRow]) -> list[list[Difference]]:
    """Of each table, the totals in its titles that no reading of the rows makes true; each title is told once."""
    told: set[tuple[str, int]] = set()
    found: list[list[Difference]] = []
    for table, own in parts:
        of_sheet = [
            row
            for other, part in parts
            if other.sheet == table.sheet
            for row in rows[part.start : part.stop]
        ]
        scopes = [rows[own.start : own.stop], of_sheet, rows]
        differing = [
            one for one in _differing(table, scopes) if (table.sheet, one["row"]) not in told
        ]
        told |= {(table.sheet, number) for number, _text in table.title_lines}
        found.append(differing)
    return found


def _differing(table: Table, scopes: Sequence[Sequence[ReadRow]]) -> Iterator[Difference]:
    slots = {column.slot for column in table.columns}
    for number, title in table.title_lines:
        text = "".join(half_width(title).split())
        if len(text) > _LONGEST or _OF_OTHERS.search(text):
            continue
        people = PEOPLE.search(text) if _PERSON in slots else None
        if people:
            yield from _difference(number, "人数", people[1], [children(rows) for rows in scopes])
        households = _HOUSEHOLDS.search(text)
        if households:
            counts = [_households(rows, slots) for rows in scopes]
            yield from _difference(number, "户数", households[1], counts)


def _difference(
    number: int, heading: str, stated: str, counts: list[list[Decimal]]
) -> Iterator[Difference]:
    is_plain = all(counts)
    if is_plain and not any(Decimal(stated) in count for count in counts):
        yield {
            "row": number,
            "column": "A",
            "heading": heading,
            "stated": int(stated),
            "found": count_told(counts[0][0]),
        }


def _households(rows: Sequence[ReadRow], slots: set[str]) -> list[Decimal]:
    """By each column that tells one household from the next; nothing where a row has it empty."""
    counts: list[Decimal] = []
    for slot in _HOUSEHOLD:
        said = [row.values.get(slot) for row in rows] if slot in slots else [None]
        if all(said):
            counts.append(Decimal(len(set(said))))
    if "head_name" in slots:  # a row a household
        counts.append(Decimal(len(rows)))
    return counts

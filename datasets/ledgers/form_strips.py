"""Cards beside each other on one sheet: each is read from its own columns, lest one child gets another's number."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from datasets.ledgers.columns import person_in
from datasets.ledgers.fields import LedgerLayout, header_key
from datasets.ledgers.form_labels import Labels
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of

#: So many labels on so many lines must stand at the same places of two cards.
_FEWEST_LABELS, _FEWEST_LINES = 3, 2
_MOST_OF = 0.8

#: Row, column and what is asked.
_Label = tuple[int, int, str]


@dataclass(frozen=True)
class Strip:
    """The columns `left` to `right` (not included) of a sheet."""

    left: int
    right: int

    def of(self, sheet: Sheet) -> Sheet:
        """The sheet with these columns filled, at their own places."""
        rows = [[*[""] * self.left, *row[self.left : self.right]] for row in sheet.rows]
        return replace(sheet, rows=rows)


def strips_of(sheet: Sheet, layout: LedgerLayout) -> list[Strip]:
    """From left to right; one strip where no cards stand beside each other."""
    width = max(map(len, sheet.rows), default=0)
    labels = set(_labels_on(sheet, layout))
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column, asked in sorted(labels):
        if asked in layout.essential:
            by_row[row].append(column)
    columns = next((columns for columns in by_row.values() if len(columns) > 1), [])
    for other in columns[1:]:
        period = other - columns[0]
        start = min(column for _row, column, _asked in labels)
        if columns[0] - start < period and _repeats(labels, start, period):
            if _is_of_others(sheet, layout, columns[0], other):
                continue
            lefts = [
                left
                for left in range(start, width, period)
                if any(left <= one[1] < left + period for one in labels)
            ]
            ends = [*lefts[1:], width]
            return [
                Strip(left if place else 0, end)
                for place, (left, end) in enumerate(zip(lefts, ends, strict=True))
            ]
    return [Strip(0, width)]


def _labels_on(sheet: Sheet, layout: LedgerLayout) -> Iterator[_Label]:
    """Each label, known ones by their slot: the cards' own words need not agree to a letter."""
    labels = Labels(layout)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            text = text_of(cell)
            if labels.is_label(text):
                yield row, column, labels.slot_of(text) or header_key(text)
            else:
                for label, _value in labels.written_together(cell):
                    yield row, column, labels.slot_of(label) or header_key(label)


def _repeats(labels: set[_Label], start: int, period: int) -> bool:
    """Whether the columns behind the first `period` ask the same at the same places."""
    first = {one for one in labels if start <= one[1] < start + period}
    second = {
        (row, column - period, asked)
        for row, column, asked in labels
        if start + period <= column < start + 2 * period
    }
    both = first & second
    lines = {row for row, _column, _asked in both}
    is_enough = len(both) >= _FEWEST_LABELS and len(lines) >= _FEWEST_LINES
    return is_enough and len(both) >= _MOST_OF * max(len(first), len(second))


def _is_of_others(sheet: Sheet, layout: LedgerLayout, name: int, other: int) -> bool:
    """Whether headings stand before both names, the second one somebody else's: 儿童 | 姓名 … 监护人 | 姓名."""
    headings = [_texts_in(sheet, column - 1) for column in (name, other)] if name else [[], []]
    others = layout.other_persons
    return bool(headings[0]) and any(
        person_in([text], layout) or any(word in text for word in others) for text in headings[1]
    )


def _texts_in(sheet: Sheet, column: int) -> list[str]:
    return [text for row in sheet.rows if column < len(row) and (text := text_of(row[column]))]

"""The labels on a form and what answers each: right of it, below it, behind it in one cell, in a table of relatives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datasets.ledgers.columns import Person, person_in
from datasets.ledgers.fields import LedgerLayout, header_key
from datasets.ledgers.form_labels import (
    LONGEST_LABEL,
    Labels,
    filled_in,
    is_like_a_label,
    label_texts,
)
from datasets.ledgers.form_persons import Asked, parent_in
from datasets.ledgers.sheets import Sheet
from datasets.readers.boxes import boxes_of, holds_box, is_mark
from datasets.readers.text import text_of
from datasets.readers.words import RELATIONS, word_key
from datasets.standards.cells import Cell

#: A digit a cell, 2015 | 年 | 6 | 月: what one answer may be parted into.
_PIECES = {
    "birth_date": re.compile(r"\d{1,4}[年月日]?|[年月日./-]"),
    **dict.fromkeys(
        ("id_number", "guardian_id_number", "father_id_number", "mother_id_number"),
        re.compile(r"[0-9]{1,14}[Xx]?|[Xx]"),
    ),
}
#: So many labels side by side that nothing answers in their row head a table.
_TABLE_LABELS = 3
_LONGEST_NAME = 15
#: How a label ends that asks for somebody's name or number: it was left empty, and heads nothing.
_OF_A_PERSON = ("姓名", "名字", "电话", "号码", "证号")


@dataclass(frozen=True)
class Filled:
    """A label and the cell that answers it."""

    row: int
    column: int
    label: str
    slot: str
    value: Cell
    #: Row and column of the answer.
    at: tuple[int, int]
    #: Whether both stand in one cell.
    is_within: bool = False
    #: Whether it asks for the child's own name, with or without an answer: a form begins.
    begins: bool = False
    #: The cells of the answer, where it is parted into several.
    parts: tuple[tuple[int, int], ...] = ()


def answers_on(sheet: Sheet, layout: LedgerLayout) -> list[Filled]:
    """Every label of a known field with its answer, "" for none, in reading order."""
    return list(_FormReader(sheet, layout).answers())


class _FormReader:
    """Goes over a sheet once, row by row, remembering of whom the labels speak."""

    def __init__(self, sheet: Sheet, layout: LedgerLayout) -> None:
        self.rows = sheet.rows
        self.layout = layout
        self.labels = Labels(layout)
        self.asked = Asked(layout)
        for row in self.rows:
            self.asked.plain.update(
                filter(None, (self.labels.slot_of(text_of(one)) for one in row))
            )
        #: Cells that have answered a label, and are none.
        self.used: set[tuple[int, int]] = set()
        #: The labels beside the first name on the sheet: a row of others that asks for a name is no form of its own.
        self.first: list[tuple[int, str]] = []
        self.first_column = 0
        #: The name on the form that is being read.
        self.child: Cell = ""

    def answers(self) -> Iterator[Filled]:
        top = 0
        while top < len(self.rows):
            relatives = self._relatives_below(top)
            if relatives:
                for line in relatives:
                    yield from self._relative(top, line)
                top = relatives.stop
                continue
            if not self._heads_a_table(top):
                for left in range(len(self.rows[top])):
                    if (top, left) not in self.used:
                        yield from self._at(top, left)
            top += 1

    def _at(self, top: int, left: int) -> Iterator[Filled]:
        pairs = self.labels.written_together(self.rows[top][left])
        for label, value in pairs:
            yield from self._told(top, left, label, value, (top, left), is_within=True)
        label = text_of(self.rows[top][left])
        if pairs or not label or len(label) > LONGEST_LABEL:
            return
        slot = self.labels.slot_of(label)
        at = self._answer_of(top, left, slot)
        if slot and at is None:
            if self._is_heading(top, left):
                # 儿童 heads what is asked of the child itself.
                self.asked.enter(label, left, is_of_slot=slot not in self.layout.essential)
            else:
                yield from self._told(top, left, label, "", (top, left))
        elif at is not None and (slot or self._is_persons_label(label, left)):
            answer, parts = self._joined(at, slot, left)
            yield from self._told(top, left, label, answer, at, parts=parts)
        elif at is not None and (parent := self._parent_named(top, left, at)):
            self.used.add(at)
            self.asked.enter_line(parent, top)
            yield Filled(top, left, f"{label}姓名", parent["name"], self._text(*at), at)
        else:
            self.asked.mention(label, top)
            if at is None and not header_key(label).endswith(_OF_A_PERSON):
                others = [text_of(cell) for cell in self.rows[top] if text_of(cell)]
                self.asked.enter(label, left if len(others) > 1 else 0, is_of_slot=False)
            elif at is not None and self.labels.is_label(label):
                self.used.add(at)

    def _told(
        self,
        top: int,
        left: int,
        label: str,
        value: Cell,
        at: tuple[int, int],
        *,
        is_within: bool = False,
        parts: tuple[tuple[int, int], ...] = (),
    ) -> Iterator[Filled]:
        plain = self.labels.slot_of(label)
        asks_for_name = plain in self.layout.essential
        beside = label_texts(self.rows[top], self.labels) if asks_for_name else []
        # The same labels again, below whomever the form before asked for last.
        is_again = beside == self.first and left == self.first_column
        begins = asks_for_name and (is_again or self.asked.person_at(left) is None)
        if begins:
            if value != "" and value == self.child and beside != self.first:
                self.used.add(at)  # a second page: the same child again
                return
            if plain in self.asked.answered:
                self.asked.begin()
            if not self.first:
                self.first, self.first_column = beside, left
            self.child = value
        self.used.add(at)
        slot = self.asked.slot_of(plain, label, row=top, column=left)
        if not slot:
            if not plain:
                self.asked.mention(label, top)
            return
        yield Filled(top, left, label, slot, value, at, is_within, begins, parts)

    def _is_persons_label(self, label: str, left: int) -> bool:
        """状况 under 父亲, or behind 父亲姓名: a label that means something of this person alone."""
        person = self.asked.person_at(left)
        return header_key(label) in (self.asked.near if person is None else person)

    def _is_heading(self, top: int, left: int) -> bool:
        """监护人 before labels, or alone on its line; 监护人姓名 is but left empty."""
        row = self.rows[top]
        is_alone = not any(text_of(cell) for column, cell in enumerate(row) if column != left)
        is_name = header_key(text_of(row[left])).endswith(_OF_A_PERSON)
        return not is_name and (is_alone or self.labels.is_label(self._text(top, left + 1)))

    def _parent_named(self, top: int, left: int, at: tuple[int, int]) -> Person:
        """父亲 | 王大: a relation in the place of a label, right before a name; {} for anything else."""
        parent = parent_in(RELATIONS.get(word_key(self._text(top, left)), ""), self.layout)
        is_name = at == (top, left + 1) and len(self._text(*at)) <= _LONGEST_NAME
        return parent if is_name else {}

    def _answer_of(self, top: int, left: int, slot: str) -> tuple[int, int] | None:
        """Where the label's answer stands: right of it, else below it where labels stand side by side."""
        row = self.rows[top]
        for right in range(left + 1, len(row)):
            text = text_of(row[right])
            if not text:
                continue
            if self.labels.is_label(text) or (
                right > left + 1 and self._is_another_label(top, right, slot)
            ):
                break
            return top, right
        return self._below(top, left) if slot else None

    def _is_another_label(self, top: int, place: int, slot: str) -> bool:
        """Whether a text far from the label is one that we do not know: 姓名 | | 曾用名 | 毛毛."""
        text, behind = self._text(top, place), self._text(top, place + 1)
        has_answer = bool(behind) and not self.labels.is_label(behind) and not is_mark(behind)
        return is_like_a_label(text) or (
            has_answer
            and slot not in _PIECES
            and len(text) <= LONGEST_LABEL
            and "address" not in slot
        )

    def _below(self, top: int, left: int) -> tuple[int, int] | None:
        row = self.rows[top]
        below = self.rows[top + 1] if top + 1 < len(self.rows) else []
        is_last = not any(text_of(cell) for cell in row[left + 1 :])
        is_beside_label = left + 1 == len(row) or self.labels.is_label(
            self._text(top, left - 1 if is_last and left else left + 1)
        )
        is_line_of_answers = self._text(top + 1, left) and not label_texts(below, self.labels)
        return (top + 1, left) if is_beside_label and is_line_of_answers else None

    def _joined(
        self, at: tuple[int, int], slot: str, left: int
    ) -> tuple[Cell, tuple[tuple[int, int], ...]]:
        """The answer and the cells into which it is parted: 2015 | 年 | 6 | 月 | 1 | 日."""
        row, first = at
        cell = self.rows[row][first]
        piece = _PIECES.get(slot)
        if piece is None:
            return self._boxes_at(at, left) or (filled_in(cell), ())
        if not piece.fullmatch(text_of(cell)):
            return filled_in(cell), ()
        pieces, parts = [text_of(cell)], [at]
        for column in range(first + 1, len(self.rows[row])):
            text = self._text(row, column)
            if text and not piece.fullmatch(text):
                break
            if text:
                pieces.append(text)
                parts.append((row, column))
        if len(pieces) == 1:
            return filled_in(cell), ()
        self.used.update(parts)
        is_bare = slot == "birth_date" and all(one.isdigit() for one in pieces)
        return filled_in(("-" if is_bare else "").join(pieces)), tuple(parts)

    def _boxes_at(
        self, at: tuple[int, int], left: int
    ) -> tuple[Cell, tuple[tuple[int, int], ...]] | None:
        """Words and boxes in cells of their own, or a line each below the other; None where there are none."""
        row, first = at
        end = left + 1
        while end < len(self.rows[row]) and not self.labels.is_label(self._text(row, end)):
            end += 1
        beside = [self._text(row, column) for column in range(left + 1, end)]
        if any(map(is_mark, beside)) and len([text for text in beside if text]) > 1:
            parts = tuple((row, column) for column in range(left + 1, end))
            self.used.update(parts)
            return boxes_of(beside), parts
        lines = [at]
        while holds_box(self._text(lines[-1][0], first)) and self._goes_on(
            lines[-1][0] + 1, at, left
        ):
            lines.append((lines[-1][0] + 1, first))
        if len(lines) == 1:
            return None
        self.used.update(lines, ((line, left) for line, _column in lines))
        return "\n".join(self._text(*place) for place in lines), tuple(lines)

    def _goes_on(self, line: int, at: tuple[int, int], left: int) -> bool:
        """Whether the line below has another box under the answer, and no other label before it."""
        label = self._text(line, left)
        return holds_box(self._text(line, at[1])) and label in ("", self._text(at[0], left))

    def _heads_a_table(self, top: int) -> bool:
        """Whether a row of labels heads a table of other people, or of visits: it asks for names, and is no form."""
        labels = label_texts(self.rows[top], self.labels)
        names = [
            column
            for column, _key in labels
            if self.labels.slot_of(self._text(top, column)) in self.layout.essential
            and not self._is_heading(top, column)
        ]
        if not self.first or not names or labels == self.first:
            return False
        answered = [
            column
            for column, _key in labels
            if (at := self._answer_of(top, column, "")) and at[0] == top
        ]
        return len(labels) >= _TABLE_LABELS and names[0] not in answered

    def _relatives_below(self, top: int) -> range:
        """The lines of a table of relatives (关系 | 姓名 | 年龄 …) whose headings stand here; none where none does."""
        asked = self._asked_in(top)
        end = top + 1
        if {"name", "guardian_relation"} <= asked.keys():
            relation = asked["guardian_relation"]
            while end < len(self.rows) and word_key(self._text(end, relation)) in RELATIONS:
                end += 1
        return range(top + 1, end)

    def _relative(self, top: int, line: int) -> Iterator[Filled]:
        """What a line of the table says of the father or the mother."""
        who = self._text(line, self._asked_in(top)["guardian_relation"])
        person = person_in([who], self.layout) or parent_in(
            RELATIONS.get(word_key(who), ""), self.layout
        )
        for index, cell in enumerate(self.rows[top]):
            label = text_of(cell)
            slot = person.get(self.labels.slot_of(label), "") or person.get(header_key(label), "")
            if slot and self._text(line, index):
                answer = self.rows[line][index]
                yield Filled(line, index, f"{who} {label}", slot, answer, (line, index))

    def _asked_in(self, top: int) -> Mapping[str, int]:
        return {
            self.labels.slot_of(text_of(cell)): index for index, cell in enumerate(self.rows[top])
        }

    def _text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else []
        return text_of(cells[column]) if column < len(cells) else ""

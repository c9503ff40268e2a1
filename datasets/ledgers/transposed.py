"""A roster turned on its side, a column a child: refused, for everything else tells of rows by their numbers."""

from datasets.ledgers.fields import LedgerLayout, Slots
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of
from datasets.standards.cells import Cell

_ENOUGH_HEADINGS, _ENOUGH_RECORDS = 4, 2
_SEARCHED_ROWS = 60


def is_transposed(sheet: Sheet, layout: LedgerLayout) -> bool:
    """Whether headings stand in one column, and right of them, where a form has one answer, those of several."""
    slots = layout.slots_by_heading({})
    answers: dict[str, list[str]] = {}
    for row in sheet.rows[:_SEARCHED_ROWS]:
        slot, texts = _heading_and_answers(row, slots)
        if slot:
            answers.setdefault(slot, texts)
    several = [texts for texts in answers.values() if len(texts) >= _ENOUGH_RECORDS]
    named = [texts for slot, texts in answers.items() if slot in layout.essential]
    return (
        len(answers) >= _ENOUGH_HEADINGS
        and len(several) * 2 > len(answers)
        and any(len(set(texts)) >= _ENOUGH_RECORDS for texts in named)
    )


def _heading_and_answers(row: list[Cell], slots: Slots) -> tuple[str, list[str]]:
    """The slot that a row heads, at most one text before it, and the texts behind; "" where they head something too."""
    texts = [text for text in map(text_of, row) if text]
    headed = [(place, slot) for place, text in enumerate(texts) if (slot := slots.of(text))]
    if len(headed) != 1 or headed[0][0] > 1:
        return "", []
    place, slot = headed[0]
    return slot, texts[place + 1 :]

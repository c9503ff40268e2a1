"""Words of a list: sex, relation to the child, nationality, categories."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from django.db.models import TextChoices

from datasets.actions.ledgers.issues import ERROR, WARNING
from datasets.choices import Relation, Sex
from datasets.ledgers.readers import Note, Reader
from datasets.ledgers.readers.text import is_blank, text_of
from datasets.ledgers.sheets import Cell
from datasets.standards.ethnicities import ETHNICITIES
from datasets.standards.writing import half_width

_BLANKS = re.compile(r"\s+")
_SEX = {
    **dict.fromkeys(("男", "男性", "男孩", "男童", "M", "MALE", "1"), Sex.MALE.value),
    **dict.fromkeys(("女", "女性", "女孩", "女童", "F", "FEMALE", "2"), Sex.FEMALE.value),
}
_SEPARATORS = re.compile(r"[、，,；;/／|+＋\n]+|\s+(?=\S)|和|及")
TICKED = frozenset(
    ["√", "✓", "✔", "☑", "■", "●", "▲", "是", "有", "对", "属", "1", "Y", "y", "V", "v"]
)
UNTICKED = frozenset(
    ["×", "✗", "✕", "X", "x", "□", "☐", "○", "否", "无", "0", "N", "n", "—", "-", "/"]
)
# Several boxes in one cell: ☑孤儿 □留守.
_BOXES = re.compile(r"([√✓✔☑■●□☐○×✗])\s*([^√✓✔☑■●□☐○×✗]+)")
_NUMBERING = re.compile(r"^[(（]?\d{1,2}[)）.、．]")
_ENDINGS = ("儿童", "未成年人", "未成年子女", "子女", "家庭", "少年", "人员", "类")


def word_key(text: str) -> str:
    """How words are compared: half width, no blanks, no case."""
    return _BLANKS.sub("", half_width(text)).upper()


def _relations() -> dict[str, str]:
    with (Path(__file__).parent / "relations.csv").open(encoding="utf-8", newline="") as file:
        found = {}
        for line in csv.DictReader(file):
            for word in (line["label"], *line["aliases"].split("|")):
                found[word_key(word)] = line["code"]
    found.update({word_key(str(label)): value for value, label in Relation.choices})
    return found


RELATIONS = _relations()
_ETHNICITIES = {word_key(name): name for name in ETHNICITIES} | {
    word_key(name.removesuffix("族")): name for name in ETHNICITIES
}


def one_of(words: Mapping[str, str], *, unknown: str) -> Reader:
    """A reader of one word of a list (keys by `word_key`); notes `unknown` for any other."""

    def read(cell: Cell, note: Note) -> str | None:
        text = text_of(cell)
        if is_blank(text):
            return None
        found = words.get(word_key(text))
        if found is None:
            note(unknown, severity=WARNING, text=text[:20])
        return found

    return read


def choice(choices: type[TextChoices]) -> Reader:
    """A reader of one of the choices, by label or by value."""
    words = {word_key(str(label)): value for value, label in choices.choices}
    words |= {word_key(value): value for value in choices.values}
    return one_of(words, unknown="choice_unknown")


#: `male` or `female`; a code of choices.Relation; a name of GB/T 3304.
sex = one_of(_SEX, unknown="sex_unreadable")
relation = one_of(RELATIONS, unknown="relation_unknown")
ethnicity = one_of(_ETHNICITIES, unknown="ethnicity_unknown")


def categories(words: Mapping[str, str]) -> Reader:
    """A reader of category codes, by the labels and aliases of the register (keys by `word_key`)."""

    def read(cell: Cell, note: Note) -> list[str] | None:
        text = cell.strip() if isinstance(cell, str) else text_of(cell)
        if is_blank(text):
            return None
        boxes = _BOXES.findall(text)
        if boxes:
            text = "、".join(label for box, label in boxes if box in TICKED)
        whole = _category_of(text, words)
        if whole:
            return [whole]
        found: list[str] = []
        for part in filter(None, _SEPARATORS.split(half_width(text))):
            code = _category_of(part, words)
            if code is None and not is_blank(part):
                note("category_unknown", severity=ERROR, text=part[:30])
            elif code and code not in found:
                found.append(code)
        return found or None

    return read


def _category_of(text: str, words: Mapping[str, str]) -> str | None:
    key = _NUMBERING.sub("", word_key(text))
    shorter = (key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending))
    return next((words[word] for word in (key, *shorter) if word in words), None)

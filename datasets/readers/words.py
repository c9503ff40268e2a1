"""Words of a list: sex, relation to the child, nationality, categories."""

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices

from datasets.choices import Relation, Sex
from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.boxes import is_list_of_boxes, ticked_words, without_numbering
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.ethnicities import ETHNICITIES
from datasets.standards.writing import half_width

_BLANKS = re.compile(r"\s+")
_SEX = {
    **dict.fromkeys(("男", "男性", "男孩", "男童", "男生", "♂", "M", "MALE", "1"), Sex.MALE.value),
    **dict.fromkeys(
        ("女", "女性", "女孩", "女童", "女生", "♀", "F", "FEMALE", "2"), Sex.FEMALE.value
    ),
}
# Not inside brackets: 事实无人抚养（父死亡、母失联） is one.
_SEPARATORS = re.compile(r"(?:[、,;/|+&.·。\n—-]+|\s+(?=\S)|和|及|与)(?![^(]*\))")
TICKED = frozenset("√✓✔☑■●▲★是有对属1YyVv") | {"打勾"}
UNTICKED = frozenset(
    ["×", "✗", "✕", "X", "x", "□", "☐", "○", "否", "无", "0", "N", "n", "—", "-", "/"]
)
_BEHIND_TICK = re.compile(r"(?<=.)[(（][^()（）]*[)）]$")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
#: 其他：父母离异, as in brackets.
_EXPLAINED = re.compile(r"^([^:()]+?)\s*[:_]+\s*([^:()]+)$")
_AROUND_WORD = re.compile(
    r"^(?:监护人)?[系是为]?(?:其|之|(?:该)?(?:儿童|孩子|孤儿|未成年人)的?)|^[系是为](?=.)|[。.,，;；]+$"
)
#: 孤儿（已退出）, 重病（待核实）: what stands beside one of these is not taken at its word.
_DOUBT = re.compile(
    "退出|返乡|脱贫|不再|取消|停[发保]|清退|注销|疑似|待[定核认查]|曾|(?:办理|申请)中"
)
#: 智力残疾二级: how much does not change what.
_GRADE = re.compile("[一二三四1-4]级$")
#: 困境重残儿童, 农村留守儿童: where the child is says nothing of why.
_BEFORE_WORD = re.compile("^(?:困境|农村|城市|城镇|社会)(?=.{2})")
#: What is longer is a sentence: nobody gives it a meaning, and a note quotes no more of it.
LONGEST_WORD = 40
#: In place of a category's code: the word means none.
LEFT_OUT = "-"
_ENDINGS = ("儿童", "未成年人", "未成年子女", "子女", "家庭", "少年", "人员", "类")


@lru_cache(maxsize=2_000)
def word_key(text: str) -> str:
    """How words are compared: half width, no blanks, no case. Nearly all come again."""
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
_ETHNICITIES = {
    **{word_key(name): name for name in ETHNICITIES},
    **{word_key(name.removesuffix("族")): name for name in ETHNICITIES},
    **dict.fromkeys(("维族", "维"), "维吾尔族"),
    **dict.fromkeys(("蒙族", "蒙"), "蒙古族"),
    **dict.fromkeys(("朝族", "鲜族"), "朝鲜族"),
    "哈族": "哈萨克族",
}


def one_of(words: Mapping[str, str], *, unknown: str) -> Reader:
    """A reader of one word of a list (keys by `word_key`); notes `unknown` for any other."""

    def read(cell: Cell, note: Note) -> str | None:
        text = text_of(cell)
        if is_blank(text):
            return None
        key = word_key(ticked_words(text))
        if not key:  # □男 □女
            return None
        found = words.get(key) or words.get(_AROUND_WORD.sub("", _IN_BRACKETS.sub("", key)))
        aside = (words.get(word) for word in _IN_BRACKETS.findall(key))
        if found and any(other not in (None, found) for other in aside):
            found = None  # 父（母）
        if found is None:
            note(unknown, severity=WARNING, text=text[:LONGEST_WORD])
        return found

    return read


def several_of(words: Mapping[str, str], *, unknown: str) -> Reader:
    """A reader of words of a list, by any separator or ticked; a tuple of their codes. Notes each `unknown` one."""

    def read(cell: Cell, note: Note) -> tuple[str, ...] | None:
        text = cell.strip() if isinstance(cell, str) else text_of(cell)
        if is_blank(text):
            return None
        codes = {}
        for part in _parts_known(ticked_words(text), words):
            code = words.get(word_key(part))
            if code is None:
                note(unknown, severity=WARNING, text=part[:LONGEST_WORD])
            else:
                codes[code] = True
        return tuple(codes) or None

    return read


def _parts_known(text: str, words: Mapping[str, str]) -> list[str]:
    """The whole of it where it is a word of the list, else its parts."""
    return [text] if word_key(text) in words else _parts_of(text)


def choice(choices: type[TextChoices]) -> Reader:
    """A reader of one of the choices, by label or by value."""
    words = {word_key(str(label)): value for value, label in choices.choices}
    words |= {word_key(value): value for value in choices.values}
    return one_of(words, unknown="choice_unknown")


#: `male` or `female`; a code of choices.Relation; a name of GB/T 3304.
sex = one_of(_SEX, unknown="sex_unreadable")
relation = one_of(RELATIONS, unknown="relation_unknown")
ethnicity = one_of(_ETHNICITIES, unknown="ethnicity_unknown")


def tick_in(text: str) -> bool | None:
    """Whether a cell is ticked, 是（肢体三级） too; None where it is neither that nor the contrary."""
    mark = _BEHIND_TICK.sub("", text).removesuffix("\ufe0f")
    if mark not in TICKED and is_list_of_boxes(text):  # ☑是 □否
        mark = ticked_words(text) or "□"
    return True if mark in TICKED else False if mark in UNTICKED else None


def words_in(text: str) -> list[str]:
    """The words of a cell that may name several, the whole of it first."""
    return list(dict.fromkeys([text, *_parts_of(ticked_words(text))]))


def unless_taught(reader: Reader, words: Mapping[str, str]) -> Reader:
    """The reader, except for the words (keys by `word_key`) that somebody gave a meaning; "" for none."""

    def read(cell: Cell, note: Note) -> Any:
        code = words.get(word_key(text_of(cell)))
        return reader(cell, note) if code is None else code or None

    return read


def categories(words: Mapping[str, str]) -> Reader:
    """A reader of category codes, by the words of the register (keys by `word_key`)."""

    def read(cell: Cell, note: Note) -> list[str] | None:
        text = cell.strip() if isinstance(cell, str) else text_of(cell)
        if is_blank(text):
            return None
        codes, unknown = _categories_in(ticked_words(text), words)
        for part in unknown:
            note("category_unknown", severity=ERROR, text=part[:LONGEST_WORD])
        return [code for code in codes if code != LEFT_OUT] or None

    return read


def category_named(text: str, words: Mapping[str, str]) -> str | None:
    """The code of the one category that a text is a word for; None for none."""
    codes = set(_codes_of(text, words)) - {LEFT_OUT}
    return codes.pop() if len(codes) == 1 else None


def _categories_in(text: str, words: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The codes that the text names, in its order, and the parts that name none."""
    codes: dict[str, None] = {}
    unknown: list[str] = []
    whole = _codes_of(text, words)
    codes.update(dict.fromkeys(whole))
    for part in [] if whole else _parts_of(text):
        found = _codes_of(part, words)
        codes.update(dict.fromkeys(found))
        if not found and not is_blank(part):
            unknown.append(part)
    if text and not codes and not unknown and not is_blank(text):
        unknown.append(text)  # ①, which is no more than a number
    return list(codes), unknown


def _parts_of(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(without_numbering(text)) if part]


def _codes_of(text: str, words: Mapping[str, str]) -> list[str]:
    """What one part names: a word, a word explained in brackets, or words run together (重病重残)."""
    code = _category_of(text, words)
    if code:
        return [code]
    plain = _EXPLAINED.sub(r"\1(\2)", half_width(text))
    asides = _IN_BRACKETS.findall(plain)
    if any(_DOUBT.search(part) for part in asides):
        return []
    inside = [_category_of(part, words) for part in asides]
    outside = _category_of(_IN_BRACKETS.sub("", plain), words) if inside else None
    if outside or any(inside):
        return [code for code in (outside, *inside) if code]
    return _run_together(word_key(plain), words)


def _run_together(key: str, words: Mapping[str, str]) -> list[str]:
    """The codes of the words that make up the whole key; none where a rest is left."""
    codes: list[str] = []
    while key:
        end = next((end for end in range(len(key), 1, -1) if key[:end] in words), 0)
        if not end:
            return []
        codes.append(words[key[:end]])
        key = key[end:]
    return codes


def _category_of(text: str, words: Mapping[str, str]) -> str | None:
    key = word_key(text)
    for whole in dict.fromkeys((key, _GRADE.sub("", key), _BEFORE_WORD.sub("", key))):
        shorter = (whole.removesuffix(ending) for ending in _ENDINGS if whole.endswith(ending))
        for word in (whole, *shorter):
            if word in words:
                return words[word]
    return None

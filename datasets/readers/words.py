"""Words of a list: sex, relation to the child, nationality, categories."""

import csv
import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices

from datasets.choices import Relation, Sex
from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.boxes import is_list_of_boxes, ticked_words, without_numbering
from datasets.readers.dates import is_over
from datasets.readers.denials import takes_back
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.ethnicities import ETHNICITIES, NATIONALITIES
from datasets.standards.writing import half_width

_BLANKS = re.compile(r"\s+")
_SEXES = {
    Sex.MALE: "男 男性 男孩 男童 男生 儿子 长子 次子 孙子 外孙 ♂ M MALE 1 1男 男1 1.男 1-男 1、男 1:男",
    Sex.FEMALE: "女 女性 女孩 女童 女生 女儿 长女 次女 孙女 外孙女 ♀ F FEMALE 2 2女 女2 2.女 2-女 2、女 2:女",
}
_SEX = {word: sex.value for sex, words in _SEXES.items() for word in words.split()}
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
#: 孤儿（兼残疾）
_AS_WELL = re.compile("^(?:[兼含]有?|并有?|同时|伴有?|且|及|和)")
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


def _coded(number: int, name: str) -> Iterator[str]:
    """01, 01汉族, 汉族（01）, 1-汉族: a nationality's code, with its name or by itself."""
    yield f"{number:02d}"
    for code in (f"{number:02d}", str(number)):
        for word in (name, name.removesuffix("族")):
            yield from (f"{code}{between}{word}" for between in ("", "-", ".", "、", ":", "_"))
            yield from (f"{word}{code}", f"{word}({code})", f"({code}){word}")


_ETHNICITIES = {
    **{word_key(name): name for name in ETHNICITIES},
    **{word_key(name.removesuffix("族")): name for name in ETHNICITIES},
    **dict.fromkeys(("维族", "维"), "维吾尔族"),
    **dict.fromkeys(("蒙族", "蒙"), "蒙古族"),
    **dict.fromkeys(("朝族", "鲜族"), "朝鲜族"),
    "哈族": "哈萨克族",
    "汉民": "汉族",
    "回民": "回族",
    # The codes of GB/T 3304 have two digits; 1 or 2 alone may be of somebody's own list.
    **{
        code: name
        for number, name in enumerate(ETHNICITIES[:NATIONALITIES], 1)
        for code in _coded(number, name)
    },
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
        if found and "(" in key:
            asides = _IN_BRACKETS.findall(key)
            is_other = any(words.get(word) not in (None, found) for word in asides)  # 父（母）
            found = None if is_other or any(map(takes_back, asides)) else found
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


def choice(choices: type[TextChoices], others: Mapping[str, str] | None = None) -> Reader:
    """A reader of one of the choices, by label, by value or by one of the `others` (keys by `word_key`)."""
    words = {word_key(str(label)): value for value, label in choices.choices} | dict(others or {})
    words |= {word_key(value): value for value in choices.values}
    return one_of(words, unknown="choice_unknown")


#: `male` or `female`; a code of choices.Relation; a name of GB/T 3304.
sex = one_of(_SEX, unknown="sex_unreadable")
relation = one_of(RELATIONS, unknown="relation_unknown")
ethnicity = one_of(_ETHNICITIES, unknown="ethnicity_unknown")


def tick_in(text: str) -> bool | None:
    """Whether a cell is ticked, 是（肢体三级） too; None where it is neither that nor the contrary."""
    aside = _BEHIND_TICK.search(text)
    if aside and takes_back(half_width(aside[0])[1:-1]):  # √（已退出）
        return None
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


def categories(words: Mapping[str, str], *, today: datetime.date = datetime.date.min) -> Reader:
    """A reader of category codes, by the words of the register (keys by `word_key`); none that was over by `today`."""

    def read(cell: Cell, note: Note) -> list[str] | None:
        text = cell.strip() if isinstance(cell, str) else text_of(cell)
        if is_blank(text):
            return None
        if "20" in text and is_over(half_width(text), today):
            note("category_unknown", severity=ERROR, text=text[:LONGEST_WORD])
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
    if any(map(takes_back, asides)):
        return []
    inside = [code for part in asides for code in _explained_by(part, words)]
    outside = _category_of(_IN_BRACKETS.sub("", plain), words) if asides else None
    if outside or inside:
        return list(dict.fromkeys(code for code in (outside, *inside) if code))
    return _run_together(word_key(plain), words)


def _explained_by(aside: str, words: Mapping[str, str]) -> list[str]:
    """The codes that brackets name: 残疾, 兼残疾, or several of which each is known (残疾、重病)."""
    codes = [_category_of(part, words) for part in _SEPARATORS.split(_AS_WELL.sub("", aside))]
    known = [code for code in codes if code]
    return known if len(known) == len(codes) else []


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

"""An adult's cell: the name, and what clerks say of them beside it (relation, condition, number)."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import Relation
from datasets.readers import WARNING, Note, Reader
from datasets.readers.conditions import condition_of, is_condition, tells_condition
from datasets.readers.text import (
    COMPOUND_SURNAMES,
    is_plain_name,
    name_and_aside,
    person_name,
    text_of,
)
from datasets.readers.words import RELATIONS, relation, word_key
from datasets.standards.cells import Cell
from datasets.standards.id_numbers import check_character
from datasets.standards.writing import half_width

#: 福利院 bears the child as its guardian.
_NO_PERSONS = (None, Relation.INSTITUTION, Relation.OTHER)
#: Whom a cell names where a name belongs, several of them or the child's own household.
_NAMELESS = frozenset(
    {"父母", "父母亲", "父母双方", "双亲", "祖父母", "外祖父母", "爷奶", "爷爷奶奶", "爷爷和奶奶", "外公外婆",
     "外公和外婆", "姥爷姥姥", "姥姥姥爷", "夫妻", "夫妇", "家人", "亲属", "亲戚", "本人", "自己", "户主", "户主本人"}
)  # fmt: skip
_KIN = (
    "父亲|母亲|爸爸|妈妈|生父|生母|继父|继母|后爸|后妈|养父|养母|爷爷|奶奶|外祖父|外祖母|祖父|祖母|外公|外婆|姥爷|姥姥|"
    "[大二三]?伯父|伯伯|[大二三]伯|叔叔|叔父|[大二三小]叔|伯母|婶婶|婶子|姑姑|姑妈|姑母|姑父|[大二三小]姑|"
    "姨妈|姨母|姨父|姨夫|阿姨|[大二三小]姨|舅舅|舅父|舅妈|舅母|[大二三小]舅|哥哥|姐姐|[大二三]哥|[大二三]姐|堂哥|表哥|堂姐|表姐|邻居|亲戚|朋友|老师"
)
_NAME = "[㐀-鿿·]{2,}"
#: 父亲王山, 祖父-王山, 父：王山, 奶奶（袁梅）
_RELATION_BEFORE = re.compile(
    rf"({_KIN}|父|[母爷奶](?=[:：]))(?:[:：\s—-]*({_NAME})|[(（]({_NAME})[)）])"
)
#: 王老五爷爷, 王五系其爷爷; 欧阳奶奶 is how she is called.
_RELATION_BEHIND = re.compile(rf"([㐀-鿿·]{{3,}}?(?<!的)|{_NAME}?(?:[系是为]其?|之))({_KIN})")
#: 小明爷爷: whose grandfather, not who; 欧阳奶奶 has her surname.
_WHOSE = re.compile(
    rf"(?!(?:{COMPOUND_SURNAMES}))[㐀-鿿]{{2}}(?:父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|姥爷|姥姥)"
)
_LINK = re.compile("(?:[系是为]其?|之)$")
#: 王山 服刑, 王山，外出务工, 王山--祖父
_APART = re.compile(rf"({_NAME})\s*[\s,，、/:：;；—-]+\s*(.+)")
#: （祖父）王山, 【已故】王山
_ASIDE_BEFORE = re.compile(rf"[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*({_NAME})")
#: 王山 19900000001, 王山（祖父，电话19900000001）, 王山 with an identity number.
_NUMBER_BESIDE = re.compile(
    r"[\s,，、;；:：/]*(?:(?:联系)?电话|手机号?|身份证号?码?)?[:：]?\s*(?<![0-9])(1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9])[\s,，、;；]*"
)
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
#: What the name of one parent's column has where it speaks of the other: 父亲去世 where the mother's name belongs.
_OF_THE_OTHER = {"father_name": "母", "mother_name": "父"}
_OTHER_PARENT = {"father": Relation.MOTHER, "mother": Relation.FATHER}
#: What a word beside a name says, where it has a column of its own; else None.
Told = Callable[[str], str | None]


def adult_name(cell: Cell, note: Note) -> str | None:
    """A reader of a guardian's name, without the relation or number that clerks write beside it: 袁梅（奶奶）."""
    return _name_in(cell, note, _relation_told)


def parent_name(who: str, *, today: datetime.date) -> Reader:
    """A reader of the father's or mother's name, without what clerks say of them beside it: 父亲王山, 王山 服刑."""
    told_of = _told_of_parent(who, today=today)

    def read(cell: Cell, note: Note) -> str | None:
        return _name_in(cell, note, told_of, other=_OTHER_PARENT[who])

    return read


def _name_in(cell: Cell, note: Note, told: Told, other: Relation | None = None) -> str | None:
    """`other`: whose name cannot stand there, 母亲：李花 in the father's column."""
    if isinstance(cell, str) and is_plain_name(cell) and _says_no_more(cell):
        return cell  # nearly all of them
    text, number = _number_apart(text_of(cell))
    name, aside = _name_and_word(text, told)
    if aside and (not name or (other and RELATIONS.get(word_key(aside)) == other)):
        is_relation = not name and not tells_condition(aside)
        code = "name_is_relation" if is_relation else "name_unreadable"
        note(code, severity=WARNING, text=text[:30])
        return None
    if name and aside and not told(aside):
        return person_name(f"{name}（{aside}）", note)
    return person_name(name if aside or number else cell, note)


def _says_no_more(name: str) -> bool:
    is_of_kin = name in RELATIONS or name in _NAMELESS or _RELATION_BEFORE.fullmatch(name)
    is_whose = len(name) == 4 and _WHOSE.fullmatch(name)
    return not is_of_kin and not is_whose and not tells_condition(name)


def _relation_told(aside: str) -> str | None:
    code: str | None = relation(aside, _nobody_listens)
    return code


def _told_of_parent(who: str, *, today: datetime.date) -> Told:
    """What is said of that parent: how they are, or that they are it."""
    condition = condition_of(who, today=today)

    def told(aside: str) -> str | None:
        code: str | None = condition(aside, _nobody_listens)
        return code or (who if relation(aside, _nobody_listens) == who else None)

    return told


def _number_apart(text: str) -> tuple[str, str]:
    """A text without the one telephone or identity number in it, and that number; "" for none."""
    if not any(char.isdigit() for char in text):
        return text, ""
    plain = half_width(text)
    found = _NUMBER_BESIDE.findall(plain)
    number = found[0].upper() if len(found) == 1 else ""
    is_wrong = len(number) == 18 and check_character(number[:17]) != number[17]
    rest = _EMPTY_BRACKETS.sub("", _NUMBER_BESIDE.sub(" ", plain).replace(" )", ")")).strip()
    return (text, "") if not number or is_wrong or not rest else (rest, number)


def _name_and_word(text: str, told: Told) -> tuple[str, str]:
    """A name and the word beside it: 王山（服刑）, 王山 服刑, 父亲王山, 父亲 alone, 王山已去世; "" for none."""
    is_of_nobody = text in _NAMELESS or _WHOSE.fullmatch(text)
    if is_of_nobody or RELATIONS.get(word_key(text)) not in _NO_PERSONS:
        return "", text
    before, apart = _RELATION_BEFORE.fullmatch(text), _APART.fullmatch(text)
    behind = _RELATION_BEHIND.fullmatch(text)
    first = _ASIDE_BEFORE.fullmatch(text)
    if before:
        name, word = before[2] or before[3], before[1]
    elif behind:
        name, word = _LINK.sub("", behind[1]), behind[2]
    elif first:
        name, word = first[2], first[1]
    elif apart and (told(apart[2]) or _relation_told(apart[2]) or is_condition(apart[2])):
        name, word = apart[1], apart[2]
    else:
        name, word = name_and_aside(text)
    if RELATIONS.get(word_key(name)) not in _NO_PERSONS:  # 爷爷奶奶, 奶奶（监护人）
        return "", text
    return ("", text if before else name) if tells_condition(name) else (name, word)


def complete_from_names(row: ReadRow, *, today: datetime.date) -> None:
    """What stands beside an adult's name, or in its place, where no column of its own says it."""
    for who, field_name, told in _ASIDES:
        if field_name in row.cells:
            _complete_from_name(row, who, field_name, told, today)


def _complete_from_name(
    row: ReadRow, who: str, field_name: str, told: str, today: datetime.date
) -> None:
    text, number = _number_apart(row.cells[field_name])
    if number and field_name in row.values:
        slot = f"{who}_{'id_number' if len(number) == 18 else 'phone'}"
        _complete(row, field_name, slot, number, number)
    if who == "guardian":
        aside = _name_and_word(text, _relation_told)[1]
        said = _relation_told(aside) if aside else None
    else:
        aside = _name_and_word(text, _told_of_parent(who, today=today))[1]
        said = condition_of(who, today=today)(aside, _nobody_listens) if aside else None
        said = None if _OF_THE_OTHER[field_name] in text else said
    if said:
        _complete(row, field_name, told, said, aside)


def _complete(row: ReadRow, field_name: str, told: str, value: str, text: str) -> None:
    """Another column's word goes before; that the name's is another one is told."""
    if told not in row.values:
        row.values[told], row.cells[told] = value, text
    elif row.values[told] != value and value not in str(row.values[told]):
        row.note(field_name, "name_aside", severity=WARNING, text=text[:30])


_ASIDES = (
    ("guardian", "guardian_name", "guardian_relation"),
    ("father", "father_name", "father_condition"),
    ("mother", "mother_name", "mother_condition"),
)


def _nobody_listens(code: str, *, severity: str = "", **params: Any) -> None:
    """Where something is tried that need not be so."""

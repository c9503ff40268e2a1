"""The columns that tell of a child's father and mother, whoever the guardian is."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import Relation
from datasets.ledgers.fields import LedgerField
from datasets.ledgers.vocabulary import Vocabulary
from datasets.readers import WARNING, Note, Reader
from datasets.readers.conditions import condition, is_condition, tells_condition
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import phones
from datasets.readers.text import is_plain_name, name_and_aside, person_name, text_of
from datasets.readers.words import RELATIONS, relation, word_key
from datasets.standards.cells import Cell

#: What heads the column that tells how a parent is.
_CONDITIONS = (
    "状况",
    "情况",
    "现状",
    "状态",
    "现况",
    "目前状况",
    "目前情况",
    "健康状况",
    "身体状况",
)
_TOLD = {
    "name": ("", "姓名"),
    "id_number": ("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "证件号"),
    "phone": ("电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"),
    "condition": _CONDITIONS,
}
PARENT_LABELS = {
    "father_name": _("父亲姓名"),
    "father_id_number": _("父亲证件号码"),
    "father_phone": _("父亲联系电话"),
    "father_condition": _("父亲状况"),
    "mother_name": _("母亲姓名"),
    "mother_id_number": _("母亲证件号码"),
    "mother_phone": _("母亲联系电话"),
    "mother_condition": _("母亲状况"),
}


#: 福利院 bears the child as its guardian.
_NO_PERSONS = (None, Relation.INSTITUTION, Relation.OTHER)
_KIN = "父亲|母亲|爷爷|奶奶|外祖父|外祖母|祖父|祖母|外公|外婆|姥爷|姥姥|伯父|伯伯|叔叔|姑姑|姑妈|姨妈|阿姨|舅舅"
_RELATION_BEFORE = re.compile(rf"({_KIN})(?:[:：\s]*([㐀-鿿·]{{2,}})|[(（]([㐀-鿿·]{{2,}})[)）])")
#: 王老五爷爷, 王五系其爷爷; 欧阳奶奶 is how she is called.
_RELATION_BEHIND = re.compile(rf"([㐀-鿿·]{{3,}}?|[㐀-鿿·]{{2,}}?(?:[系是为]其?|之))({_KIN})")
_LINK = re.compile("(?:[系是为]其?|之)$")
#: 王山 服刑, 王山，外出务工, 王山/失联
_APART = re.compile(r"([㐀-鿿·]{2,})\s*[\s,，、/:：;；—-]\s*(.+)")
#: 父母 where a name belongs: who they are to the child, and what none of them is called.
_SEVERAL = re.compile(
    "父母亲?(?:双方|双亲)?|双亲|爷奶|爷爷和?奶奶|外公和?外婆|外?祖父母|夫妻|夫妇|家人|亲属|亲戚|本人|自己"
)
#: 王老五 13812345678, 王老五（13812345678）
_WITH_PHONE = re.compile(
    r"([^0-9]{2,}?)[\s:：、,，/(（-]*((?:电话|手机)?[:：]?\s*(?:1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}))[)）]?"
)
#: What the name of one parent's column has where it speaks of the other: 父亲去世 where the mother's name belongs.
_OF_THE_OTHER = {"father_name": "母", "mother_name": "父"}


def parent_fields(who: str, words: str) -> tuple[LedgerField, ...]:
    """The columns of the father or the mother: each word for that parent before what is told of them."""
    return tuple(
        LedgerField(f"{who}_{name}", tuple(word + end for word in words.split() for end in ends))
        for name, ends in _TOLD.items()
    )


def adult_name(cell: Cell, note: Note) -> str | None:
    """A reader of an adult's name, without what clerks say of them beside it: 袁梅（奶奶）, 父亲王山, 王山 服刑."""
    if isinstance(cell, str) and is_plain_name(cell) and _says_no_more(cell):
        return cell  # nearly all of them
    text, phone = _name_and_phone(text_of(cell))
    if _SEVERAL.fullmatch(text):
        note("name_is_relation", severity=WARNING, text=text)
        return None
    name, aside = _name_and_word(text)
    if aside and not name:
        code = "name_unreadable" if tells_condition(aside) else "name_is_relation"
        note(code, severity=WARNING, text=aside[:30])
        return None
    if name and aside and not _is_told(aside):
        return person_name(f"{name}（{aside}）", note)
    return person_name(name if aside else text if phone else cell, note)


def _name_and_phone(text: str) -> tuple[str, str]:
    """What stands before a telephone number in the cell of a name, and the number; "" for none."""
    both = _WITH_PHONE.fullmatch(text)
    return (both[1], both[2]) if both else (text, "")


def _says_no_more(name: str) -> bool:
    is_of_kin = name in RELATIONS or _RELATION_BEFORE.fullmatch(name) or _SEVERAL.fullmatch(name)
    return not is_of_kin and not tells_condition(name)


def _is_told(aside: str) -> bool:
    """Whether what stands beside a name has a column of its own."""
    said = aside and (relation(aside, _nobody_listens) or condition(aside, _nobody_listens))
    return bool(said)


def _name_and_word(text: str) -> tuple[str, str]:
    """A name and the word beside it: 王山（服刑）, 王山 服刑, 父亲王山, 父亲 alone, 王山已去世; "" for none."""
    if RELATIONS.get(word_key(text)) not in _NO_PERSONS:
        return "", text
    before, apart = _RELATION_BEFORE.fullmatch(text), _APART.fullmatch(text)
    behind = _RELATION_BEHIND.fullmatch(text)
    if before:
        name, word = before[2] or before[3], before[1]
    elif behind:
        name, word = _LINK.sub("", behind[1]), behind[2]
    elif apart and (_is_told(apart[2]) or is_condition(apart[2])):
        name, word = apart[1], apart[2]
    else:
        name, word = name_and_aside(text)
    return ("", text if before else name) if tells_condition(name) else (name, word)


def complete_from_names(row: ReadRow) -> None:
    """What stands beside an adult's name, or in its place, where no column of its own says it."""
    for field_name, told, read in _ASIDES:
        if told not in row.values and field_name in row.cells:
            cell = _name_and_phone(row.cells[field_name])[0]
            aside = "" if _SEVERAL.fullmatch(cell) else _name_and_word(cell)[1]
            is_of_other = field_name in _OF_THE_OTHER and _OF_THE_OTHER[field_name] in cell
            said = read(aside, _nobody_listens) if aside and not is_of_other else None
            if said:
                row.values[told], row.cells[told] = said, aside
    for field_name, told in _PHONES:
        phone = _name_and_phone(row.cells.get(field_name, ""))[1]
        if phone and field_name in row.values and told not in row.values:
            row.values[told], row.cells[told] = phones(phone, _nobody_listens), phone


_ASIDES: tuple[tuple[str, str, Reader], ...] = (
    ("guardian_name", "guardian_relation", relation),
    ("father_name", "father_condition", condition),
    ("mother_name", "mother_condition", condition),
)
_PHONES = (
    ("guardian_name", "guardian_phone"),
    ("father_name", "father_phone"),
    ("mother_name", "mother_phone"),
)


def _nobody_listens(code: str, *, severity: str = "", **params: Any) -> None:
    """Where something is tried that need not be so."""


def parent_readers(vocabulary: Vocabulary) -> dict[str, Reader]:
    readers: dict[str, Reader] = {
        "name": adult_name,
        "id_number": id_number(today=vocabulary.today, severity=WARNING),
        "phone": phones,
        "condition": condition,
    }
    return {f"{who}_{name}": read for who in ("father", "mother") for name, read in readers.items()}


def _slots_of(who: str) -> dict[str, str]:
    """Plain slots, and the headings that mean something beside a parent's name alone, as that parent's."""
    slots = {"name": "name", "id_number": "id_number", "guardian_phone": "phone"}
    slots |= {"health": "condition", **dict.fromkeys(_CONDITIONS, "condition")}
    return {plain: f"{who}_{own}" for plain, own in slots.items()}


FATHER, MOTHER = _slots_of("father"), _slots_of("mother")

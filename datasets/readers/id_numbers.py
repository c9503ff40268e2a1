"""Identity numbers as Excel and clerks mangle them."""

import datetime
import re

from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.text import SAME_AS_ABOVE, is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.id_numbers import birth_date_in, check_character, fault_in
from datasets.standards.writing import half_width

_NOISE = re.compile(r"[\s'’‘`\"“”\-—_.,:：=]+")
# 身份证号990000…, 990000…（未领证）: a number among words.
_AMONG_WORDS = re.compile(r"([^0-9A-Z*]*)([0-9]{17}[0-9X])([^0-9A-Z*]*)")
#: What beside a number says no more than that it is one, and whether the card has been fetched.
_HARMLESS = re.compile(
    "公民|居民|第?[一二]代|本人|儿童|孩子|学生|身份证件?|身份|证件|户口[本簿页]?|户籍|[未没尚]?(?:办理?|领取?|补办)证?|"
    "已?核对?无误|已核[实对查]?|无误|正确|更新|临时|号码?|[新证已未没有无上的为是在中,，、;；:：.。()（）\\[\\]【】/]"
)
#: 借用…, …（作废）, 母亲…: that it is not the child's, or no longer; of adults, kin may be named.
_NOT_TRUE = re.compile("借|作废|错|有误|不对|不符|虚假|假的?$|他人|别人|注销")
_OF_OTHERS = re.compile(
    "[父母]亲?|爸爸?|妈妈?|爷爷?|奶奶?|外?祖|外[公婆]|姥姥?|叔叔?|伯伯?|姑姑?|姨妈?|舅舅?|监护人?|家长|户主"
)
#: 未上户口, 户口办理中（已催）
_WORDS = re.compile(r"[㐀-鿿，、()（）]{2,}")
#: That there is none yet, or that nobody tells: the row need not wait for it.
_NONE_YET = re.compile("[未没无](?!成年)|办理|待[办补查]|不知|不清|拒绝|保密|黑户")
_NUMBERS = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
# What is typed for the X at the end.
_CROSSES = re.compile(r"(?<=^[0-9]{17})[×✕✗❌χхХΧ]$")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_FIFTEEN = re.compile(r"[0-9]{15}")
# A double holds 15 decimal digits; an 18-digit number kept as one has lost its last digits.
_EXACT_BELOW = 1e15
# Past this age a number of 15 digits is one with digits missing.
_OLDEST_YEARS = 100


def id_number(*, today: datetime.date, severity: str = ERROR, is_of_child: bool = False) -> Reader:
    """A reader of GB 11643 numbers, which notes each fault with `severity`.

    Beside a child's number no adult may be named, whose it would be.
    """

    def read(cell: Cell, note: Note) -> str | None:
        if isinstance(cell, str) and len(cell) == 18 and fault_in(cell, today=today) is None:
            return cell
        if (
            isinstance(cell, int | float)
            and not isinstance(cell, bool)
            and abs(cell) >= _EXACT_BELOW
        ):
            note("digits_lost", severity=severity)
            return None
        raw = text_of(cell)
        if is_blank(raw):
            return None
        if wrong := _no_number(raw):
            is_none_yet = wrong == "no_number" and _NONE_YET.search(raw)
            params = {"text": raw[:30]} if wrong == "no_number" else {}
            note(wrong, severity=WARNING if is_none_yet else severity, **params)
            return None
        number = _CROSSES.sub("X", _NOISE.sub("", half_width(raw)).upper())
        if is_blank(number) or number == "0":
            return None
        if _FIFTEEN.fullmatch(number):
            return _upgraded(number, note, today=today, severity=severity)
        among = _AMONG_WORDS.fullmatch(number)
        if among and (code := _said_beside(among[1] + among[3], is_of_child=is_of_child)):
            is_kept = code == "number_aside"
            note(code, severity=WARNING if is_kept else severity, text=raw[:40])
            if not is_kept:
                return None
        return _faultless(among[2] if among else number, note, today=today, severity=severity)

    return read


def _faultless(number: str, note: Note, *, today: datetime.date, severity: str) -> str | None:
    fault = fault_in(number, today=today)
    if fault:
        note(fault, severity=severity, **({"count": len(number)} if fault == "length" else {}))
        return None
    return number


def _said_beside(words: str, *, is_of_child: bool) -> str:
    """The code of what the words beside a number say of it; "" where that is nothing."""
    said = _HARMLESS.sub("", words)
    if _NOT_TRUE.search(said) or (is_of_child and _OF_OTHERS.search(said)):
        return "number_not_theirs"
    return "number_aside" if _OF_OTHERS.sub("", said) else ""


def _no_number(raw: str) -> str:
    """What is wrong with a text that is no one number; "" for nothing."""
    if _SCIENTIFIC.fullmatch(raw):
        return "digits_lost"
    if _WORDS.fullmatch(raw) and raw not in SAME_AS_ABOVE:
        return "no_number"
    return "several_numbers" if len(_NUMBERS.findall(half_width(raw).upper())) > 1 else ""


def _upgraded(number: str, note: Note, *, today: datetime.date, severity: str) -> str | None:
    """The 18-digit form of a number of 15 digits, which left out the century and the check character."""
    first = f"{number[:6]}19{number[6:]}"
    upgraded = first + check_character(first)
    born = birth_date_in(upgraded)
    is_nobodys = born is None or today.year - born.year > _OLDEST_YEARS
    if is_nobodys or fault_in(upgraded, today=today):
        note("length", severity=severity, count=15)
        return None
    note("upgraded", severity=WARNING)
    return upgraded

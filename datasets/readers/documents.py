"""Documents other than the identity card: what ledgers call them, and their numbers."""

import re

from datasets.choices import IdType
from datasets.readers import ERROR, Note
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.id_numbers import as_stored
from datasets.standards.writing import half_width

#: What ledgers call a document. A household's book bears the numbers of the identity cards.
_ID_TYPES = {
    IdType.RESIDENT: "身份证 二代身份证 公民身份证 临时身份证 户口簿 户口本 居民户口簿",
    IdType.RESIDENCE_PERMIT: "港澳居民居住证 台湾居民居住证 港澳台居住证 港澳台居民居住证",
    IdType.BIRTH_CERTIFICATE: "出生证 出生证明 出生医学证",
    IdType.PASSPORT: "外国护照 中国护照 因私护照 普通护照",
    IdType.OTHER: (
        "其他 其它 港澳居民来往内地通行证 港澳通行证 回乡证 台湾居民来往大陆通行证 台胞证 "
        "外国人永久居留身份证 外国人永久居留证"
    ),
}
ID_TYPES = {word: code.value for code, words in _ID_TYPES.items() for word in words.split()}
#: Letters and digits, in some documents words before them (豫字第…); five digits at least.
_OTHER_NUMBER = re.compile(
    r"[㐀-鿿]{0,6}[A-Z]{0,6}(?=(?:[A-Z-]*[0-9]){5})[0-9A-Z-]{5,20}(?:\([0-9A-Z]{1,2}\))?"
)
_LABEL = re.compile(
    "^(?:因私|普通|外国)?(?:护照|(?:港澳|台湾)?(?:居民)?(?:来往(?:内地|大陆))?通行证|回乡证|台胞证|出生(?:医学)?证明?|证件)(?:号码?)?[:：]?"
)


def other_number(cell: Cell, note: Note) -> str | None:
    """A reader of the number of a passport, a permit or a birth certificate: capitals without blanks or its label."""
    raw = text_of(cell)
    if is_blank(raw):
        return None
    number = as_stored(_LABEL.sub("", half_width(raw).strip())) or ""
    if not _OTHER_NUMBER.fullmatch(number):
        note("document_unreadable", severity=ERROR, text=raw[:30])
        return None
    return number

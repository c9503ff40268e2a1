"""Numbers that tell who somebody is: they stand on no public page, whoever's they are."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from content.guard.findings import Finding
from content.guard.passages import Passage

_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
#: 18 or 15 characters (GB 11643); a wrong check digit is no reason to let it through.
_ID_NUMBER = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}(?:(?:19|20)\d{{2}}{_MONTH_DAY}\d{{3}}[\dXx]|\d{{2}}{_MONTH_DAY}\d{{3}})(?![\dXx])"
)
#: Eleven digits that begin with 1 belong to a person's telephone; an office has a landline or a short number.
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
#: Blanks, dashes and what nobody sees, between two digits.
_SEPARATOR = re.compile(r"(?<=\d)[\s\-\u2010–—·.\u200b\u200c\u200d\ufeff]{1,2}(?=[\dXx])")


def id_numbers(passage: Passage) -> Iterator[Finding]:
    for number in _found(_ID_NUMBER, passage.text):
        message = _("这里有身份证号（%(number)s）。公开页面不能出现证件号码，请删掉。")
        masked = f"{number[:3]}…{number[-2:]}"
        yield Finding.at(passage, code="id_number", message=message % {"number": masked})


def private_telephones(passage: Passage, *, published: Collection[str]) -> Iterator[Finding]:
    """`published` are the numbers that agencies give out themselves."""
    for number in _found(_MOBILE, passage.text):
        if number[-11:] not in published:
            message = _(
                "这里有个人手机号（%(number)s）。请改用单位的座机或热线；确是对外公布的，先登记到机构的对外电话。"
            )
            masked = f"{number[-11:-8]}…{number[-2:]}"
            yield Finding.at(passage, code="telephone", message=message % {"number": masked})


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    """As written, and with the digits moved together: neither alone sees all. Each number once."""
    even = unicodedata.normalize("NFKC", text)
    readings = (even, _SEPARATOR.sub("", even))
    return list(dict.fromkeys(found[0] for read in readings for found in pattern.finditer(read)))

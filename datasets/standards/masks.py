"""What stands in place of what a reader may not see, and how it is known when it comes back in a file."""

import datetime
import re

from datasets.standards.writing import half_width

#: In files, whatever language the screen has; pages say the same through gettext.
PROTECTED = "已保护"
PROTECTED_CATEGORY = "受保护的类别"

_HIDDEN = "***"
_MARKS = re.compile("[*＊护]")
_LONG = 15
_SHORTEST_WITH_BEGINNING = 11
_SHORTEST_WITH_END = 6
#: An address down to the village, or to the township, as long as no number stands before it.
_DOWN_TO = (
    re.compile(r"[^\d号路弄巷栋幢]*?(?:村|社区)"),
    re.compile(r"[^\d号路弄巷栋幢]*?(?:镇|街道|乡)"),
)


def masked_number(text: str | None) -> str:
    """The area and the last four of an identity number, the ends of a telephone number.

    >>> masked_number("99000020150601123X"), masked_number("13800001234"), masked_number(None)
    ('990000********123X', '138****1234', '')
    """
    if not text:
        return ""
    if len(text) < _SHORTEST_WITH_END:
        return "*" * _SHORTEST_WITH_END
    if len(text) < _SHORTEST_WITH_BEGINNING:
        return f"{'*' * (len(text) - 2)}{text[-2:]}"
    shown = 6 if len(text) >= _LONG else 3
    return f"{text[:shown]}{'*' * (len(text) - shown - 4)}{text[-4:]}"


def masked_phone(text: str | None) -> str:
    """Each number of a field that may hold several.

    >>> masked_phone("13800001234、0510-86000000")
    '138****1234、051******0000'
    """
    return "、".join(
        masked_number(part) for part in re.split(r"[、，,；;/\s]+", text or "") if part
    )


def masked_address(text: str | None) -> str:
    """To the village.

    >>> masked_address("江阴市徐霞客镇湖塘村15组8号"), masked_address("人民路15号")
    ('江阴市徐霞客镇湖塘村***', '已保护')
    """
    if not text:
        return ""
    written = half_width(text)
    for down_to in _DOWN_TO:
        if found := down_to.match(written):
            return f"{found.group()}{_HIDDEN}"
    return PROTECTED


def masked_day(day: datetime.date | None) -> str:
    """The year.

    >>> masked_day(datetime.date(2015, 6, 1)), masked_day(None)
    ('2015****', '')
    """
    return f"{day.year}****" if day else ""


def is_masked(text: str) -> bool:
    """Whether somebody's export put this here: it says nothing of what is recorded.

    >>> is_masked("138****1234"), is_masked("孤儿、受保护的类别"), is_masked("已保护"), is_masked("13800001234")
    (True, True, True, False)
    """
    if not _MARKS.search(text):
        return False
    return (
        _HIDDEN in text.replace("＊", "*")
        or PROTECTED_CATEGORY in text
        or text.strip() == PROTECTED
    )

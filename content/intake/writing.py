"""How official documents are typed: signs that stand for each other, blanks, numerals, dates, numbers of documents."""

import datetime
import re

# One sign for one sign, so that what is found in the plain form is cut from the text as written.
_PLAIN = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **dict.fromkeys("(﹙", "（"), **dict.fromkeys(")﹚", "）"),
    ":": "：", "﹕": "：", "\u2236": "：", ";": "；", "﹔": "；", ",": "，", "．": ".", "\u2024": ".", "｡": "。",
    **dict.fromkeys("[\uff3b【﹝〖", "〔"), **dict.fromkeys("]\uff3d】﹞〗", "〕"),
    **dict.fromkeys("\xa0\u2002\u2003\u2009\t", " "),
}  # fmt: skip
_PLAIN_TABLE = str.maketrans(_PLAIN)
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\ue000-\uf8ff]"
)
_WIDE = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef〇“”‘’—…·①-⑳"
# A blank beside a Chinese sign says nothing; one between two Latin words does.
_BLANK = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")

_NUMERALS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "\uff2f": 0, "\u041e": 0, "O": 0, "0": 0, "两": 2,
}  # fmt: skip
# Typists write the sign for nothing in many ways: the circle, the letter O of three alphabets.
_NOUGHT = "〇○零\uff2f\u041eO0"
_YEAR = rf"((?:19|20)\d{{2}}|[二一][{_NOUGHT}九][{_NOUGHT}一二三四五六七八九]{{2}})"
_SMALL = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"{_YEAR} ?年 ?{_SMALL} ?月 ?{_SMALL} ?日")
_DIGITAL_DATE = re.compile(r"((?:19|20)\d{2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})")

#: 郑政办〔2014〕10号, however its brackets are written; to be searched in a plain text.
NUMBER = re.compile(
    r"([×XＸ]?[一-鿿]{1,16})\s*[〔（〈]\s*((?:19|20)\d{2})\s*[〕）〉]\s*第?\s*(\d{1,5})\s*([号期])"
)
#: 〔2021〕第15期, 2021年第3期, 第十五期（总第120期）: minutes are counted without the name of an office.
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_ISSUE = re.compile(
    rf"(?:[〔（〈]((?:19|20)\d{{2}})[〕）〉](第?{_COUNT}[期号])|((?:(?:19|20)\d{{2}}年)?第{_COUNT}期))"
    r"(?:（总第?\d{1,5}[期号]）)?"
)
#: 郑州市人民政府令第123号, 民政部公告第400号.
ORDER = re.compile(r"[一-鿿]{2,25}(?:令|公告)\s*(?:〔?(?:19|20)\d{2}〕?年?)?\s*第\s*\d{1,4}\s*号")
# What stands before a number in a sentence and is none of it.
_LEAD_IN = re.compile(
    r".*(?:按照|根据|依据|依照|遵照|贯彻|落实|执行|参照|对照|结合|印发|转发|文号|字号|编号|详见|参见|见|以|原|和|与|及|的|按|将)"
)


def plain(text: str) -> str:
    """`text` with one form for each sign, as long as it was.

    >>> plain("(二)１．")
    '（二）1.'
    """
    return text.translate(_PLAIN_TABLE)


def visible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """Without the blanks that a scan or a justified line leaves between Chinese signs.

    >>> tidy("年满 16 周岁的　孩子 UN Child")
    '年满16周岁的孩子UN Child'
    """
    return _BLANK.sub("", " ".join(text.split()))


def value_of(numeral: str) -> int:
    """三 is 3, 二十一 is 21, 二〇 is 20, 12 is 12; 0 where it is none."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" in numeral:
        tens, _ten, ones = numeral.partition("十")
        return _NUMERALS.get(tens or "一", 0) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)
    if "百" in numeral or not all(sign in _NUMERALS for sign in numeral):
        hundreds, _hundred, rest = numeral.partition("百")
        return _NUMERALS.get(hundreds, 0) * 100 + (value_of(rest.lstrip("零")) if rest else 0)
    return int("".join(str(_NUMERALS[sign]) for sign in numeral) or 0)


def date_in(text: str) -> datetime.date | None:
    """The last date that the text names; None where it names none."""
    written = plain(text)
    found = [*DATE.finditer(written)] or [*_DIGITAL_DATE.finditer(written)]
    for match in reversed(found):
        year, month, day = (value_of(one) for one in match.groups())
        try:
            return datetime.date(year, month, day)
        except ValueError:
            continue
    return None


def numbers_in(text: str) -> list[tuple[int, int, str]]:
    """Numbers of documents with their places: start, end, and the number in its usual form."""
    found = []
    for match in NUMBER.finditer(plain(text)):
        office = _LEAD_IN.sub("", match[1])
        if office:
            start = match.end(1) - len(office)
            count = f"第{int(match[3])}期" if match[4] == "期" else f"{int(match[3])}号"
            found.append((start, match.end(), f"{office}〔{match[2]}〕{count}"))
    return found


def issue_number_in(text: str) -> str:
    """The number of minutes, where the text is one and perhaps the day; "" for any other.

    >>> issue_number_in("（2021）第 15 期")
    '〔2021〕第15期'
    """
    shown = DATE.sub("", tidy(plain(text)))
    match = _ISSUE.fullmatch(shown) or _ISSUE.fullmatch(shown[1:-1])
    if match is None:
        return ""
    return match[3] or f"〔{match[1]}〕{match[2]}"


def number_of(text: str) -> str:
    """The first document number in the text; "" where there is none.

    >>> number_of("按照民函[2013] 143 号文件")
    '民函〔2013〕143号'
    """
    joined = re.sub(r"\s+", "", plain(text))
    found = numbers_in(joined)
    if found:
        return found[0][2]
    order = ORDER.search(joined)
    return order[0] if order else ""

"""Does a text look as if it named somebody? By the text alone: it is asked before any record is.

Rather too often than too seldom: what it takes for a name costs a reviewer a look.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from content.guard.surnames import ALL, DOUBLE, PLAIN

_HAN = r"\u4e00-\u9fff\u3400-\u4dbf"
_SURNAME = f"(?:{'|'.join(sorted(DOUBLE))}|[{''.join(sorted(PLAIN))}])"
_GIVEN = f"[{_HAN}]{{1,2}}"
#: 买买提·艾力, 阿依古丽·买买提: with any of the dots that people type.
_DOT = "[·•・‧．]"
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}{_DOT}[{_HAN}]{{1,8}}")
#: What is said only before or after a name.
_TOLD_BEFORE = re.compile(
    rf"(?:名叫|姓名[:：是为]?|叫做|儿童|孩子|小朋友|同学|学生|男孩|女孩|女童|男童|少年|患儿|孤儿)[“\"《（(:：\s]*(?P<name>{_SURNAME}{_GIVEN})"
)
_TOLD_AFTER = re.compile(
    rf"(?P<name>{_SURNAME}{_GIVEN}?)(?=(?:小朋友|同学|小同学|（化名）|\(化名\)|某某|某(?![种个些项时地])|[，,（(]\s*(?:男|女)|[，,]?\s*(?:今年)?[\d一二三四五六七八九十两]{{1,3}}岁))"
)
#: A name that stands by itself: nothing but marks, blanks or small words around it.
_ALONE = re.compile(
    rf"(?:^|(?<=[\s，。、；：！？“”‘’《》（）()\[\]·,.;:!?和与跟给对让把被向是的了着过位名]))(?P<name>{_SURNAME}{_GIVEN})"
    r"(?=$|[\s，。、；：！？“”‘’《》（）()\[\],.;:!?]|[是的在和与跟说住读就被把从很也常曾因由患想有家父母])"
)
#: What tells who is meant, once there is a name: age, school, class, village, house.
_DETAIL = re.compile(
    r"[\d一二三四五六七八九十两]{1,3}\s*岁|[\d一二三四五六七八九十]年级|[\d一二三四五六七八九十]班|小学|中学|初中|高中|幼儿园"
    r"|(?:村|庄|镇|乡|街道|社区|小区|居委会|村民组)|\d+号|父亲|母亲|爸爸|妈妈|爷爷|奶奶|监护人|家境|家庭"
)
#: Words of everyday and office Chinese that begin like a name and are none.
_WORDS = tuple((Path(__file__).parent / "words.txt").read_text("utf-8").split())
#: 县, 村, 局 and the like end the names of places and offices, not of people.
_PLACE = re.compile(r"[省市县区镇乡村庄路街局院校站所厅部委组网]$")


def looks_like_a_name(text: str) -> bool:
    """A name as names are introduced, or a name by itself in a text that also says age, school or place."""
    introduced = (_TOLD_BEFORE, _TOLD_AFTER)
    if _DOTTED.search(text) or any(_first(pattern, text) for pattern in introduced):
        return True
    return bool(_first(_ALONE, text) and _DETAIL.search(text))


def possible_names(text: str) -> Iterator[str]:
    """Every run of two to four characters that could be somebody's name, for looking it up."""
    for run in re.findall(rf"[{_HAN}]+", text):
        for start, first in enumerate(run):
            if first in ALL:
                yield from (
                    run[start : start + size] for size in (2, 3, 4) if start + size <= len(run)
                )
    for dotted in _DOTTED.finditer(text):
        before, after = re.split(_DOT, dotted[0])
        for start in range(len(before)):
            yield from (f"{before[start:]}·{after[:end]}" for end in range(1, len(after) + 1))


def _first(pattern: re.Pattern[str], text: str) -> str:
    names = (found["name"] for found in pattern.finditer(text))
    return next((name for name in names if not _is_a_word(name)), "")


def _is_a_word(name: str) -> bool:
    return name.startswith(_WORDS) or bool(_PLACE.search(name))

"""Children whom a ledger names because they leave: 二、本月退出, 变动情况：减少. Their rows read as any other."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from datasets.ledgers.context import LONGEST_TITLE
from datasets.readers.text import is_blank
from datasets.readers.words import tick_in

_LEAVES = re.compile("退出|减少|核减|注销|停发|清退|迁出|转出|调出|移出|销号|结案")
#: A remark that begins so speaks of the child itself: 已死亡, 2025年3月退出, 不再符合条件.
_REMARK = re.compile(
    r"(?:于?\d{4}[年./-][\d年月日./-]*)?(?:该童|该?儿童|孩子|本人)?(?:现?已于?[\d年月日./-]*)?被?(?:依法)?"
    r"(?:死亡|去世|病故|退出|迁出|转出|注销|清退|销户|收养|结案|(?:停发|取消)(?![^，。,;；]*低保)|不再?(?:是|属于|符合)|年?满18周?岁)"
)
_STAYS = re.compile("新增|增加|新纳入|在册|现有|原有|保留|不变|无变化|正常|转入|迁入")
#: What heads the column that says who comes and who goes.
_CHANGE = re.compile("变动|变化|变更|动态|增减|异动|进出|在册|状态")
_OF_ADULTS = re.compile("父|母|监护|家长|家庭|户")


class Leavers:
    """Follows the lines of a table; each row is told of by the nearest one above it."""

    def __init__(self, titles: Iterable[str]) -> None:
        #: The line that says that the rows below it leave; "" for none.
        self.line = next((title for title in titles if _tells_of_leavers(title)), "")

    def enter(self, line: str) -> None:
        if _tells_of_leavers(line):
            self.line = line
        elif len(line) <= LONGEST_TITLE and _STAYS.search(line):
            self.line = ""

    def said_of(self, beside: Mapping[str, str]) -> str:
        """What says that the row's child leaves; "" for nothing. `beside`: heading → text of the other columns."""
        said = (text for heading, text in beside.items() if _is_leaving(heading, text))
        return next(said, self.line)


def says_who_leaves(remark: str) -> bool:
    """Whether a child's remark says that it has gone, or should not be in the list."""
    return bool(_REMARK.match(remark))


def _tells_of_leavers(line: str) -> bool:
    is_line = len(line) <= LONGEST_TITLE
    return (
        is_line
        and bool(_LEAVES.search(line))
        and not _STAYS.search(line)
        and not _OF_ADULTS.search(line)
    )


def _is_leaving(heading: str, text: str) -> bool:
    asked = _asked(heading)
    if not asked or is_blank(text) or tick_in(text) is False or _STAYS.search(text):
        return False
    return asked is _LEAVES or bool(_LEAVES.search(text)) or "死亡" in text


@lru_cache(maxsize=1_000)  # of the headings of a table, row after row
def _asked(heading: str) -> re.Pattern[str] | None:
    """What a column is about: who leaves (退出时间, 是否退出), who comes and goes, or neither."""
    if _OF_ADULTS.search(heading):
        return None
    if _LEAVES.search(heading):
        return None if _STAYS.search(heading) else _LEAVES
    return _CHANGE if _CHANGE.search(heading) else None

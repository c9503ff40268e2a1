"""Children whom a ledger names because they leave: 二、本月退出, 变动情况：减少. Their rows read as any other."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from datasets.ledgers.context import LONGEST_TITLE
from datasets.readers.text import is_blank
from datasets.readers.words import tick_in

_GOES = (
    "退出|减少|核减|注销|停发|停保|清退|迁出|转出|调出|移出|销号|结案|不再(?:享受|保障|符合)|不符合"
)
_LEAVES = re.compile(_GOES)
#: What may be said of other things than children: 删除重复.xlsx, 取消低保.
_LEAVES_ALONE = re.compile("(?:删除|取消)(?:保障|资格|享受|待遇|人员|儿童|对象|名单)*")
_LINE_OF_LEAVERS = re.compile(
    f"{_GOES}|(?:删除|取消)(?:保障|资格|享受|待遇|人员|儿童|对象|名单)|不予(?:保障|纳入|认定)"
)
_STAYS = re.compile("新增|增加|新纳入|在册|现有|原有|保留|不变|无变化|正常|转入|迁入")
#: 变更（1人）, below 减少（1人）.
_CHANGED = re.compile("(?:本月)?(?:变更|变动|调整)")
_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_DIGITS = re.compile(r"[一二三四五六七八九十\d]+")
#: What heads the column that says who comes and who goes.
_CHANGE = re.compile("增/减|变动|变化|变更|动态|增减|异动|进出|在册|状态")
#: 徐霞客镇死亡儿童名单, and a sheet that is called so.
_LEFT = re.compile(
    "^(?:死亡|已?离开|去世|已故)$|"
    "(?:死亡|去世|已故)(?:的?(?:困境)?(?:儿童|人员|未成年人|孤儿)|名单)(?!.{0,3}(?:子女|遗|家属))"
)
#: 不符合条件的不予上报: what a line asks for is not said of the rows below it.
_ASKS = re.compile(
    "[。；;，,]|请|不(?:予|再|用|必)?(?:填|上报|申报|列入|纳入)|不得|不要|应|须|必|要求|说明|^[(（]?备?注"
)
_ASIDE = re.compile("[(（][^()（）]*[)）]")
_OF_ADULTS = re.compile("父|母|监护|家长|家庭|户")
#: 变动类型：减; and what a column asks that whoever answers 否 has left: 是否在册.
_LEAVES_IN_SHORT = frozenset({"减", "删", "出", "退", "销", "停"})
_IS_STILL = re.compile("是否(?:仍|还)?(?:在册|在享|在保|有效|继续|符合)")
#: 审核意见：不同意.
_JUDGED = re.compile(
    "(?:审[核批查]|评[审议估]|认定|核[查实])(?:意见|结果|结论|情况)|^是否(?:同意|通过|批准)$"
)
_REFUSED = re.compile("^(?:不|未)(?:同意|通过|批准|合格|予|符合)|^否$")
#: What a remark says first of the child itself: 已于10月迁出, 不再符合条件; not 父亲2019年死亡, 退出低保.
_REMARKED = re.compile(
    r"(?:该?(?:童|儿童|生|孩子)|本人)?[现已于在被依法\d年月日号./\-起]*"
    r"(?:死亡|去世|病故|溺亡|退出|注销|销户|停发|停保|迁出|转出|搬出|取消|清退|收养|结案|(?:年|已)?满18周?岁|"
    r"不再?(?:是|属于|符合)[^,，。;；(（、]*)"
    r"(?:$|[,，。;；(（、].*)"
)


class Leavers:
    """Follows the lines of a table; each row is told of by the nearest one above it."""

    def __init__(self, titles: Iterable[str]) -> None:
        #: The line that says that the rows below it leave; "" for none.
        self.line = next((title for title in titles if tells_of_leavers(title)), "")

    def enter(self, line: str) -> None:
        if tells_of_leavers(line):
            self.line = line
        elif len(line) <= LONGEST_TITLE and (
            _STAYS.search(line) or _CHANGED.match(line) or self._is_next_part(line)
        ):
            self.line = ""

    def _is_next_part(self, line: str) -> bool:
        """三、留守儿童 below 二、本月退出; （一）孤儿 is a part of that."""
        ordinals = [_ORDINAL.match(one) for one in (self.line, line)]
        return all(ordinals) and len({_DIGITS.sub("", one[0]) for one in ordinals if one}) == 1

    def said_of(self, beside: Mapping[str, str], remark: str) -> str:
        """What says that the row's child leaves; "" for nothing. `beside`: heading → text of the other columns."""
        for heading, text in beside.items():
            if _is_leaving(heading, text):
                return _said(heading, text)
        return self.line or (_remarked(remark) if remark else "")


def tells_of_leavers(line: str) -> bool:
    """Whether a title or a line says that those below it leave."""
    if len(line) > LONGEST_TITLE or _ASKS.search(_ASIDE.sub("", line)):
        return False
    if _STAYS.search(line) or _OF_ADULTS.search(line):
        return False
    return bool(_LINE_OF_LEAVERS.search(line) or _LEFT.search(line))


def _is_leaving(heading: str, text: str) -> bool:
    asked = _asked(heading)
    if asked is None or is_blank(text):
        return False
    if asked is _IS_STILL or asked is _JUDGED:
        return tick_in(text) is False or bool(_REFUSED.search(text))
    if tick_in(text) is False or _STAYS.search(text):
        return False
    if asked is _CHANGE:
        goes = _LEAVES.search(text) or _LEAVES_ALONE.fullmatch(text)
        return text in _LEAVES_IN_SHORT or bool(goes) or "死亡" in text
    return asked is _LEAVES


@lru_cache(maxsize=1_000)  # of the headings of a table, row after row
def _asked(heading: str) -> re.Pattern[str] | None:
    """What a column is about: who leaves (退出时间, 是否退出), who is still there, who comes and goes, or neither."""
    if _OF_ADULTS.search(heading):
        return None
    if _IS_STILL.search(heading):
        return _IS_STILL
    if _LEAVES.search(heading):
        return None if _STAYS.search(heading) else _LEAVES
    return next((asked for asked in (_JUDGED, _CHANGE) if asked.search(heading)), None)


def _said(heading: str, text: str) -> str:
    """退出, or where the text does not tell by itself: 是否在册：否."""
    is_told = len(text) > 1 and _LEAVES.search(text)
    return text if is_told else f"{heading.partition(' ')[2]}：{text}"


def _remarked(text: str) -> str:
    """What a remark says of a child that left; "" where it says nothing of the kind."""
    return text if _REMARKED.fullmatch("".join(text.split())) else ""

"""Which type of field a column is: by its heading where that is plain, else by what its cells are read as."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from datasets.ledgers.proposing.cells import Cells
from datasets.ledgers.proposing.weighing import reader_for, weigh, weigh_by
from datasets.ledgers.proposing.words import one_word_each, options_with, several_words_each
from datasets.readers.words import TICKED, UNTICKED
from datasets.standards.writing import half_width

#: So many distinct cells tell the type; the one that is chosen is counted on all of them.
_LOOKED_AT = 300
_MOSTLY, _NEARLY_ALL = 0.5, 0.8
_LONG_TEXT, _NOTE_TEXT = 60, 15
_MOST_PLACES = 6

_ID = re.compile("身份证|证件号|公民身份")
_NUMBER_LIKE = re.compile(r"\d{15,18}[\dxX]?|\d\.\d+E\+1\d", re.IGNORECASE)
_YES_NO = re.compile("^(是否|有无|能否|可否|会否)|与否$")
_PHONE = re.compile("电话|手机|联系方式|联系号码|热线|座机")
_MOBILE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
_DATE = re.compile("日期|时间|年月|生日|出生|[入加建成开结受聘签办领捐到]日$")
_OF_MONTHS = re.compile("年月|月份")
_MONTH = re.compile(r"(?:19|20)\d\d(?:[./-]\d{1,2}|年\d{1,2}月?)")
_CLOCK = re.compile(r"\d[:时点]\d\d")
_PERSON = re.compile("姓名|名字|曾用名|户主|父亲|母亲|家长|主任|老师|(人|员|者|师|长)$")
_CALLED = re.compile("姓名|名字")
_NAME = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]+·[㐀-鿿·]+")
_ADDRESS = re.compile("地址|住址|住所|居住地|家庭住")
_CODE = re.compile("编号|代码|编码|学号|账号|帐号|卡号|号牌|车牌|邮编|文号|证号|号码$")
_MONEY = re.compile("元|金额|费|价|款|补助|补贴|津贴|工资|奖金|预算|资金")
_MONEY_TEXT = re.compile(r"^[¥￥]|元$")
_UNIT = re.compile(
    r"[(（\[【]((?:单位[:：]?)?(?:万|千|百)?(?:元|人|名|个|次|户|件|套|本|册|箱|台|份|斤|公斤|千克|克|厘米|米|公里|"
    r"平方米|㎡|m2|分钟|小时|学时|课时|天|日|月|年|岁|周|kg|cm|%|分)(?:/[一-鿿]{1,3})?)[)）\]】]"
)
_FIGURE = re.compile(r"([-+]?\d{1,3}(?:,\d{3})+|[-+]?\d+)(?:\.(\d+))?([^\d.,;、%]{0,4})")
_AGENCY = re.compile("单位|机构|部门|学校|医院|组织|企业|公司|协会")
_PLACE = re.compile("籍贯|户籍|所在地|来源地|地区|辖区|[镇乡村县区]$|社区")
_NO_LIST = re.compile("备注|说明|内容|名称|主题|标题|题目|地址|事迹|简介")
_LIST = re.compile(
    "性别|民族|类别|类型|种类|状态|等级|级别|学历|文化程度|政治面貌|婚姻|方式|频次|来源|渠道|身份$|结果|评价|程度"
)
_NOTE = re.compile("备注|说明|内容|简介|事迹|经过|记录|小结|总结|意见|建议|情况|原因|措施")


@dataclass(frozen=True)
class Guess:
    kind: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """Whether a text names an agency, or a region, that the register has."""

    is_agency: Callable[[str], bool] = lambda _text: False
    is_region: Callable[[str], bool] = lambda _text: False


def guess(heading: str, cells: Cells, known: Known) -> Guess:
    plain = "".join(half_width(heading).split())
    some = cells.some(_LOOKED_AT)
    if not some.entries:
        return _unsaid(plain)
    for rule in (
        _id_number, _yes_no, _phone, _day, _month, _person, _address, _code, _agency, _figure,
        _region, _list,
    ):  # fmt: skip
        found = rule(plain, some, cells, known)
        if found:
            return found
    return _text(plain, cells)


def unit_in(heading: str) -> str:
    """小时 of 服务时长（小时）, 元/月 of 标准(元/月); "" for none."""
    match = _UNIT.search(heading)
    return re.sub("^单位[:：]?", "", match[1]) if match else ""


def without_unit(heading: str) -> str:
    return _UNIT.sub("", heading)


def _unsaid(heading: str) -> Guess:
    """Of an empty column only the heading speaks; privacy first."""
    if _ID.search(heading):
        return Guess("id_number")
    if _PHONE.search(heading):
        return Guess("phone")
    if _ADDRESS.search(heading):
        return Guess("address")
    return Guess("date") if _DATE.search(heading) else Guess("text")


def _id_number(heading: str, some: Cells, _all: Cells, _known: Known) -> Guess | None:
    share = weigh(some, "id_number").share
    if _ID.search(heading):
        like = sum(one.count for one in some.entries if _NUMBER_LIKE.search(one.text.upper()))
        return Guess("id_number") if share > 0 or like * 2 > some.rows else Guess("text")
    return Guess("id_number") if share >= _MOSTLY else None


def _yes_no(heading: str, some: Cells, cells: Cells, _known: Known) -> Guess | None:
    share = weigh(some, "yes_no").share
    if _YES_NO.search(heading):
        return Guess("yes_no") if share >= _MOSTLY else None
    words = {one.text for one in cells.entries if one.text}
    ticks = {word for word in words & TICKED if not word.isalnum() or word in ("是", "有", "对")}
    return Guess("yes_no") if ticks and words <= TICKED | UNTICKED else None


def _phone(heading: str, some: Cells, _all: Cells, _known: Known) -> Guess | None:
    share = weigh(some, "phone").share
    if _PHONE.search(heading):
        return Guess("phone") if share >= _MOSTLY else None
    mobiles = sum(one.count for one in some.entries if _MOBILE.search(one.text))
    is_phone = share >= _NEARLY_ALL and mobiles >= some.rows * _NEARLY_ALL
    return Guess("phone") if is_phone and not _CODE.search(heading) else None


def _day(heading: str, some: Cells, _all: Cells, _known: Known) -> Guess | None:
    is_named = bool(_DATE.search(heading))
    share = weigh(some, "datetime").share
    if share < (_MOSTLY if is_named else _NEARLY_ALL):
        return None
    numbers = sum(one.count for one in some.entries if _is_bare_number(one.text))
    if not is_named and numbers * 5 > some.rows:
        return None  # 45000 is a day only where the heading says so
    timed = sum(one.count for one in some.entries if _has_clock(one.cell, one.text))
    if timed * 5 > some.rows:
        return Guess("datetime")
    return Guess("date") if weigh(some, "date").share >= _MOSTLY else None


def _month(heading: str, some: Cells, _all: Cells, _known: Known) -> Guess | None:
    """2015.03 is no figure. Of 2015.10 Excel makes 2015.1, so that it is kept as it stands."""
    is_month = _share_of(some, lambda text: _MONTH.fullmatch(text) is not None) >= _MOSTLY
    return Guess("text") if is_month and _OF_MONTHS.search(heading) else None


def _is_bare_number(text: str) -> bool:
    return text.isdigit() and len(text) != len("20240305")


def _has_clock(cell: Any, text: str) -> bool:
    if isinstance(cell, datetime.datetime):
        return cell.time() != datetime.time.min
    return bool(_CLOCK.search(half_width(text)))


def _person(heading: str, some: Cells, _all: Cells, _known: Known) -> Guess | None:
    if not _PERSON.search(without_unit(heading)):
        return None
    share = weigh(some, "person_name").share
    if _CALLED.search(heading):
        return Guess("person_name") if share >= _MOSTLY else None
    named = sum(one.count for one in some.entries if _NAME.fullmatch("".join(one.text.split())))
    is_name = share >= _MOSTLY and named >= some.rows * 0.7
    return Guess("person_name") if is_name else None


def _address(heading: str, _some: Cells, _all: Cells, _known: Known) -> Guess | None:
    return Guess("address") if _ADDRESS.search(heading) else None


def _code(heading: str, _some: Cells, _all: Cells, _known: Known) -> Guess | None:
    return Guess("text") if _CODE.search(heading) else None


def _agency(heading: str, some: Cells, _all: Cells, known: Known) -> Guess | None:
    if not _AGENCY.search(heading):
        return None
    return Guess("agency") if _share_of(some, known.is_agency) >= _NEARLY_ALL else None


def _region(heading: str, some: Cells, _all: Cells, known: Known) -> Guess | None:
    if not _PLACE.search(heading):
        return None
    return Guess("region") if _share_of(some, known.is_region) >= _NEARLY_ALL else None


def _share_of(some: Cells, is_so: Callable[[str], bool]) -> float:
    return sum(one.count for one in some.entries if is_so(one.text)) / some.rows


def _figure(heading: str, some: Cells, cells: Cells, _known: Known) -> Guess | None:
    unit = unit_in(heading)
    if _is_money(heading, unit, some):
        return Guess("money", {"unit": unit} if unit and unit != "元" else {})
    if _share_of(some, lambda text: _figure_in(text) is not None) < _NEARLY_ALL:
        return None
    figures = [(match, one.count) for one in cells.said if (match := _figure_in(one.text))]
    behind: Counter[str] = Counter()
    for match, count in figures:
        behind[match[3]] += count
    worded = [word for word in behind if word]
    if len(worded) > 1:
        return None
    unit = unit or (worded[0] if worded else "") or ("岁" if "年龄" in heading else "")
    options: dict[str, Any] = {"unit": unit} if unit else {}
    places = max((len((match[2] or "").rstrip("0")) for match, _count in figures), default=0)
    if not places:
        return Guess("integer", options)
    return Guess("decimal", {**options, "places": min(places, _MOST_PLACES)})


def _is_money(heading: str, unit: str, some: Cells) -> bool:
    if (unit and "元" not in unit) or "万" in unit or "千" in unit:
        return False
    if weigh_by(some, reader_for("money")).share < _NEARLY_ALL:
        return False
    marked = sum(one.count for one in some.entries if _MONEY_TEXT.search(one.text))
    return bool(_MONEY.search(heading)) or marked * 2 > some.rows


def _figure_in(text: str) -> re.Match[str] | None:
    """A figure that loses nothing as a number: 007 and a card's number do."""
    plain = "".join(half_width(text).split())
    match = _FIGURE.fullmatch(plain)
    if match is None:
        return None
    digits = match[1].lstrip("+-")
    has_zeros = len(digits) > 1 and digits.startswith("0")
    return None if has_zeros or len(digits) > 15 else match


def _list(heading: str, _some: Cells, cells: Cells, _known: Known) -> Guess | None:
    if _NO_LIST.search(heading):
        return None
    words = several_words_each(cells)
    if words:
        return Guess("choices", options_with(words))
    words = one_word_each(cells, is_expected=bool(_LIST.search(heading)))
    return Guess("choice", options_with(words)) if words else None


def _text(heading: str, cells: Cells) -> Guess:
    longest = max((len(one.text) for one in cells.said), default=0)
    is_long = longest > (_NOTE_TEXT if _NOTE.search(heading) else _LONG_TEXT)
    return Guess("long_text") if is_long else Guess("text")

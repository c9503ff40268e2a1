"""Names of agencies in the text of a document, alone and in lists."""

import re
from itertools import pairwise

from content.intake.agency_words import ENDINGS, FIELDS, NO_AGENCIES, SHORT_NAMES, TITLES
from content.intake.writing import plain

_LONGEST = 28
_SHORTEST = 2
_NAME = re.compile(r"[一-鿿\d（）、·“”]+")
_BRACKETS = re.compile(r"（[^（）]*）")
_BEFORE = (
    r"(?:各级|各有关|各相关|有关|相关|其他|其它|县级以上|县（市、区）|乡镇（街道）|各地|本级|市级|"
    r"县级|区级|省级|县乡|基层|辖区|属地|当地|全市|我市|所在地|各|市|县|区|省|州|盟|旗|乡|镇|村|本|"
    r"中共|县市区|地方|上级|下级)*"
)
_SHORT = re.compile(
    rf"{_BEFORE}(?:{'|'.join(sorted(map(re.escape, SHORT_NAMES), key=len, reverse=True))})"
)
_FIELD = re.compile(
    rf"({_BEFORE})(?:{'|'.join(sorted(map(re.escape, FIELDS), key=len, reverse=True))})(?:行政)?(?:主管)?"
)
_TITLE = re.compile(rf"(?:{'|'.join(TITLES)})+(?:单位|部门|机构|机关|组织)")
#: Signs of a sentence, not of a name: whoever does something to somebody is no agency.
_VERBS = re.compile(
    r"建立|加强|完善|健全|落实|开展|负责|推进|推动|做好|提供|实施|发挥|明确|强化|规范|鼓励|支持|引导|"
    r"提高|确保|依托|通过|利用|对于|关于|根据|按照|"
    r"认真|切实|积极|严格|进一步|以及其|是指|组成|纳入|列入|报告|设立|成立|给予|帮助|应当|不得|可以|"
    r"需要|属于|包括|为了|因为|如果|或者其他|"
    r"成为|作为|^其(?!他|它)|指导|督促|协调(?!小组|机制|委)|监督(?!管理)|会同|向|监护人|在[^校]|及时|"
    r"^每|^(?:并|或者?)?(?:协助|配合|协同|联合|参与|帮助|动员|组织(?!部|人事)|委托|邀请|发动|联系|移交)|^个人|转发|下设|设在|^经(?![济信开贸])|未经|擅自|由[一-鿿]|[要将把被的]|^[和与及对在向为从以]"
)
_ANY_FIELD = re.compile("[一-鿿]{2,8}")
_LEVELS = frozenset(
    {
        "国家",
        "中央",
        "省",
        "市",
        "县",
        "区",
        "州",
        "乡",
        "镇",
        "县（市）",
        "县（区）",
        "市（州）",
        "设区的市",
        "自治区",
    }
)
#: 各县（市、区）委、政府
_COMMITTEE = re.compile("(?:[市县区州省乡镇）]|党)委$")
_GROUPS = re.compile("(.+?等(?:相关|有关)?(?:部门|单位))(?:和|以及|及|与|、)(.+)")
#: 市自然资源和规划局 is one body: what stands before 和 is none.
_ONE_BODY = re.compile(r"和[^、，；和及与（）]{2,10}(?:局|委|厅|委员会)(?=$|[、，；])")
_LEVEL = r"^(?:省|市|县|区|州|乡|镇|（[^）]*）)+"
_SEPARATORS = re.compile(
    r"[、，；/ ]|以及|或者?|和(?!县|平|田|政|顺|静|林|计划|社会保障|信息化|改革|旅游|城乡)|及(?!其)|与"
)
_ET_CETERA = re.compile(
    r"等?(?:各)?(?:相关|有关|成员|职能|责任|多个|(?:[一二三四五六七八九十]+|\d+)个?)*(部门|单位|机关|机构|"
    r"组织|群团组织|系统|群团)?$"
)


def is_agency(name: str) -> bool:
    """Whether a text is the name of one agency.

    >>> is_agency("市民政局"), is_agency("乡（镇）人民政府"), is_agency("工作格局"), is_agency("责任单位")
    (True, True, False, False)
    """
    name = plain(name).strip()
    if not _SHORTEST <= len(name) <= _LONGEST or not _NAME.fullmatch(name):
        return False
    bare = _BRACKETS.sub("", name)
    if "（" in bare or "）" in bare:
        return False
    if _SHORT.fullmatch(bare):
        return True
    if "、" in bare or _TITLE.fullmatch(bare) or len(bare) < _SHORTEST or _VERBS.search(bare):
        return False
    if bare.endswith(NO_AGENCIES):
        return False
    return bare.endswith(ENDINGS) and _is_more_than_an_ending(bare)


def _is_more_than_an_ending(name: str) -> bool:
    return len(name) > len(max((end for end in ENDINGS if name.endswith(end)), key=len, default=""))


def agencies_listed(text: str) -> list[str]:
    """The agencies of a text that consists of nothing else; [] where it says anything more.

    民政、公安、教育等部门 gives 民政部门, 公安部门, 教育部门.
    """
    written = plain(text).strip(" 　，、。；：")
    written = re.sub(r"^(?:由|请)", "", written)
    written = re.sub(r"(等[^、，]{0,6}部门)(?:和|、)?(?:相关|有关)?单位$", r"\1", written)
    if not written or len(written) > 400:
        return []
    groups = _GROUPS.fullmatch(written)  # 民政、公安等部门和妇联、残联等单位
    if groups and (first := agencies_listed(groups[1])) and (others := agencies_listed(groups[2])):
        return list(dict.fromkeys(first + others))
    if is_agency(written) and "和" not in written:
        return [written]
    parts = [
        re.sub("党?委$", "政府", before) if part == "政府" and _COMMITTEE.search(before) else part
        for before, part in pairwise(["", *_split(written)])
    ]
    tail = _ET_CETERA.search(parts[-1])
    kind = (tail[1] or "部门") if tail else "部门"
    is_open = bool(tail and tail[0])
    if is_open and tail and "等" in tail[0]:
        parts[-1] = parts[-1][: tail.start()]
        if not parts[-1]:
            parts.pop()
    known = sum(map(_is_known, parts))
    if is_open and len(parts) >= 3 and known * 2 >= len(parts):
        parts = [
            part + kind if _ANY_FIELD.fullmatch(part) and not _is_known(part) else part
            for part in parts
        ]
    is_open = is_open or sum(map(is_agency, parts)) * 4 >= len(parts)
    names = [_named(part, kind, is_open, parts[-1]) for part in parts if part]
    return [] if not names or not all(names) else list(dict.fromkeys(names))


def _is_known(part: str) -> bool:
    return is_agency(part) or bool(_FIELD.fullmatch(part))


def _named(part: str, kind: str, is_open: bool, last: str) -> str:
    if is_agency(part) and part.removeprefix("各") not in _LEVELS:
        return part
    if part.removeprefix("各") in _LEVELS:  # 州、县（市）人民政府
        kind_of_last = re.sub(_LEVEL, "", last)
        whole = (
            part + kind_of_last if kind_of_last != last else part
        )  # 各镇、街道: nothing is shared
        return whole if is_agency(whole) else part if is_agency(part) else ""
    if _FIELD.fullmatch(part) and is_open:
        return (
            part
            if part.endswith(("妇联", "团委", "残联", "工会", "关工委", "共青团"))
            else part + kind
        )
    return ""


def _is_within_name(text: str, at: int, parts: list[str], current: str) -> bool:
    """Whether 和 parts no two agencies. 民政、教育和财政局 lists three: of the first not all are whole names."""
    return (
        _ONE_BODY.match(text, at) is not None
        and not is_agency(current.strip())
        and all(is_agency(part.strip()) for part in parts)
    )


def _split(text: str) -> list[str]:
    """At separators outside of brackets; a name that holds one stays whole."""
    parts: list[str] = []
    depth, current, at = 0, "", 0
    while at < len(text):
        sign = text[at]
        depth += (sign == "（") - (sign == "）")
        found = _SEPARATORS.match(text, at) if depth <= 0 else None
        if found and not _is_within_name(text, at, parts, current):
            parts.append(current)
            current, at = "", found.end()
        else:
            current += sign
            at += 1
    parts.append(current)
    return [part.strip() for part in parts if part.strip()] or [""]

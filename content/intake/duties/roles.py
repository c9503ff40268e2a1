"""Who is named beside a task: （责任单位：市民政局、市教育局）, （市民政局牵头，市教育局配合）, 牵头单位：…"""

import re
from dataclasses import dataclass

from content.intake.agencies import agencies_listed
from content.intake.writing import plain

_LEADS = (
    "牵头责任单位|牵头单位|牵头部门|责任单位|责任部门|责任主体|主办单位|主责单位|主责部门|落实单位|"
    "承办单位|实施单位|完成单位|负责单位|负责部门|主管部门|"
    "牵头责任部门|责任股室|责任科室|责任处室|牵头科室|牵头处室|牵头|责任"
)
_HELPS = (
    "配合责任单位|配合单位|配合部门|协办单位|参加单位|参与单位|协同单位|协助单位|协助部门|支持单位|"
    "参加部门|责任配合单位|配合"
)
_ROLE = re.compile(
    rf"(?P<helps>{_HELPS})(?:：|(?<=[位门])为)|(?P<leads>{_LEADS})(?:：|(?<=[位门])为)"
)
_DOES = re.compile(
    r"(?P<who>.+?)(?:等)?(?P<does>牵头负责|牵头落实|牵头|负责落实|负责实施|具体负责|共同负责|分别负责|"
    r"负责|配合落实|配合|协助|参与|参加|支持|按照?(?:各自)?(?:职责|责任)(?:分工)?(?:分别)?(?:负责|落实|配合)?|"
    r"具体落实|组织落实|落实|实施)"
)
#: By when it is to be done says nothing about who.
_WHEN = re.compile(
    r"[；，。\s　]*(?:完成|整改|办结|推进|落实|实施)?(?:(?:时限|时间|期限|进度)(?:要求)?|(?:责任|分管)(?:领导|人))：.*"
)
_BY_WHEN = re.compile(
    "(?:(?:20)?\\d{2}年|每年|每季度|每月|长期|持续|\\d{1,2}月).{0,12}|.{0,6}(?:推进|坚持)"
)
_WORDS = re.compile(r"按照?(?:各自)?(?:职责|责任)(?:分工)?(?:分别)?(?:负责|落实|配合)?$")
_OPENING, _CLOSING = "（", "）"
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Role:
    agencies: tuple[str, ...]
    is_lead: bool


def roles_in(text: str) -> list[Role]:
    """The roles of a text that consists of nothing else; [] where it says anything more."""
    written = _WHEN.sub("", plain(text)).strip(" 　。；，")
    named = list(_ROLE.finditer(written))
    if named and named[0].start() == 0:
        ends = [match.start() for match in named[1:]] + [len(written)]
        roles = [
            _role(written[match.end() : end], is_lead=match["leads"] is not None)
            for match, end in zip(named, ends, strict=True)
        ]
        return [role for role in roles if role]
    found: list[Role] = []
    waiting: list[
        str
    ] = []  # 财政部、民政部等部门，地方各级政府按职责分工负责: named before what they do
    for part in re.split("[，；]", written):
        if found and _BY_WHEN.fullmatch(part):
            continue
        match = _DOES.fullmatch(part)
        agencies = agencies_listed(match["who"] if match else part)
        if not agencies:
            return []
        waiting += agencies
        if match:
            is_lead = not match["does"].startswith(("配合", "协助", "参与", "参加", "支持"))
            found.append(Role(tuple(waiting), is_lead))
            waiting = []
    return found if not waiting else []


def parted_at_roles(text: str) -> list[str]:
    """建立台账。责任单位：市民政局 in one paragraph: the task, and whose it is."""
    for match in _ROLE.finditer(plain(text)):
        before, roles = text[: match.start()], text[match.start() :]
        if before.count("（") > before.count("）") or before.count("(") > before.count(")"):
            continue
        is_whole = before.rstrip()[-1:] in "。；;，," or before[-1:].isspace()
        if before.strip() and is_whole and roles_in(roles):
            return [before.rstrip(), roles]
    return [text]


def bare_role(text: str) -> list[Role]:
    """（市民政局、市教育局）at the end of a task: a list of agencies and nothing more."""
    agencies = agencies_listed(_WORDS.sub("", plain(text)))
    if not agencies or min(map(len, agencies)) < _SHORTEST_NAME:
        return []
    return [Role(tuple(agencies), is_lead=True)]


def _role(text: str, *, is_lead: bool) -> Role | None:
    bare = _WORDS.sub("", text.strip(" 　；。，、"))
    agencies = agencies_listed(re.sub("[；，]", "、", bare))
    if not agencies:
        # A name that nobody knows is still whom the document names.
        agencies = [one for one in re.split("[、，；\\s]+", bare) if 2 <= len(one) <= 30]
    return Role(tuple(agencies), is_lead) if agencies else None


def brackets_in(text: str) -> list[tuple[int, int, str]]:
    """The outermost brackets: where each begins and ends, and what it says."""
    found, depth, begin = [], 0, 0
    written = plain(text)
    for at, sign in enumerate(written):
        if sign in _OPENING + "〔":
            begin = at if depth == 0 else begin
            depth += 1
        elif sign in _CLOSING + "〕" and depth:
            depth -= 1
            if depth == 0:
                found.append((begin, at + 1, text[begin + 1 : at]))
    return found

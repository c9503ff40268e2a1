"""Where the heading of a labelled paragraph ends and its text begins."""

import re

from content.intake.agencies import agencies_listed
from content.intake.duties.subjects import lays_on_somebody
from content.intake.labels import Kind
from content.intake.writing import plain

_HIGH = (Kind.CHINESE, Kind.CHINESE_BRACKETS)
_STOPS = "。；！？"
_OPENING, _CLOSING = "（《“‘〔「『", "）》”’〕」』"
_LONGEST_ALONE = 60
_LONGEST_HIGH, _LONGEST_LOW, _LONGEST_PAIR = 36, 22, 18
_LONGEST_NAME = 24
_COMES_INTO_FORCE = re.compile(
    "本(?:通知|意见|办法|方案|规定|细则|制度|规则).*(?:执行|施行|实施|解释)"
)


def split_heading(text: str, kind: Kind) -> tuple[str, str, str]:
    """Heading, the sign after it, and the text: each may be "".

    >>> split_heading("预防机制。强化家庭的责任。", Kind.NUMBER)
    ('预防机制', '。', '强化家庭的责任。')
    """
    if kind in (Kind.PART, Kind.CHAPTER, Kind.SECTION):
        return text.strip(), "", ""
    if kind == Kind.ARTICLE:
        named = re.match("[【〔\uff3b]([^】〕\uff3d]{2,20})[】〕\uff3d]\\s*", text)
        return (named[1], "", text[named.end() :]) if named else ("", "", text)
    name, blank, wording = text.partition("　")
    if blank and agencies_listed(plain(name)):  # （三）县法院　审理案件。
        return name, blank, wording
    at = _first_stop(plain(text))
    if at < 0:
        is_short = len(text) <= _LONGEST_ALONE and not text.endswith(("，", "、"))
        return (text, "", "") if is_short else ("", "", text)
    head, joint, rest = text[:at], plain(text[at]), text[at + 1 :].strip()
    if joint == "：":
        is_heading = _names_what_follows(head, rest)
    else:
        is_heading = joint == "。" and bool(rest) and _reads_like_heading(head, kind)
        is_heading = is_heading and not lays_on_somebody(head)
    return (head.strip(), joint, rest) if is_heading else ("", "", text)


def is_sentence_for_heading(text: str, kind: Kind) -> bool:
    """（一）加强组织领导。 on a line of its own: a heading, if text without a label follows."""
    return (
        kind in (*_HIGH, Kind.NUMBER)
        and text.endswith("。")
        and _reads_like_heading(text[:-1], kind)
        and not lays_on_somebody(text[:-1])
        and not _COMES_INTO_FORCE.match(text)
        and not re.search("[。；：]", plain(text[:-1]))
    )


def _names_what_follows(head: str, rest: str) -> bool:
    written = plain(head)
    if agencies_listed(written):
        return True
    if lays_on_somebody(written):
        return False
    if re.search("[，；。]|如下|以下|包括|是$|为$", written):
        return False
    return len(head) <= _LONGEST_NAME


def _reads_like_heading(head: str, kind: Kind) -> bool:
    written = re.sub("（[^（）]*(?:（[^（）]*）[^（）]*)*）$", "", plain(head))
    commas = written.count("，")
    if agencies_listed(written):
        return True
    if commas == 0:
        return len(written) <= (_LONGEST_HIGH if kind in _HIGH else _LONGEST_LOW)
    return commas == 1 and len(written) <= (_LONGEST_HIGH if kind in _HIGH else _LONGEST_PAIR)


def _first_stop(written: str) -> int:
    """The first stop or colon outside of brackets and quotation marks; -1 where there is none."""
    depth = 0
    for at, sign in enumerate(written):
        depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
        if depth == 0 and sign in _STOPS + "：":
            return at
    return -1

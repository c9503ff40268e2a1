"""Lines of a list of members: 组长：张某某　市政府副市长, and those below it that go on with the post."""

import re

from content.intake.members.people import (
    has_title,
    looks_like_name,
    people_in,
    sends_somebody,
)
from content.intake.writing import plain

_BLANKS = r"[\s　]*"
_WORDS = (
    "常务副组长", "第一副组长", "副组长", "第一组长", "执行组长", "组长", "第一总召集人", "总召集人",
    "副总召集人", "副召集人", "召集人", "副主任委员", "主任委员",
    "常务副主任", "副主任", "第一主任", "办公室主任", "办公室副主任", "常务副指挥长", "副指挥长", "指挥长",
    "总指挥", "副总指挥", "联络员", "顾问",
    "组长单位", "副组长单位", "主任单位", "副主任单位", "召集单位",
    "成员单位", "成员", "组员", "委员", "秘书长", "副秘书长", "主任", "副会长", "会长", "名誉主任",
    "领导小组办公室主任", "牵头领导",
)  # fmt: skip
_POST = "|".join(_BLANKS.join(word) for word in sorted(_WORDS, key=len, reverse=True))
_POST_LINE = re.compile(
    rf"[\s　]*(?P<post>{_POST})[\s　]*(?:[：:][\s　]*|[\s　]+)(?P<rest>.*)", re.DOTALL
)
_LONGEST_PERSON = 60


def post_in(text: str) -> tuple[str, str] | None:
    """The post that a line begins with, and the rest of it; None where it begins with none."""
    match = _POST_LINE.fullmatch(plain(text))
    if match is None or "。" in match["rest"].rstrip("。"):
        return None
    rest = match["rest"]
    has_colon = "：" in plain(text)[: match.start("rest")]
    if not has_colon and not (rest and (has_title(rest) or looks_like_name(rest.split()[0]))):
        return None
    return re.sub(_BLANKS, "", match["post"]), rest


def without_number(text: str) -> str:
    """1.张某某　市教育局副局长: the numbers of a list of members are no labels."""
    return re.sub(r"^\s*\d{1,2}\s*[.、]\s*", "", plain(text))


def begins_post(text: str) -> bool:
    return post_in(text) is not None


def is_person_line(text: str) -> bool:
    """Below a post: one person with a title, or several."""
    shown = without_number(text).strip()
    bare = shown.rstrip("。；")
    if not bare or "。" in bare or "：" in bare:
        return False
    if any(map(sends_somebody, re.split("[，；]", bare))):
        return True
    if bare != shown.rstrip("；") or len(shown) > _LONGEST_PERSON:
        return False
    people = people_in(shown)
    return (
        bool(people)
        and any(person.name for person in people)
        and (has_title(shown) or len(shown.split()) > 1 or all(person.name for person in people))
    )

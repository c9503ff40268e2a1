"""Who may see a column: privacy before convenience, by its type, its heading and what its cells speak of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datasets.choices import FieldGroup
from datasets.ledgers.proposing.cells import Cells

_BY_KIND = {
    "id_number": FieldGroup.IDENTITY,
    "phone": FieldGroup.CONTACT,
    "address": FieldGroup.CONTACT,
}
#: The first that matches decides: what is hidden from most stands first.
_BY_WORD: tuple[tuple[FieldGroup, re.Pattern[str]], ...] = (
    (
        FieldGroup.JUDICIAL,
        re.compile("服刑|戒毒|吸毒|监狱|判刑|犯罪|羁押|在押|矫正|涉案|涉毒|刑满|拘留|看守所"),
    ),
    (
        FieldGroup.HEALTH,
        re.compile("健康|疾病|重病|患病|病史|病情|残疾|残障|伤残|智力|精神障碍|精神病|抑郁|自闭|艾滋|癌|疫苗|体检|用药|血型"),
    ),
    (
        FieldGroup.MISFORTUNE,
        re.compile("死亡|去世|亡故|失踪|失联|遗弃|虐待|性侵|侵害|家暴|困境|低保|特困|孤儿|变故|救助|无人抚养|离异|单亲|留守"),
    ),
    (FieldGroup.IDENTITY, re.compile("身份证|证件|护照|户口簿|户口号|残疾证号")),
    (
        FieldGroup.CONTACT,
        re.compile("电话|手机|联系方式|联系号码|微信|QQ|邮箱|地址|住址|居住地", re.IGNORECASE),
    ),
)  # fmt: skip
#: What cells speak of: a lecture on 困境儿童 is no one's misfortune.
_FROM_CELLS: tuple[tuple[FieldGroup, re.Pattern[str]], ...] = (
    *_BY_WORD[:2],
    (
        FieldGroup.MISFORTUNE,
        re.compile("死亡|去世|亡故|失踪|失联|遗弃|虐待|性侵|侵害|家暴|无人抚养"),
    ),
)
#: Types whose cells speak of nobody.
_SAYS_NOTHING_OF_PEOPLE = frozenset(
    {"date", "datetime", "money", "integer", "decimal", "agency", "region"}
)


@dataclass(frozen=True)
class Sight:
    """The group, and the sentence that says why; "" for what everybody may see."""

    group: FieldGroup
    why: str = ""


def sight_of(heading: str, kind: str, cells: Cells) -> Sight:
    for group, words in _BY_WORD[:2]:
        if match := words.search(heading):
            return Sight(group, _("表头里有“%(word)s”") % {"word": match[0]})
    if kind in _BY_KIND:
        return Sight(_BY_KIND[kind], _("这类内容默认加密"))
    for group, words in _BY_WORD[2:]:
        if match := words.search(heading):
            return Sight(group, _("表头里有“%(word)s”") % {"word": match[0]})
    if kind in _SAYS_NOTHING_OF_PEOPLE:
        return Sight(FieldGroup.BASIC)
    return _by_cells(cells)


def _by_cells(cells: Cells) -> Sight:
    for group, words in _FROM_CELLS:
        met = [(match[0], one.count) for one in cells.said if (match := words.search(one.text))]
        if met:
            return Sight(group, _sentence(met))
    return Sight(FieldGroup.BASIC)


def _sentence(met: Iterable[tuple[str, int]]) -> str:
    met = list(met)
    words = list(dict.fromkeys(word for word, _count in met))
    told = {"n": sum(count for _word, count in met), "words": "、".join(words[:3])}
    return _("有 %(n)d 格写到“%(words)s”") % told

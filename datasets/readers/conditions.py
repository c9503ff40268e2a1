"""How a father or a mother is: 死亡, 在江苏服刑, 外出务工（身体健康）, as ledgers write it beside the name."""

import re

from datasets.choices import GuardianCondition
from datasets.readers import WARNING, Note
from datasets.readers.boxes import ticked_words
from datasets.readers.text import is_blank, text_of
from datasets.readers.words import LONGEST_WORD, word_key
from datasets.standards.cells import Cell

_WORDS: dict[GuardianCondition, str] = {
    GuardianCondition.NOT_FULFILLING: "不履行监护责任 未履行监护责任 不履行监护职责 不尽监护责任 拒不履行",
    GuardianCondition.DECEASED: "死亡 去世 已故 病故 亡故 病逝 离世 身故 亡",
    GuardianCondition.IN_PRISON: "服刑 在押 判刑 坐牢 入狱 羁押 监禁 劳教",
    GuardianCondition.IN_REHABILITATION: "强制戒毒 强制隔离戒毒 强戒 戒毒",
    GuardianCondition.MISSING: "失踪 宣告失踪",
    GuardianCondition.OUT_OF_CONTACT: "失联 下落不明 离家出走 出走 无法联系 联系不上 音讯全无 杳无音信",
    GuardianCondition.SERIOUSLY_ILL: "重病 重大疾病 大病 患病 癌症 尿毒症",
    GuardianCondition.DISABLED: "残疾 重残 重度残疾 一级残疾 二级残疾 三级残疾 四级残疾",
    GuardianCondition.WORKING_AWAY: "外出务工 外出打工 在外务工 在外打工 外地务工 外地打工 务工 打工",
    GuardianCondition.HEALTHY: "健康 良好 正常 健在",
}
_BY_WORD = {
    word_key(word): condition for condition, words in _WORDS.items() for word in words.split()
} | {word_key(str(condition.label)): condition for condition in GuardianCondition}
_LONGEST_FIRST = sorted((word for word in _BY_WORD if len(word) > 1), key=len, reverse=True)
_OF_MARRIAGE = frozenset({"改嫁", "再嫁", "再婚", "离婚", "离异", "未婚"})
#: 王健康 may be a name.
_IN_NO_NAME = re.compile(
    "|".join(
        word
        for word in (*_LONGEST_FIRST, *_OF_MARRIAGE)
        if _BY_WORD.get(word) is not GuardianCondition.HEALTHY
    )
)
#: 父亡, 其母改嫁
_WHOSE = re.compile("^其?[父母]亲?(?=.)")
#: 未失联, 非正常死亡, 疑似失踪: what stands beside one of these is not taken at its word.
_DOUBT = re.compile("[不未无没非疑否曾拟]")


def condition(cell: Cell, note: Note) -> str | None:
    """A reader of one of `GuardianCondition`; notes any other word, and a cell that names several.

    That somebody is healthy as well is nothing beside what else is said of them.
    """
    text = text_of(cell)
    if is_blank(text):
        return None
    key = word_key(ticked_words(text))
    if not key:
        return None
    found = {_BY_WORD[key]} if key in _BY_WORD else _named_in(key)
    if len(found) > 1:
        found.discard(GuardianCondition.HEALTHY)
    if len(found) != 1:
        note("choice_unknown", severity=WARNING, text=text[:LONGEST_WORD])
        return None
    return found.pop().value


def is_condition(text: str) -> bool:
    """Whether the whole of it is such a word, or one of what became of a marriage: no name, wherever it stands."""
    key = _WHOSE.sub("", word_key(text))
    return key in _BY_WORD or key in _OF_MARRIAGE


def tells_condition(text: str) -> bool:
    """Whether it says how somebody is, whatever else it says: 张三已故, 服刑中, 因病去世."""
    return is_condition(text) or bool(_IN_NO_NAME.search(word_key(text)))


def _named_in(key: str) -> set[GuardianCondition]:
    found = set()
    for word in _LONGEST_FIRST:
        if word in key:
            found.add(_BY_WORD[word])
            key = key.replace(word, " ")
    return set() if _DOUBT.search(key) else found

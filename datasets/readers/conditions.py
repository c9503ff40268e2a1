"""How a father or a mother is: 死亡, 在江苏服刑, 外出务工（身体健康）, as ledgers write it beside the name."""

import datetime
import re

from datasets.choices import GuardianCondition
from datasets.readers import WARNING, Note, Reader
from datasets.readers.boxes import ticked_words
from datasets.readers.dates import is_over
from datasets.readers.text import is_blank, text_of
from datasets.readers.words import LONGEST_WORD, word_key
from datasets.standards.cells import Cell

_WORDS: dict[GuardianCondition, str] = {
    GuardianCondition.NOT_FULFILLING: "不履行监护责任 未履行监护责任 不履行监护职责 不尽监护责任 拒不履行",
    GuardianCondition.DECEASED: "死亡 去世 已故 病故 亡故 病逝 离世 身故 身亡 病亡 溺亡 亡 已亡",
    GuardianCondition.IN_PRISON: "服刑 在押 判刑 坐牢 入狱 羁押 监禁 劳教",
    GuardianCondition.IN_REHABILITATION: "强制戒毒 强制隔离戒毒 强戒 戒毒",
    GuardianCondition.MISSING: "失踪 宣告失踪",
    GuardianCondition.OUT_OF_CONTACT: "失联 失去联系 下落不明 离家出走 出走 无法联系 联系不上 音讯全无 杳无音信",
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
#: 未失联, 非正常死亡, 疑似失踪, 死亡？: what stands beside one of these is not taken at its word.
_DOUBT = re.compile("[不未无没非疑否曾拟原?]|可能|好像|据说|听说|估计")
#: 服刑（已释放）, 已戒毒: it is over. 社区戒毒 takes nobody away from home.
_OVER = re.compile(
    "(?<![年月日底满])(?:刑满|期满|释放|出狱)|已满|解除|已戒|戒断|社区(?:戒毒|康复)|治愈|痊愈|已愈|康复|找到|寻回|恢复|已[回返归]|缓刑|监外|保外|取保"
)
#: 残疾，无劳动能力, 健康，无业: what is missing there denies nothing of what else is said.
_NO_DOUBT = re.compile(
    "无(?:业|职业|工作|收入|固定.{2}|劳动能力|抚恤|期)|不能劳动|丧失劳动能力|未办证|未立案|不在家"
)
#: 健康（抑郁症）, 健康；吸毒
_NOT_HEALTHY = re.compile("[毒病癌症残障亡刑瘫盲聋哑]")
_LASTS_ITS_TERM = frozenset({GuardianCondition.IN_PRISON, GuardianCondition.IN_REHABILITATION})
#: 父母均服刑 is said of both.
_OF_BOTH = re.compile("父母(?:亲|双方)?[均都双俱]?")
_OF_ITSELF = {"father": re.compile("^其?父亲?(?=[^母])"), "mother": re.compile("^其?母亲?(?=.)")}
_NO_PARENT = "(?<![祖伯叔舅姑姨岳继养后])"
#: 母亲死亡 in the father's column, 丈夫服刑 in either: somebody else is spoken of.
_OF_ANOTHER = {
    "father": re.compile(f"{_NO_PARENT}母|妻|配偶|爱人"),
    "mother": re.compile(f"{_NO_PARENT}父|(?:丈|前|其)夫|配偶|爱人"),
}


def condition_of(who: str, *, today: datetime.date) -> Reader:
    """A reader of one of `GuardianCondition`, of the father's or the mother's (`who`).

    It notes any other word, a cell that names several, one that speaks of another than that parent, and a
    sentence that is served by `today`. That somebody is healthy as well is nothing beside what else is said of them.
    """
    own, of_another = _OF_ITSELF[who], _OF_ANOTHER[who]

    def read(cell: Cell, note: Note) -> str | None:
        text = text_of(cell)
        if is_blank(text):
            return None
        key = word_key(ticked_words(text))
        if not key:
            return None
        key = own.sub("", key)
        found = {_BY_WORD[key]} if key in _BY_WORD else _named_in(key)
        if len(found) > 1:
            found.discard(GuardianCondition.HEALTHY)
        is_of_another = of_another.search(_OF_BOTH.sub("", key))
        is_served = not _LASTS_ITS_TERM.isdisjoint(found) and is_over(key, today)
        if len(found) != 1 or is_of_another or is_served:
            note("choice_unknown", severity=WARNING, text=text[:LONGEST_WORD])
            return None
        return found.pop().value

    return read


def is_condition(text: str) -> bool:
    """Whether the whole of it is such a word, or one of what became of a marriage: no name, wherever it stands."""
    key = _WHOSE.sub("", word_key(text))
    return key in _BY_WORD or key in _OF_MARRIAGE


def tells_condition(text: str) -> bool:
    """Whether it says how somebody is, whatever else it says: 张三已故, 服刑中, 因病去世."""
    return is_condition(text) or bool(_IN_NO_NAME.search(word_key(text)))


def _named_in(key: str) -> set[GuardianCondition]:
    if _OVER.search(key):
        return set()
    found = set()
    for word in _LONGEST_FIRST:
        if word in key:
            found.add(_BY_WORD[word])
            key = key.replace(word, " ")
    if found == {GuardianCondition.HEALTHY} and _NOT_HEALTHY.search(key):
        return set()
    return set() if _DOUBT.search(_NO_DOUBT.sub("", key)) else found

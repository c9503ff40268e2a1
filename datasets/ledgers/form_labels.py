"""The labels of a form: what asks for a field of ours, what asks for something else, what stands with its answer."""

import re

from datasets.ledgers.columns import person_in
from datasets.ledgers.fields import LedgerLayout, Slots, header_key
from datasets.readers.boxes import is_list_of_boxes
from datasets.readers.text import text_of
from datasets.readers.words import RELATIONS
from datasets.standards.cells import Cell

LONGEST_LABEL = 20
#: What forms ask besides: no field of ours, and no answer to the label before it.
_OTHER_LABELS = frozenset(
    {"年龄", "照片", "政治面貌", "文化程度", "学历", "职业", "职务", "工作单位", "单位", "婚姻状况", "籍贯", "出生地",
     "邮编", "邮政编码", "是否在校", "就学情况", "收入", "年收入", "家庭人口", "特长", "爱好", "身高", "体重", "血型",
     "曾用名", "别名", "小名", "乳名", "昵称", "班主任", "邮箱", "QQ", "QQ号", "微信", "微信号", "档案号", "建档人",
     "与户主关系", "监护类型", "监护方式", "宗教信仰", "国籍", "信息员", "网格员", "帮扶人", "联系人"}
)  # fmt: skip
#: How labels end that we do not know. An answer may end so too, but does not stand far from its label.
_LIKE_A_LABEL = re.compile(
    r"(?:姓名|名称|证号|号码|编号|卡号|账号|帐号|日期|时间|电话|情况|状况|类型|类别|等级|意见|签[字名]|盖章|原因|金额|标准|程度|面貌|"
    r"方式|人员|与否|照片|照片处|相片)[)）]?[:：]?"
)
#: Labels that are met as answers more often: 身体状况 | 健康, 困境类型 | 其他.
_ANSWERS = frozenset({"健康", "其他"})
#: 姓名 Name
_IN_LATIN = re.compile(r"[A-Za-z.\s]+")
#: What is asked of 监护人2 is asked of another than 监护人1.
_SECOND = re.compile("[2-9]")
_COLON = re.compile("[:：]")
_BLANKS_BEHIND_COLON = re.compile(r"(?<=[:：])[^\S\n]+(?=[^\s:：]+(?:\s{2,}|$))")
_PARTED_LABEL = re.compile(r"(?<![㐀-鿿])([㐀-鿿])[^\S\n]+([㐀-鿿])(?=\s*[:：])")
#: Between two labels with their answers in one cell.
_GAP = re.compile(r"\n|[ \t]{2,}|　+|[;；]|[ ,，、](?=[㐀-鿿（）()]{2,12}[:：])")
_LINES_TO_FILL = re.compile("[_\uff3f]{2,}")
#: Empty boxes for eighteen digits, dots and lines to write on.
_NOT_FILLED_IN = re.compile(r"[\s_\uff3f□☐.…年月日/]+|[(（]?(?:签字|签名|盖章|公章)[)）]?[:：]?")


class Labels:
    """Reads cells as labels, each text once."""

    def __init__(self, layout: LedgerLayout) -> None:
        self.slots = _labels_of(layout)
        #: What is asked of another person alone: 状况 under 父亲.
        self.of_persons = {key for person in layout.persons.values() for key in person}
        self._known: dict[str, str] = {}
        self._are_labels: dict[str, bool] = {}

    def slot_of(self, text: str) -> str:
        """The slot that a label asks for; "" for none."""
        if len(text) > LONGEST_LABEL:
            return ""
        if text not in self._known:
            plain = _IN_LATIN.sub("", text)
            is_second = _SECOND.search(header_key(text))
            self._known[text] = "" if is_second else self.slots.of(text) or self.slots.of(plain)
        return self._known[text]

    def is_label(self, text: str) -> bool:
        if not text or len(text) > LONGEST_LABEL:
            return False
        if text not in self._are_labels:
            key = header_key(text)
            is_other = key in _OTHER_LABELS or key in self.of_persons
            self._are_labels[text] = is_other or bool(self.slot_of(text))
        return self._are_labels[text]

    def written_together(self, cell: Cell) -> list[tuple[str, str]]:
        """姓名：张伟　性别：男 in one cell: each label with what follows it, "" for nothing.

        None for one label alone: its answer stands in another cell. Boxes behind a gap still answer the
        label before it: 困境类型：□孤儿  ☑残疾.
        """
        if not isinstance(cell, str) or not _COLON.search(cell):
            return []
        pairs: list[tuple[str, str]] = []
        for part in map(str.strip, _GAP.split(_tidy(cell))):
            label, *behind = _COLON.split(part, maxsplit=1)
            if behind:
                pairs.append((label.strip(), behind[0].strip()))
            elif pairs and part and (not pairs[-1][1] or is_list_of_boxes(f"{part}□")):
                pairs[-1] = pairs[-1][0], f"{pairs[-1][1]} {part}".strip()
        is_alone = len(pairs) == 1 and not pairs[0][1]
        return [] if is_alone else [(label, str(filled_in(value))) for label, value in pairs]


def filled_in(cell: Cell) -> Cell:
    """The answer without the lines on which it was to be written; "" for one that was not filled in."""
    if not isinstance(cell, str):
        return cell
    text = _LINES_TO_FILL.sub(" ", cell)
    text = cell if text == cell else text.strip()
    return "" if _NOT_FILLED_IN.fullmatch(text) else text


def is_like_a_label(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and bool(_LIKE_A_LABEL.search(text))


def _tidy(cell: str) -> str:
    """姓　名： as 姓名：, and one blank where several part a label from its answer."""
    return _BLANKS_BEHIND_COLON.sub("", _PARTED_LABEL.sub(r"\1\2", cell))


def _labels_of(layout: LedgerLayout) -> Slots:
    """As a roster's headings, but for 父亲情况, which heads the labels behind it, and what may be an answer."""
    headings = layout.slots_by_heading({})
    labels = Slots(
        (key, slot)
        for key, slot in headings.items()
        if key not in RELATIONS
        and key not in _ANSWERS
        and not (key.endswith("情况") and person_in([key], layout))
    )
    labels.patterns = headings.patterns
    return labels


def label_texts(row: list[Cell], labels: Labels) -> list[tuple[int, str]]:
    """The labels that stand in a row, each with its column."""
    texts = ((column, text_of(cell)) for column, cell in enumerate(row))
    return [(column, header_key(text)) for column, text in texts if text and labels.is_label(text)]

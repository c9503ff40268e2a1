"""Text cells: names of people, and everything that is stored as it is written."""

import datetime
import re

from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.boxes import is_list_of_boxes, ticked_words
from datasets.standards.cells import Cell
from datasets.standards.writing import (
    PLAIN_NAME,
    half_width,
    is_nothing,
    name_of_person,
    one_line,
)

#: What a cell shows whose formula failed.
ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
# Signs, several names in one cell, and the boxes that stand where a rare character was lost.
_NOT_A_NAME = re.compile(
    r"[0-9!@#$%^&*=+<>?/\\|:;、,()\[\]{}【】〔〕~_→†□■〓×○\ufffd]|[㐀-鿿][A-Za-z](?![a-z])|[A-Za-z][㐀-鿿]|[㐀-鿿]-+[㐀-鿿]"
)
#: What becomes of people, who they are to others, what stands below a table: words that no name holds.
_NOT_IN_NAMES = re.compile(
    "死亡|去世|已故|病故|失踪|失联|下落不明|服刑|在押|监狱|坐牢|戒毒|出走|改嫁|再婚|离婚|离异|务工|打工|残疾|"
    "(?:爷爷|奶奶|外公|外婆|姥爷|姥姥|祖父|祖母|父亲|母亲|爸爸|妈妈)(?=.)|监护人|"
    "空白|示例|样例|范例|签字|签名|盖章|填写|姓名|身份证|填表|填报|制表|审核|负责人|零报告|(?:困境|留守)(?:儿童|未成年)|无.{0,4}儿童|"
    "(?<=[㐀-鿿])[的之](?:父|母|爷|奶|祖|外公|外婆|叔|伯|姑|姨|舅|监护)|"
    "(?<=[㐀-鿿]{2})(?:夫妇|夫妻|兄妹|姐弟|兄弟|姐妹|[长次][子女]|等)$|父.+母|母.+父|原.+现|"
    "[改更]名|曾用名|主任|书记|村支书|村长|校长|院长|联系人|^新(?:增|纳入)|[迁转][出入]$|^前[夫妻]"
)
#: Whose a child is, that it has no name yet (XXX), or that it has gone (已迁出).
_NO_NAME_YET = re.compile(
    "(?:尚?未|没有|还没)[取起命]名字?|无名氏?|[男女弃]婴|婴儿|[长次三四大二小][子女]|(?:[大二小]?(?:儿子|女儿)|孙子|孙女)|"
    "同[父母]亲?|[X×]{2,}|已.{1,3}|迁出|外迁|销户|注销|空户|.{2,}[的之](?:儿子|女儿|孩子|外?孙[子女]?|外甥女?|侄[子女]|[长次幼]?[子女])",
    re.IGNORECASE,
)
#: 周大和李三
_JOINED = re.compile("[㐀-鿿]{2,3}[和与及][㐀-鿿]{2,3}")
COMPOUND_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|端木|夏侯|长孙|宇文|轩辕|呼延|南宫|百里|东郭|西门|独孤|"
    "澹台|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|鲜于|闾丘|亓官|万俟|闻人|赫连"
)
#: 龚四 龚五, 艾力 买买提: two people, or one whose name was parted; 欧阳 静怡 is one.
_MAY_BE_TWO = re.compile(rf"(?!(?:{COMPOUND_SURNAMES})\s)[㐀-鿿]{{2,}}(?:\s+[㐀-鿿]{{2,}})+")
#: 张三 男, 张三，13岁, 张三 已转出: no part of the name.
_WORD_APART = re.compile(
    r"([㐀-鿿·]{2,})[\s,，]+([男女]|已[㐀-鿿]{1,6}|新增|退出|迁出|转出|双胞胎|\d{1,2}周?岁)"
)
_AROUND_NAME = "* \t。，,、;；.★☆▲△◆◇※“”‘’\"'"
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_ASIDE = re.compile(r"([^()]+)\(([^()]+)\)")
#: What stands for the cell above.
SAME_AS_ABOVE = frozenset({"同上", "同前", "〃", "″", '"', "“", "”"})
# What clerks write where they do not know.
_UNKNOWN = frozenset(
    {"不详", "未知", "暂无", "没有", "待查", "待补", "未填", "见备注", "空", "不清楚", "不明",
     "待定", "未定", "空缺", "无监护人", "待办", "未办", "未办理", "办理中", "未办证", "未上户", "无户口",
     "没有户口", "无身份证", "暂缺", "缺"}
)  # fmt: skip
_NO_NAMES = _UNKNOWN | SAME_AS_ABOVE
_LONGEST_NOTHING = 5
#: √ where a word belongs: the heading asked something else than we think, or above it stands what is ticked.
_MARKS = frozenset("√✓✔☑■●▲★×✗✕□☐○")


def text_of(cell: Cell) -> str:
    """The cell as the clerk sees it, on one line; whole numbers without ".0"."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return one_line(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time.min:
        return cell.date().isoformat()
    return str(cell)


def is_blank(text: str) -> bool:
    """Whether the cell says nothing, or that nothing is known."""
    if len(text) > _LONGEST_NOTHING:
        return False
    plain = half_width(text)
    return is_nothing(plain) or plain in _UNKNOWN


def plain_text(limit: int) -> Reader:
    """A reader of free text of at most `limit` characters."""

    def read(cell: Cell, note: Note) -> str | None:
        text = cell.strip() if isinstance(cell, str) else text_of(cell)
        if not text or (len(text) <= _LONGEST_NOTHING and is_nothing(half_width(text))):
            return None
        text = one_line(text)
        if text in _MARKS:
            note("only_a_mark", severity=WARNING, text=text)
            return None
        if len(text) > limit:
            note("too_long", limit=limit)
            return None
        return text

    return read


def text_or_boxes(limit: int) -> Reader:
    """As `plain_text`; of a list of boxes the words that are ticked."""
    read = plain_text(limit)

    def read_ticked(cell: Cell, note: Note) -> str | None:
        is_list = isinstance(cell, str) and is_list_of_boxes(cell)
        text: str | None = read(ticked_words(str(cell)) if is_list else cell, note)
        return text

    return read_ticked


def name_and_aside(text: str) -> tuple[str, str]:
    """A name, and what stands in brackets or apart behind it: 袁梅（奶奶）, 张三 已转出; "" for nothing."""
    is_in_brackets = text.endswith((")", "）"))
    match = _ASIDE.fullmatch(half_width(text).strip()) if is_in_brackets else None
    match = match or _WORD_APART.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _unwrapped(text: str) -> str:
    """（张三）, all of it in brackets, is 张三."""
    whole = _IN_BRACKETS.fullmatch(half_width(text))
    return whole[1] if whole else text


def person_name(cell: Cell, note: Note) -> str | None:
    """A person's name in canonical form, without what stands in brackets behind it: another name, 已迁出."""
    if isinstance(cell, str) and is_plain_name(cell):  # nearly all of them
        return cell
    raw = text_of(cell)
    if is_blank(raw):
        return None
    name, aside = name_and_aside(raw)
    if aside:
        note("name_aside", severity=WARNING, text=aside[:30])
        raw = name
    name = name_of_person(_unwrapped(raw.strip(_AROUND_NAME)))
    if is_blank(name):  # nothing but invisible marks
        return None
    is_word = isinstance(cell, str) and name not in SAME_AS_ABOVE
    lines = [line for line in str(cell).split("\n") if len(line.strip()) > 1]
    is_initial = len(name) == 1 and "*" in half_width(raw)  # 张**
    if not is_word or len(name) > 60 or len(lines) > 1 or is_initial or _is_no_name(name):
        note("name_unreadable", severity=ERROR, text=raw[:30])
        return None
    if _MAY_BE_TWO.fullmatch(raw):
        note("name_blank", severity=WARNING, text=raw[:30])
    elif _JOINED.fullmatch(name):
        note("name_joined", severity=WARNING, text=raw[:30])
    return name


def is_plain_name(text: str) -> bool:
    """Whether it is a name as it is stored, of which nothing need be said."""
    return bool(PLAIN_NAME.fullmatch(text)) and text not in _NO_NAMES and not _is_words(text)


def _is_no_name(text: str) -> bool:
    plain = half_width(text)
    return bool(_NOT_A_NAME.search(plain)) or _is_words(plain)


def _is_words(text: str) -> bool:
    return bool(_NOT_IN_NAMES.search(text) or _NO_NAME_YET.fullmatch(text))

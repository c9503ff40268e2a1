"""Adults in the rows of a table that asks for children: 儿童主任花名册, a household row by row, an age of 71.

Such a row has to tell by a number, a birth date or a category that somebody is a child.
"""

import re
from collections.abc import Sequence
from typing import Any

from datasets.ledgers.columns import Column
from datasets.ledgers.context import LONGEST_TITLE
from datasets.ledgers.fields import header_key
from datasets.ledgers.tables import Table
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_ADULTS = (
    "(?:儿童主任|主任|督导员|志愿者|(?:爱心|代理)(?:妈妈|爸爸|家长)|网格[员长]|工作人员|社工|联络员|协理员|信息员|专干|干部|"
    "监护人|家长|负责人|联系人|五老)"
)
_LIST = "(?:花名册|名册|名单|登记表|一览表|通讯录|联系表|联系方式|信息表|统计表|台账|表)"
_TITLE = re.compile(
    rf"(?<![及和与、]){_ADULTS}(?:基本|信息|情况|结对|联系|配备|队伍|人员)*{_LIST}(?:\([^)]*\))?$"
)
_SHEET = re.compile(rf"{_ADULTS}{_LIST}?")
#: What is asked of nobody but adults.
_ASKED = frozenset({"职务", "职位", "岗位", "政治面貌", "参加工作时间", "任职时间"})
#: Whoever the household's head calls so, and the head, is grown up.
_TO_THE_HEAD = frozenset({"与户主关系", "户主关系", "与户主的关系", "和户主关系"})
_GROWN_UP = re.compile(
    "(?:户主|本人|[妻夫]|妻子|丈夫|配偶|老婆|爱人|父亲?|母亲?|祖父|祖母|爷爷|奶奶|岳父|岳母|公公|婆婆|儿媳|女婿|儿媳妇)"
)
_THE_CHILD = frozenset({"本人", "儿童本人", "困境儿童", "儿童", "自己"})
_AGES = frozenset({"年龄", "周岁", "岁数", "年龄周岁", "年龄岁"})
_AGE = re.compile(r"(\d{1,3})(?:\.0)?(?:周?岁)?")
_FROM_YEARS = 26


class Adults:
    """What says of the rows of one table that they are an adult's."""

    def __init__(self, table: Table) -> None:
        slots = {column.slot: column for column in table.columns}
        self.line = _line_of(table, slots.keys())
        self.relation = None if "guardian_name" in slots else slots.get("guardian_relation")
        if self.relation and not any(
            _text(cells, self.relation) in _THE_CHILD for _number, cells in table.rows
        ):
            self.relation = None  # that of whoever is called up, not of the row's own person
        by_key = {header_key(column.heading): column for column in reversed(table.columns)}
        self.to_the_head = next((by_key[key] for key in _TO_THE_HEAD if key in by_key), None)
        self.age = _age_of_the_child(table.columns)
        self.says_categories = "categories" in slots

    def said_of(self, cells: Sequence[Cell], values: dict[str, Any]) -> str:
        """The words that say so; "" where none do, or where the row tells of a child."""
        if "id_number" in values or "birth_date" in values:
            return ""
        relation = _text(cells, self.relation)
        if relation and relation not in _THE_CHILD:
            return relation
        if _GROWN_UP.fullmatch(_text(cells, self.to_the_head)):
            return _text(cells, self.to_the_head)
        age = _AGE.fullmatch(half_width(_text(cells, self.age)))
        if age and int(age[1]) >= _FROM_YEARS:
            return f"{age[1]}岁"
        return "" if self.says_categories and "categories" in values else self.line


def _line_of(table: Table, slots: Any) -> str:
    """The title, the sheet's name or the heading that says that the rows are adults'; "" for none."""
    if "guardian_name" in slots:
        return ""  # 留守儿童家长联系表
    if _SHEET.fullmatch(table.sheet):
        return table.sheet
    titles = ("".join(half_width(title).split()) for title in table.titles)
    title = next((one for one in titles if len(one) <= LONGEST_TITLE and _TITLE.search(one)), "")
    keys = (header_key(column.heading) for column in table.columns)
    return title or next((key for key in keys if key in _ASKED), "")


def _age_of_the_child(columns: Sequence[Column]) -> Column | None:
    """年龄, unless somebody else's name stands nearer before it than the child's."""
    named = ""
    for column in columns:
        if header_key(column.heading) in _AGES:
            return column if named == "name" else None
        if column.slot == "name" or column.slot.endswith(("_name", "_head")):
            named = column.slot
    return None


def _text(cells: Sequence[Cell], column: Column | None) -> str:
    return text_of(cells[column.index]) if column and column.index < len(cells) else ""

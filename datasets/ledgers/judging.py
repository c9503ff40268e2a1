"""Tells a record's row from a total, a note, a signature, a row of column numbers, a line left empty."""

import re
from collections.abc import Collection

from datasets.ledgers.columns import Column
from datasets.ledgers.fields import LedgerLayout, header_key
from datasets.readers.text import ERROR_VALUES, SAME_AS_ABOVE, is_blank, text_of
from datasets.readers.words import UNTICKED
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_TOTAL = r"(小计|合计|总计|共计|累计|总数|总人数)"
# 合计, 本页小计：5, 徐霞客村小计, 共12人
_TOTALS = re.compile(rf"^(本页)?{_TOTAL}|^.{{1,14}}{_TOTAL}[:：]?$|^共(计|有)?\d+(人|名|户|个)")
_TOTAL_ALONE = re.compile(rf"{_TOTAL}[:：]?")
_SIGNERS = (
    "填表人|填报人|制表人|审核人|审批人|复核人|复审人|单位负责人|负责人|经办人|联系人|分管领导|主管领导|统计人|"
    "填表|填报|制表|审核|审批|复核|经办|签字|盖章|日期|填报日期|填表日期"
)
_SIGNATURE = re.compile(rf"({_SIGNERS})([(（]?(签字|签名|盖章|公章)[)）]?)?[:：]?")
_NOTES = re.compile(
    r"^(注|备注|说明|填表|填报|制表|审核|审批|复核|单位负责人|负责人|经办|联系人|联系电话|日期|盖章|主管|统计|签字|分管)"
)
#: Where a name would stand, and nothing beside it: 以下空白, 本村无困境儿童, 负责人签字 张三.
_NO_RECORD = re.compile(
    r"^[(（]?(?:以[上下]|此页|[本我全][村社月季年镇街乡校班表页辖]|零报告|无变|无新增|注[:：])|签字|签名|盖章|[:：]"
)
#: What heads the rows below it, alone where a name would stand: 湖塘小学, 三（1）班, 二、特殊群体, 减少人员.
_HEADS_ROWS = re.compile(
    r"^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|^[0-9一二三四五六七八九]+(?:[(（]\d+[)）])?(?:年级|班)|"
    r"^.{2,}(?:小学|中学|学校|幼儿园|村|社区|居委会|村委会|街道|镇|乡|名单|名册|人员|儿童|未成年人|年级|班|组)(?:[(（].*[)）])?[:：]?$"
)
_SHORTEST_LINE = 4
_EXAMPLE = r"(?:填[写报表])?(?:示例|样例|范例|举例|例子|例)"
_EXAMPLE_LABEL = re.compile(rf"[(（【]?{_EXAMPLE}(?:行|\d{{1,2}})?[)）】]?[:：]?")
_EXAMPLE_NAME = re.compile(rf"[(（]{_EXAMPLE}[)）]|^{_EXAMPLE}[:：]")
_ORDINAL_LINE = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]?")
_COLUMN_NUMBER = re.compile(r"[0-9]{1,3}")
_SERIES = ("甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMBERING_LABELS = frozenset({"栏次", "列次", "序号", "编号", "栏目", "列号"})


class RowJudge:
    """Judges the rows under a header."""

    def __init__(self, columns: Collection[Column], layout: LedgerLayout) -> None:
        self.is_of_children = layout.has_categories
        self.headings = {column.index: header_key(column.heading) for column in columns}
        self.mapped = {column.index for column in columns if column.slot}
        self.names = {column.index for column in columns if column.slot in layout.naming}
        self.own = self.mapped - {column.index for column in columns if column.slot in layout.frame}

    def why_not_data(self, row: list[Cell], filled: list[int], *, is_first: bool) -> str | None:
        """Why the row is no data: "total", "numbering", "header", "note", "empty"; None for a record's row."""
        named = [index for index in filled if index in self.names]
        first, names = _closed(row[filled[0]]), [_closed(row[index]) for index in named]
        if self._is_total(row, filled, {first, *names}, names):
            return "total"
        if is_first and len(filled) > 1 and is_numbering([text_of(row[i]) for i in filled]):
            return "numbering"
        if named and self._repeats_its_heading(row, named[0]) and self._repeats(row, filled):
            return "header"
        if len(filled) > 1 and _EXAMPLE_LABEL.fullmatch(first):
            return "note"
        if any(_EXAMPLE_NAME.search(name) for name in names):
            return "note"
        if self._is_note(row, filled, first, named, names):
            return "note"
        return "empty" if self._speaks_of_nobody(row, named) else None

    def line(self, row: list[Cell], filled: list[int]) -> str:
        """The text of a line that stands alone, 二、湖塘村; "" where the row is none."""
        if len(filled) == 2 and _ORDINAL_LINE.fullmatch(_closed(row[filled[0]])):
            return text_of(row[filled[1]])
        return text_of(row[filled[0]]) if len(filled) == 1 else ""

    def is_title(self, row: list[Cell], filled: list[int]) -> bool:
        """Whether a row right above another header belongs to that one: a title, 填报单位：…."""
        if len(filled) <= 1:
            return True
        texts = [half_width(text_of(row[index])) for index in filled]
        is_filing_line = ":" in texts[0] and not any(text.isdigit() for text in texts)
        return is_filing_line or self.why_not_data(row, filled, is_first=False) == "note"

    def _repeats(self, row: list[Cell], filled: list[int]) -> bool:
        """Whether the row is the header again: one cell that says what stands above it is a value, 户主 under 户主."""
        same = [index for index in filled if self._repeats_its_heading(row, index)]
        return len(same) * 2 > len(filled)

    def _repeats_its_heading(self, row: list[Cell], index: int) -> bool:
        return header_key(text_of(row[index])) == self.headings.get(index)

    def _is_total(
        self, row: list[Cell], filled: list[int], texts: Collection[str], names: list[str]
    ) -> bool:
        """The word stands first or where a name would; in a row without a name, wherever it stands alone."""
        # An identity number is no word for a total, and tries the pattern longest.
        if any(_TOTALS.match(text) for text in texts if not text.isascii()):
            return True
        is_nobody = all(name.isdigit() for name in names)
        return is_nobody and any(_TOTAL_ALONE.fullmatch(_closed(row[index])) for index in filled)

    def _is_note(
        self, row: list[Cell], filled: list[int], first: str, named: list[int], names: list[str]
    ) -> bool:
        if not first.isascii() and _SIGNATURE.fullmatch(first):
            return True
        if _NOTES.match(first) and (not named or ":" in half_width(first)):
            return True
        if all(text.endswith((":", "：")) for text in (first, *names)):
            return True
        if named and self._heads_rows(row, filled):
            return True
        if names and _NO_RECORD.search(names[0]):
            return all(
                _says_nothing(row[index]) for index in self.own.intersection(filled) - {named[0]}
            )
        return not named and (len(filled) == 1 or self.mapped.isdisjoint(filled))

    def _heads_rows(self, row: list[Cell], filled: list[int]) -> bool:
        """In a list of villages or schools such a line is a record."""
        is_line = self.is_of_children and len(filled) <= 2
        line = "".join(self.line(row, filled).split()) if is_line else ""
        return len(line) >= _SHORTEST_LINE and bool(_HEADS_ROWS.search(line))

    def _speaks_of_nobody(self, row: list[Cell], named: list[int]) -> bool:
        """A line of the form that was left empty: its number and its village stand there, and nobody's name."""
        if named and not _says_nothing(row[named[0]]):
            return False
        return all(index >= len(row) or _says_nothing(row[index]) for index in self.own)


def is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or (bool(cell) and not cell.isspace()))


def is_numbering(texts: list[str]) -> bool:
    """A row of column numbers under the header: 1 2 3 …, ① ② ③ …, 甲 乙 1 2 …, 栏次 1 2 …"""
    plain = [half_width(text).strip("()栏列") for text in texts]
    numbers = [int(text) for text in plain if _COLUMN_NUMBER.fullmatch(text)]
    words = [
        text for text in texts if not _COLUMN_NUMBER.fullmatch(half_width(text).strip("()栏列"))
    ]
    letters = [word for word in words if word not in _NUMBERING_LABELS]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    if not letters:
        return len(numbers) > 1
    joined = "".join(half_width(word).strip("()").upper() for word in letters)
    return len(joined) == len(letters) and any(series.startswith(joined) for series in _SERIES)


def _closed(cell: Cell) -> str:
    """The cell's text without its blanks: 合　计."""
    return "".join((cell if isinstance(cell, str) else text_of(cell)).split())


def _says_nothing(cell: Cell) -> bool:
    if not is_filled(cell):
        return True
    text = text_of(cell)
    return is_blank(text) or text in UNTICKED or text in ERROR_VALUES or text in SAME_AS_ABOVE

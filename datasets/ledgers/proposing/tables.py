"""The tables of a file under headings that nobody knows yet: read by a layout made of these headings themselves."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from datasets.ledgers.columns import ROW_NUMBERS, Column, columns_of
from datasets.ledgers.fields import LedgerField, LedgerLayout, Slots, header_key
from datasets.ledgers.headers import may_be_header
from datasets.ledgers.judging import is_filled
from datasets.ledgers.proposing.headers import header_rows
from datasets.ledgers.records import REGION
from datasets.ledgers.rows import with_repeats
from datasets.ledgers.sheets import Sheet, UnreadableLedger
from datasets.ledgers.tables import Table, find_tables
from datasets.readers.text import text_of
from datasets.standards.cells import Cell

_NO_LAYOUT = LedgerLayout(
    "", (), {}, lambda _vocabulary: {}, lambda _row, **_day: None, frozenset(), (), ""
)
_NAMING = re.compile("姓名|名字|名称|标题|主题|题目")
_ABOUT = re.compile("项目|活动|物资|物品|课程")
_NO_NAME = re.compile("编号|代码|编码|数量|次数|人数|单位|地点|时间|日期|金额|类")
_LOOKED_AT = 200
_FEWEST_HEADINGS = 2
_REGION_WORDS = {header_key(word): slot for slot, words in REGION.items() for word in words.split()}


@dataclass
class RawColumn:
    """A column as it stands: its heading, where it is in each table, and whether it counts rows or names places."""

    heading: str
    #: Of each table, by its place among them: the column of it.
    at: dict[int, Column] = field(default_factory=dict)

    @property
    def place_slot(self) -> str:
        """Which part of the record's region it says, by its heading; "" for none."""
        return _REGION_WORDS.get(header_key(self.heading), "")

    @property
    def counts_rows(self) -> bool:
        return header_key(self.heading) in ROW_NUMBERS

    @property
    def keys(self) -> list[str]:
        """As choices name it."""
        return [column.key for column in self.at.values()]

    @property
    def letter(self) -> str:
        return next(iter(self.at.values())).letter


@dataclass(frozen=True)
class HeaderRows:
    """Where somebody says that the header stands: the name of the sheet, the number of its first row, how many rows."""

    sheet: str
    first: int
    count: int

    @property
    def numbers(self) -> list[int]:
        return [*range(self.first, self.first + self.count)]


@dataclass(frozen=True)
class Found:
    """What a file holds. `unheaded`: letters of columns that hold something and have no heading."""

    tables: list[Table]
    columns: list[RawColumn]
    other_sheets: list[str]
    unheaded: list[str]

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def tables_in(sheets: Sequence[Sheet], chosen: HeaderRows | None = None) -> Found:
    """The tables of all sheets that have the chosen header, else that of the largest one. Raises UnreadableLedger."""
    main, rows = _chosen_rows(sheets, chosen) if chosen else _likely_rows(sheets)
    headings = columns_of(main.rows[rows.start : rows.stop], _NO_LAYOUT, Slots())
    if len(headings) < _FEWEST_HEADINGS:
        raise UnreadableLedger(_("表头至少要写两列，请另选一行。"))
    layout = _layout_of(headings, main.rows[rows.stop : rows.stop + _LOOKED_AT])
    tables: list[Table] = []
    others = []
    for sheet in sheets:
        own = find_tables(sheet, layout, {})
        for table in own:
            _resolve_repeats(table)
        tables += own
        if not any(table.rows for table in own) and any(map(any, sheet.rows)):
            others.append(sheet.name)
    if chosen and not any(chosen.numbers == table.header_rows for table in tables):
        # Nor would the ledgers be read by it that come later.
        raise UnreadableLedger(
            _("第 %(rows)s 行读不成表头：表头要用文字写明每一列是什么，不带标题和填报单位。")
            % {"rows": "、".join(map(str, chosen.numbers))}
        )
    if not any(table.rows for table in tables):
        raise UnreadableLedger(_("表头下面没有数据行，请检查后重新上传。"))
    return Found(tables, _columns_in(tables), others, _unheaded(tables))


def _likely_rows(sheets: Sequence[Sheet]) -> tuple[Sheet, range]:
    headed = [(sheet, rows) for sheet in sheets if (rows := header_rows(sheet))]
    if not headed:
        raise UnreadableLedger(_("没有找到表头：表头要写明每一列是什么，下面要有数据。"))
    return max(headed, key=lambda pair: len(pair[0].rows) - pair[1].stop)


def _chosen_rows(sheets: Sequence[Sheet], chosen: HeaderRows) -> tuple[Sheet, range]:
    for sheet in sheets:
        if sheet.name == chosen.sheet and chosen.first in sheet.numbers:
            top = sheet.numbers.index(chosen.first)
            return sheet, range(top, top + chosen.count)
    raise UnreadableLedger(_("表格里没有选的这一行，请重新选。"))


def _resolve_repeats(table: Table) -> None:
    """同上 as what it stands for, as the reader of the ledger will."""
    above: list[Cell] = []
    for place, (number, cells) in enumerate(table.rows):
        above = with_repeats(cells, above, unrepeated=())
        table.rows[place] = number, above


def _layout_of(headings: list[Column], below: list[list[Cell]]) -> LedgerLayout:
    slots = {column.index: f"c{column.index}" for column in headings}
    frame = {
        slots[one.index]
        for one in headings
        if header_key(one.heading) in {*ROW_NUMBERS, *_REGION_WORDS}
    }
    naming = slots[_naming_among(headings, below)]
    return LedgerLayout(
        collection="",
        fields=tuple(
            LedgerField(slots[one.index], ("".join(one.heading.split()),)) for one in headings
        ),
        labels={},
        readers=lambda _vocabulary: {},
        check=lambda _row, **_day: None,
        essential=frozenset({naming}),
        naming=(naming,),
        no_table="",
        enough_fields=min(3, len({header_key(one.heading) for one in headings})),
        frame=frozenset(frame - {naming}),
    )


def _naming_among(headings: list[Column], below: list[list[Cell]]) -> int:
    """The index of the column that most likely calls the record by its name."""
    filled = {
        one.index: sum(one.index < len(row) and is_filled(row[one.index]) for row in below)
        for one in headings
    }
    most = max(filled.values(), default=0)
    full = [one for one in headings if filled[one.index] * 10 >= most * 6]
    worded = [
        one
        for one in full
        if header_key(one.heading) not in {*ROW_NUMBERS, *_REGION_WORDS}
        and any(_is_word(row, one.index) for row in below)
    ]
    return min(worded or full or headings, key=lambda one: naming_rank(one.heading)).index


def naming_rank(heading: str) -> int:
    """How likely a column so called names the record, 0 the likeliest: 负责人 姓名 names somebody else."""
    if header_key(heading) in ("姓名", "名称"):
        return 0
    if _NAMING.search(heading):
        return 3 if " " in heading else 1
    return 2 if _ABOUT.search(heading) and not _NO_NAME.search(heading) else 4


def _is_word(row: list[Cell], index: int) -> bool:
    return index < len(row) and is_filled(row[index]) and may_be_header([row[index]])


def _columns_in(tables: list[Table]) -> list[RawColumn]:
    """Columns of one heading are one, the second of a table's own apart."""
    found: dict[tuple[str, int], RawColumn] = {}
    for number, table in enumerate(tables):
        times: Counter[str] = Counter()
        for column in table.columns:
            known = found.setdefault(
                (column.heading, times[column.heading]), RawColumn(column.heading)
            )
            known.at[number] = column
            times[column.heading] += 1
    return list(found.values())


def _unheaded(tables: list[Table]) -> list[str]:
    letters: dict[str, None] = {}
    for table in tables:
        headed = {column.index for column in table.columns}
        first, last = min(headed), max(headed)
        for _number, row in table.rows:
            for index, cell in enumerate(row):
                # Of tables side by side each has the other's columns beyond its own.
                inside = first <= index <= last or len(tables) == 1
                if inside and index not in headed and is_filled(cell) and text_of(cell):
                    letters[Column(index, "", "").letter] = None
    return list(letters)

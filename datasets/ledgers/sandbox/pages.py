"""What calls itself .xls and is a web page: each table a sheet."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from datasets.ledgers.sandbox.grid import Grid
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import NumberedRows, Sheet
from datasets.standards.decoding import decoded_markup

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"script", "style"})


def read(content: bytes, limits: Limits) -> list[tuple[str, NumberedRows]]:
    """The page's tables, without names. Raises Refused."""
    page = _Page(limits)
    page.feed(decoded_markup(content))
    page.close()
    while page.open:
        page.end_table()
    if not page.sheets:
        raise Refused("no_table")
    placed = sorted(page.sheets, key=lambda placed: placed[0])
    return [(sheet.name, sheet.numbered_rows) for _place, sheet in placed]


@dataclass
class _Table:
    """A table being read; `cell` holds the text of its open cell, None between cells."""

    place: int
    grid: Grid
    cell: list[str] | None = None
    width: int = 1
    height: int = 1

    def begin_row(self) -> None:
        self.end_cell()
        self.grid.begin_row()

    def begin_cell(self, width: int, height: int) -> None:
        self.end_cell()
        if not self.grid.rows:
            self.grid.begin_row()
        self.cell, self.width, self.height = [], width, height

    def end_cell(self) -> None:
        if self.cell is None:
            return
        lines = "".join(self.cell).replace("\xa0", " ").split("\n")
        text = "\n".join(line for line in map(str.strip, lines) if line)
        self.cell = None
        self.grid.add(text, width=self.width, height=self.height)


@dataclass
class _Page(HTMLParser):
    """Reads as browsers do: a cell ends where the next begins, whether or not the page says so."""

    limits: Limits
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)
    open: list[_Table] = field(default_factory=list)
    _begun: int = 0
    _unseen: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen = tag in _UNSEEN
        if tag == "table":
            self._begun += 1
            self.limits.check_sheets(self._begun)
            self.open.append(_Table(self._begun, Grid("", self.limits)))
        elif self.open:
            self._within(self.open[-1], tag, dict(attrs))

    def _within(self, table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in ("tr", "caption"):
            table.begin_row()
        if tag == "caption":
            table.begin_cell(1, 1)
        elif tag in ("td", "th"):
            width = _span(attributes.get("colspan"), self.limits.columns)
            table.begin_cell(width, _span(attributes.get("rowspan"), self.limits.rows))
        elif tag in _BREAKS and table.cell is not None:
            table.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = False
        if not self.open:
            return
        if tag in ("td", "th", "tr", "caption"):
            self.open[-1].end_cell()
        elif tag == "table":
            self.end_table()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].cell is not None and not self._unseen:
            self.open[-1].cell.append(_BLANKS.sub(" ", data))

    def end_table(self) -> None:
        """A table of one row inside a cell is a way to write that cell; any other is a sheet."""
        table = self.open.pop()
        table.end_cell()
        sheet = table.grid.done()
        outer = self.open[-1].cell if self.open else None
        if outer is not None and len(sheet.rows) == 1:
            outer.append(" ".join(str(cell) for cell in sheet.rows[0]))
        elif sheet.rows:
            self.sheets.append((table.place, sheet))


def _span(text: str | None, limit: int) -> int:
    """How many columns or rows a cell covers."""
    text = (text or "1").strip()
    if not text.isascii() or not text.isdigit():
        return 1
    return min(max(int(text[:9]), 1), limit)

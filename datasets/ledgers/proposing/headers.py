"""Where on a sheet its header stands, when nobody knows yet what its columns are called."""

from collections import Counter

from datasets.ledgers.headers import may_be_header
from datasets.ledgers.judging import is_filled, is_numbering
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_LEVELS = 3
_SEARCHED_ROWS = 40
#: So many rows below a header tell which columns the table has.
_ROWS_BELOW = 40
#: Of the columns in use so many must have a heading before the first row of words is taken for the header.
_COVERED = 0.6
_LONGEST_HEADING = 60


def header_rows(sheet: Sheet) -> range | None:
    """The places in `sheet.rows` of the header's one to three rows; None where there is no table."""
    best: tuple[float, range] | None = None
    for top in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        if not _may_head(sheet.rows[top]):
            continue
        rows = range(top, _end_of(sheet.rows, top))
        covered = _covered(sheet.rows, rows)
        if covered >= _COVERED:
            return rows
        if covered and (best is None or covered > best[0]):
            best = covered, rows
    return best[1] if best else None


def _may_head(row: list[Cell]) -> bool:
    """Several short words that differ; neither a title nor 填报单位：… 填报日期：…."""
    texts = [text_of(cell) for cell in row if is_filled(cell)]
    if len(texts) < 2 or not may_be_header(row) or is_numbering(texts):
        return False
    if any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    filing = [text for text in texts if ":" in half_width(text)]
    return len(filing) * 2 < len(texts)


def _end_of(rows: list[list[Cell]], top: int) -> int:
    """Where the header ends that begins here: rows below that only divide its groups belong to it."""
    upper = _texts(rows[top])
    end = top + 1
    while end < min(len(rows), top + _LEVELS) and _divides(upper, rows[end]):
        upper |= _texts(rows[end])
        end += 1
    return end


def _divides(upper: dict[int, str], row: list[Cell]) -> bool:
    """Whether the row says something under groups alone: a row of data fills the other columns too."""
    lower = {index: text for index, text in _texts(row).items() if upper.get(index) != text}
    if not lower or not may_be_header(row) or is_numbering([*lower.values()]):
        return False
    starts = {index for index in upper if index + 1 in lower and index + 1 not in upper}
    inside = {index for index in lower if index not in upper}
    return bool(inside) and lower.keys() <= starts | inside and min(inside) > min(upper)


def _covered(rows: list[list[Cell]], header: range) -> float:
    """The share of the columns in use below that have a heading; 0 where nothing stands below."""
    headed = {index for number in header for index in _texts(rows[number])}
    below = rows[header.stop : header.stop + _ROWS_BELOW]
    filled = Counter(index for row in below for index, cell in enumerate(row) if is_filled(cell))
    used = {index for index, count in filled.items() if count * 10 >= len(below)}
    return len(used & headed) / len(used) if used else 0.0


def _texts(row: list[Cell]) -> dict[int, str]:
    return {index: text_of(cell) for index, cell in enumerate(row) if is_filled(cell)}

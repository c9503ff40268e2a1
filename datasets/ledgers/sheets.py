"""What every file becomes: sheets of plain cells. Or one sentence why it does not."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

Cell = (
    str
    | float
    | int
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
    | None
)


class UnreadableLedger(Exception):
    """The file cannot be taken as a ledger; the message is one sentence for the clerk."""


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells, row by row, from the left edge of the sheet.

    `numbers[i]` is the sheet's own number of rows[i], from 1: the line for a text file.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]


def refuse_size(name: str, *, rows: int, columns: int) -> None:
    """Raise UnreadableLedger where a sheet is larger than one ledger may be."""
    if rows <= settings.LEDGER_MAX_ROWS and columns <= settings.LEDGER_MAX_COLUMNS:
        return
    raise UnreadableLedger(
        _(
            "工作表“%(sheet)s”有 %(rows)d 行、%(columns)d 列，"
            "上限是 %(max_rows)d 行、%(max_columns)d 列，请分成几个文件上传。"
        )
        % {
            "sheet": name,
            "rows": rows,
            "columns": columns,
            "max_rows": settings.LEDGER_MAX_ROWS,
            "max_columns": settings.LEDGER_MAX_COLUMNS,
        }
    )


def fill_down(rows: list[list[Cell]], *, column: int, first: int, last: int) -> None:
    """Give each row of a cell merged downwards its value: one village over several children.

    Cells merged sideways alone (titles, groups of a header) keep their first cell.
    """
    if last <= first or not 0 <= first < len(rows) or column >= len(rows[first]):
        return
    value = rows[first][column]
    for row in rows[first + 1 : last + 1]:
        row.extend([""] * (column + 1 - len(row)))
        row[column] = value

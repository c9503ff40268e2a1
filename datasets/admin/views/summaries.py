"""A view as a table of counts or sums, with bars beside it; each figure opens its records."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from datasets.admin.showing import label_of
from datasets.queries.conditions import UnanswerableCondition
from datasets.queries.grouping import ALL, Figure, Heading, Summary, summary_of, way_of

#: Beyond this a table is read by nobody; the rest is counted together.
_MOST_ROWS = 60
_MOST_COLUMNS = 20
_LINE_HEIGHT, _LONGEST_BAR = 34, 330


@dataclass(frozen=True)
class Cell:
    text: str
    #: "" where the reader cannot ask for the records behind it.
    url: str


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Cell]
    total: Cell
    #: Of its bar: units of the drawing.
    top: int
    width: int

    @property
    def figure_at(self) -> int:
        return self.width + 5


def summary_table_of(listing: Any) -> dict[str, Any]:
    told = listing.saved_view.grouping
    names = [told.get(part, "") for part in ("rows", "columns", "sum")]
    try:
        summary = summary_of(
            listing.queryset,
            by_row=names[0],
            by_column=names[1],
            sum_of=names[2],
            reader=listing.actor,
        )
    except UnanswerableCondition as refusal:
        return {"look_refusal": str(refusal), "shown_keys": []}
    if len(summary.rows) > _MOST_ROWS or len(summary.columns) > _MOST_COLUMNS:
        return {"look_refusal": _("行或列太多了，请换一个字段，或者先筛选。"), "shown_keys": []}
    return {
        "shown_keys": [],
        "row_label": _said_way(listing, names[0]),
        "column_label": _said_way(listing, names[1]),
        "sum_label": label_of(listing.model, names[2]) if names[2] else "",
        "column_headings": [one.label for one in summary.columns] if names[1] else [],
        **_lines(listing, summary, is_summed=bool(names[2])),
    }


def _said_way(listing: Any, code: str) -> str:
    way = way_of(listing.model, code, by=listing.actor)
    return way.label if way else ""


def _lines(listing: Any, summary: Summary, *, is_summed: bool) -> dict[str, Any]:
    def cell(row: Heading | None, column: Heading | None) -> Cell:
        leaves = [one.leaf for one in (row, column) if one and one is not ALL]
        url = listing.narrowed_url(leaves) if all(leaves) else ""
        return Cell(_said(summary.at(row, column), is_summed), url)

    columns = [one for one in summary.columns if one is not ALL]
    sizes = {row.key: _size(summary.at(row, None), is_summed) for row in summary.rows}
    longest = max(sizes.values(), default=0)
    return {
        "lines": [
            Line(
                row.label,
                [cell(row, column) for column in columns],
                cell(row, None),
                _LINE_HEIGHT * place,
                int(_LONGEST_BAR * sizes[row.key] / longest) if longest > 0 else 0,
            )
            for place, row in enumerate(summary.rows)
        ],
        "chart_height": _LINE_HEIGHT * len(summary.rows),
        "totals": [cell(None, column) for column in columns],
        "grand_total": cell(None, None),
    }


def _size(figure: Figure, is_summed: bool) -> Decimal | int:
    return max(figure.total if is_summed else figure.count, 0)


def _said(figure: Figure, is_summed: bool) -> str:
    """Of sums an empty cell says that there is no record; a sum may be nothing all the same."""
    if not is_summed:
        return f"{figure.count:,}"
    return f"{figure.total:,}" if figure.count else ""

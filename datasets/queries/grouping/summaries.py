"""Records counted by one or two of their fields: what a summary shows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.queries.conditions.refusing import UnanswerableCondition
from datasets.queries.grouping.fields import summable, with_places
from datasets.queries.grouping.headings import Heading
from datasets.queries.grouping.ways import ways_of

#: Beyond so many groups nobody reads a summary: they are not even fetched.
_MOST_GROUPS = 20_000

#: Of a summary without columns.
ALL = Heading("", "")


@dataclass(frozen=True)
class Figure:
    count: int = 0
    total: Decimal | int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.count + other.count, self.total + other.total)


@dataclass(frozen=True)
class Summary:
    rows: list[Heading]
    columns: list[Heading]
    #: By the keys of a row and a column.
    figures: Mapping[tuple[str, str], Figure]

    def at(self, row: Heading | None, column: Heading | None) -> Figure:
        """None: all rows, all columns."""
        found = Figure()
        for one in [row] if row else self.rows:
            for other in [column] if column else self.columns:
                found += self.figures.get((one.key, other.key), Figure())
        return found


def summary_of(
    rows: QuerySet[Any], *, by_row: str, by_column: str = "", sum_of: str = "", reader: Actor
) -> Summary:
    """The rows counted, and one of their numbers summed, by one or two of the ways to group them.

    Raises UnanswerableCondition where the reader does not see a field, or where there are too many groups.
    """
    model: Any = rows.model
    ways = ways_of(model, by=reader)
    unseen = [name for name in (by_row, by_column) if name and name not in ways]
    unseen += [name for name in [sum_of] if name and name not in summable(model, by=reader)]
    if unseen or not by_row:
        raise UnanswerableCondition(_("这个汇总用到了您看不到或者已经停用的字段。"))
    # No field's code begins so: one may well be called "total".
    grouped = {"_row": ways[by_row].group()}
    if by_column:
        grouped["_column"] = ways[by_column].group()
    figures: dict[str, Any] = {"_figure": Count("pk")}
    if sum_of:
        figures["_total"] = Sum(sum_of)
    found = list(rows.order_by().values(**grouped).annotate(**figures)[: _MOST_GROUPS + 1])
    if len(found) > _MOST_GROUPS:
        raise UnanswerableCondition(_("行或列太多了，请换一个字段，或者先筛选。"))
    row_of = ways[by_row].named({line["_row"] for line in found})
    column_of: dict[Any, Heading] = {None: ALL}
    if by_column:
        column_of = ways[by_column].named({line["_column"] for line in found})
    counted: dict[tuple[str, str], Figure] = defaultdict(Figure)
    for line in found:
        place = (row_of[line["_row"]].key, column_of[line.get("_column")].key)
        total = with_places(model, sum_of, line["_total"]) if sum_of else None
        counted[place] += Figure(line["_figure"], total or 0)
    return Summary(_in_order(row_of), _in_order(column_of), counted)


def _in_order(headings: Mapping[Any, Heading]) -> list[Heading]:
    """Each once; what says nothing last."""
    once = {heading.key: heading for heading in headings.values()}
    return sorted(once.values(), key=lambda one: one.rank)

"""What a month's figures say: tables of counts, with None where a count is withheld."""

import datetime
from collections.abc import Sequence
from typing import Any

from datasets.models import CategoryScheme, Region
from datasets.statistics.children import ChildTable, count_children, published_schemes
from datasets.statistics.suppression import with_totals, withheld_cells

#: A smaller count could tell who is meant.
SMALLEST_COUNT = 10


def tables_to_publish(*, today: datetime.date) -> tuple[list[dict[str, Any]], int]:
    """A table for each scheme, as it may be published, and how many children were counted in all.

    {"scheme", "region": {"address", "name"}, "groups": [name], "areas": [{"address", "name", "counts"}],
    "totals": [count]}; the last of `counts` and `totals` is the sum. An empty name is "others".
    """
    tables, children = [], 0
    for scheme, region in published_schemes():
        table = count_children(scheme=scheme, region=region, today=today)
        children += sum(map(sum, table.counts))
        tables.append(_published(table, scheme, region))
    return tables, children


def _published(table: ChildTable, scheme: CategoryScheme, region: Region) -> dict[str, Any]:
    rows = _protected(with_totals(table.counts or [[0]]))
    areas = [
        {**(_place(area) if area else {"address": "", "name": ""}), "counts": row}
        for area, row in zip(table.areas, rows, strict=False)
    ]
    return {
        "scheme": scheme.name,
        "region": _place(region),
        "groups": [group.name if group else "" for group in table.groups],
        "areas": areas,
        "totals": rows[-1],
    }


def _protected(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    withheld = withheld_cells(table, smallest=SMALLEST_COUNT)
    return [
        [None if (row, column) in withheld else count for column, count in enumerate(counts)]
        for row, counts in enumerate(table)
    ]


def _place(region: Region) -> dict[str, str]:
    return {"address": region.code or f"r{region.pk}", "name": region.name}

"""How many children are looked after, by area and group: the same figures all month, none of one child."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.figures import figures_of_month
from datasets.models import FigureRelease


@dataclass(frozen=True)
class PublicRow:
    """`counts` goes with the table's groups; None is a count that is withheld. `address` may be empty."""

    address: str
    name: str
    counts: tuple[int | None, ...]
    total: int | None

    @property
    def says_something(self) -> bool:
        return any(count is not None for count in (*self.counts, self.total))


@dataclass(frozen=True)
class PublicTable:
    scheme: str
    region: str
    address: str
    groups: tuple[str, ...]
    areas: tuple[PublicRow, ...]
    totals: PublicRow

    @property
    def told(self) -> tuple[PublicRow, ...]:
        """The areas of which at least one count is published."""
        return tuple(row for row in self.areas if row.says_something)

    @property
    def untold(self) -> tuple[PublicRow, ...]:
        return tuple(row for row in self.areas if not row.says_something)


@dataclass(frozen=True)
class PublicFigures:
    """`counted_date` is the day of which they speak."""

    counted_date: datetime.date
    tables: tuple[PublicTable, ...]

    @property
    def definition(self) -> str:
        return _(
            "在册儿童指已建档、未结案的困境未成年人。每名儿童只计一次：有几类困境的，计入分类体系中"
            "排在最前的一组。"
        )

    @property
    def protection(self) -> str:
        return _(
            "不足10人的数字不公布；能推算出它的其他数字也一并不公布。数字每月统计一次，当月不变。"
        )


def public_figures(*, today: datetime.date) -> PublicFigures:
    return _figures(figures_of_month(today=today))


def figures_released_in(month: datetime.date) -> PublicFigures | None:
    """Those of a month (its first day) as they were said then; None where nothing was released."""
    release = FigureRelease.objects.filter(month=month).first()
    return _figures(release) if release else None


def released_months() -> tuple[datetime.date, ...]:
    """The first days of the months whose figures were released, the newest first."""
    return tuple(FigureRelease.objects.order_by("-month").values_list("month", flat=True))


def _figures(release: FigureRelease) -> PublicFigures:
    return PublicFigures(release.counted_date, tuple(map(_table, release.tables)))


def figures_as_document(figures: PublicFigures) -> dict[str, Any]:
    """{"date", "definition", "protection", "tables": […]}; null is a count that is withheld."""
    return {
        "date": figures.counted_date.isoformat(),
        "definition": figures.definition,
        "protection": figures.protection,
        "tables": [
            {
                "scheme": table.scheme,
                "region": {"code": table.address, "name": table.region},
                "groups": table.groups,
                "areas": [_row_entry(row) for row in table.areas],
                "total": _row_entry(table.totals),
            }
            for table in figures.tables
        ],
    }


def figures_as_rows(figures: PublicFigures) -> Iterable[tuple[str, ...]]:
    """For a spreadsheet: one row for each count; an empty count is withheld."""
    yield (_("统计日期"), _("分类体系"), _("地区"), _("范围"), _("类别组"), _("在册儿童"))
    day = figures.counted_date.isoformat()
    for table in figures.tables:
        for row in (*table.areas, table.totals):
            cells = (*zip(table.groups, row.counts, strict=True), (_("合计"), row.total))
            for group, count in cells:
                shown = "" if count is None else str(count)
                yield (day, table.scheme, table.region, row.name, group, shown)


def _row_entry(row: PublicRow) -> dict[str, Any]:
    return {"code": row.address, "name": row.name, "counts": row.counts, "total": row.total}


def _table(table: dict[str, Any]) -> PublicTable:
    return PublicTable(
        scheme=table["scheme"],
        region=table["region"]["name"],
        address=table["region"]["address"],
        groups=tuple(name or _("未归入以上各组") for name in table["groups"]),
        areas=tuple(
            _row(area["address"], area["name"] or _("其他"), area["counts"])
            for area in table["areas"]
        ),
        totals=_row(table["region"]["address"], _("全部"), table["totals"]),
    )


def _row(address: str, name: str, counts: list[int | None]) -> PublicRow:
    return PublicRow(address, name, tuple(counts[:-1]), counts[-1])

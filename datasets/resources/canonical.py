"""The canonical sheet of a collection, written: a workbook as an office sends it, or a CSV for programs."""

import codecs
import csv
import io
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Count, Max, Min, QuerySet

from datasets.access.territory import region_path_lookup
from datasets.models import Region
from datasets.models.posts import name_of_user
from datasets.models.regions import PATH_STEP, TRAIL
from datasets.resources.columns import Column
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Number, chinese
from datasets.resources.workbooks import Heading, Page, write_workbook
from datasets.standards.formulas import inert


@dataclass(frozen=True)
class Extent:
    """How many rows there are, and the lowest region above them all; None where there is none."""

    count: int
    area: Region | None


def as_workbook(resource: RecordResource, rows: QuerySet[Any], target: IO[bytes]) -> int:
    """Write an xlsx file; returns how many rows. Raises TextTooLong, TooManyRows."""
    page = _page(resource, extent_of(rows))
    return write_workbook(target, page, (row.cells for row in resource.shown(rows)))


def as_csv(resource: RecordResource, rows: QuerySet[Any], target: IO[bytes]) -> int:
    """Write a CSV in UTF-8 with the mark by which Excel knows it, the header first; returns how many rows."""
    target.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow([column.column_name for column in resource.columns])
    count = 0
    for count, row in enumerate(resource.shown(rows), 1):  # noqa: B007 - counts
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row.cells])
    text.detach()
    return count


def extent_of(rows: QuerySet[Any]) -> Extent:
    """One question, whatever their number: paths sort as the tree does."""
    lookup = region_path_lookup(rows.model)
    if not lookup:
        return Extent(rows.order_by().count(), None)
    found = rows.order_by().aggregate(
        count=Count("pk"), placed=Count(lookup), first=Min(lookup), last=Max(lookup)
    )
    if not found["count"] or found["placed"] < found["count"]:
        return Extent(found["count"], None)
    first, last = found["first"], found["last"]
    while not last.startswith(first):
        first = first[:-PATH_STEP]
    area = Region.objects.filter(path=first).select_related(TRAIL).first() if first else None
    return Extent(found["count"], area)


def _page(resource: RecordResource, extent: Extent) -> Page:
    kind = chinese(resource.model._meta.verbose_name_plural)
    area = extent.area.trail().replace(" / ", "") if extent.area else ""
    return Page(
        name=kind,
        titles=[[f"{area}{kind}"], [_line(resource, extent)]],
        header=[[column.column_name for column in resource.columns]],
        headings=[_heading(resource, column, extent.area) for column in resource.columns],
        count=extent.count,
        fixed=2,
    )


def _line(resource: RecordResource, extent: Extent) -> str:
    by = resource.by
    who = name_of_user(by.user)
    told = f"共{extent.count:,}条　导出日期：{by.today.isoformat()}　导出人：{who}"
    if any(column.is_required for column in resource.columns):
        told += "　红字表头必填"
    if any(map(resource.hides, resource.columns)):
        told += "　部分内容按权限隐藏，导入时不算"
    return f"{told}　灰色表头只供查看，改了不算"


def _heading(resource: RecordResource, column: Column, area: Region | None) -> Heading:
    is_closed = column.readonly or resource.hides(column)
    style = "readonly" if is_closed else "required" if column.is_required else "plain"
    options = () if is_closed else resource.options(column, area=area)
    return Heading(
        text=column.column_name,
        width=column.width,
        style=style,
        is_number=isinstance(column.widget, Number),
        options=options,
        is_open=column.widget.is_open,
    )

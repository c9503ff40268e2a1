"""Rows on their way out: those on which the actor may do `export`, and no others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.resources.cells import Value
from datasets.resources.columns import Column
from datasets.resources.registry import COLLECTIONS
from datasets.resources.workbooks import write_csv, write_workbook

_CHUNK = 1_000

WRITERS = {".xlsx": write_workbook, ".csv": write_csv}


class UnknownFormat(ValueError):
    """The file's name ends neither in .xlsx nor in .csv."""


def export_rows(
    collection: str, *, by: Actor, queryset: QuerySet[Any] | None = None
) -> tuple[list[Column], Iterator[list[Value]]]:
    """The columns and, read as they are asked for, the rows. Raises NotPermitted."""
    resource = COLLECTIONS[collection](by=by)
    if not by.may("export", resource.model):
        raise NotPermitted(
            _("您没有导出“%(name)s”的权限。") % {"name": resource.model._meta.verbose_name}
        )
    rows = by.rows(resource.model if queryset is None else queryset, "export")
    rows = resource.with_related(rows if rows.query.order_by else rows.order_by("pk"))
    return resource.columns, (resource.cells(record) for record in rows.iterator(_CHUNK))


def export_to_file(
    collection: str, path: Path, *, by: Actor, queryset: QuerySet[Any] | None = None
) -> int:
    """Write the collection to `path` (.xlsx or .csv); returns how many rows.

    Raises NotPermitted, UnknownFormat, TextTooLong.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise UnknownFormat(_("请把文件名写成以 .xlsx 或 .csv 结尾。"))
    columns, rows = export_rows(collection, by=by, queryset=queryset)
    return write(path, columns, rows)

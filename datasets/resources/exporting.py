"""Rows on their way out: those on which the actor may do `export`, and no others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.queries.snapshots import snapshot
from datasets.resources.canonical import as_csv, as_workbook
from datasets.resources.records import RecordResource
from datasets.resources.registry import COLLECTIONS

#: Writes the rows of a collection into an open file and returns how many there were.
Shape = Callable[[RecordResource, QuerySet[Any], IO[bytes]], int]

CANONICAL: dict[str, Shape] = {".xlsx": as_workbook, ".csv": as_csv}


class UnknownFormat(ValueError):
    """The file's name ends neither in .xlsx nor in .csv."""


def export(
    collection: str,
    target: IO[bytes],
    *,
    shape: Shape,
    by: Actor,
    rows: QuerySet[Any] | None = None,
) -> int:
    """Write the rows (by default all) that `by` may export, as they are at this moment; returns how many.

    Whatever leaves the register leaves it through here. Raises NotPermitted, TextTooLong, TooManyRows.
    """
    resource = COLLECTIONS[collection](by=by)
    if not by.may("export", resource.model):
        raise NotPermitted(
            _("您没有导出“%(name)s”的权限。") % {"name": resource.model._meta.verbose_name}
        )
    permitted = by.rows(resource.model if rows is None else rows, "export")
    if not permitted.query.order_by:
        permitted = permitted.order_by("pk")
    with snapshot():
        return shape(resource, permitted, target)


def export_to_file(
    collection: str,
    path: Path,
    *,
    by: Actor,
    rows: QuerySet[Any] | None = None,
    shape: Shape | None = None,
) -> int:
    """As `export`, to `path` (.xlsx or .csv), which is there whole or not at all.

    Raises UnknownFormat and OSError too.
    """
    shape = shape or CANONICAL.get(path.suffix.lower())
    if shape is None:
        raise UnknownFormat(_("请把文件名写成以 .xlsx 或 .csv 结尾。"))
    with whole_file(path) as file:
        return export(collection, file, shape=shape, by=by, rows=rows)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that is at `path` whole or not at all. Raises OSError."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

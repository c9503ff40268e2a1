"""The layout of a ledger that was handed in before, as an export's shape.

What leaves in it comes back through the ledger door as "unchanged". A township's ledger may leave the
township to its title, and one of orphans the category; for other children each row has to say it itself.
The columns that do are added at the right.
"""

import io
from collections.abc import Collection, Iterable, Iterator
from typing import IO, Any

from django.db.models import Min, QuerySet

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import ChildStatus, IdType
from datasets.ledgers.fields import TICK
from datasets.ledgers.pipeline import read_ledger
from datasets.ledgers.sent import SentLayout
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import Child, ChildCategory
from datasets.resources.ledger_sheets import write_ledger
from datasets.resources.records import RecordResource

#: The headings of added columns.
_HEADINGS = {
    "id_number": "身份证号",
    "id_type": "证件类型",
    "birth_date": "出生日期",
    "guardian_name": "监护人姓名",
    "categories": "困境类别",
    "region.county": "县（市、区）",
    "region.township": "镇（街道）",
    "region.village": "村（社区）",
    "region.code": "地区代码",
}
#: What is added, from the least, until each region is read as the one recorded. The last one always is.
_PLACES: tuple[tuple[str, ...], ...] = (
    (),
    ("region.township",),
    ("region.township", "region.village"),
    ("region.county", "region.township", "region.village"),
    ("region.code",),
)


def in_layout(
    layout: SentLayout, resource: RecordResource, rows: QuerySet[Any], target: IO[bytes]
) -> int:
    """Write the children on the open list (a ledger knows no closed record); returns how many.

    With its first argument given, a shape (exporting.py).
    """
    listed = rows.filter(status=ChildStatus.OPEN)
    return write_ledger(_completed(layout, listed, resource), listed, target, resource=resource)


def _completed(layout: SentLayout, rows: QuerySet[Child], resource: RecordResource) -> SentLayout:
    layout = _with(layout, _telling_apart(layout.slots, rows))
    is_exact = "id_number" not in layout.slots or rows.filter(id_number=None).exists()
    sample = _one_of_each_region(rows)
    for places in _PLACES:
        tried = _with(layout, places)
        read = _read_back(tried, sample, resource)
        if _places_are_right(read, sample, is_exact=is_exact):
            break
    return _with(tried, _categories(tried.slots, read, rows))


def _with(layout: SentLayout, slots: Iterable[str]) -> SentLayout:
    return layout.with_columns(
        {slot: _HEADINGS[slot] for slot in slots if slot not in layout.slots}
    )


def _telling_apart(slots: Collection[str], rows: QuerySet[Child]) -> Iterator[str]:
    """What tells each child from others: the number, else the birth date, else the guardian (matching/children.py)."""
    numbered = rows.exclude(id_number=None)
    says_number = "id_number" in slots
    if not says_number and numbered.filter(birth_date=None).exists():
        says_number = True
        yield "id_number"
    if says_number and numbered.exclude(id_type__in=IdType.with_check_character()).exists():
        yield "id_type"
    without = rows.filter(id_number=None) if says_number else rows
    if without.exclude(birth_date=None).exists():
        yield "birth_date"
    if without.filter(birth_date=None).exists():
        yield "guardian_name"


def _one_of_each_region(rows: QuerySet[Child]) -> QuerySet[Child]:
    firsts = rows.order_by().values("region").annotate(first=Min("pk")).values("first")
    return Child.objects.filter(pk__in=firsts).order_by("pk")


def _read_back(
    layout: SentLayout, sample: QuerySet[Child], resource: RecordResource
) -> list[ReadRow]:
    """The sample written in the layout, as the ledger door reads it."""
    content = io.BytesIO()
    write_ledger(layout, sample, content, resource=resource)
    try:
        return read_ledger(
            content.getvalue(), "trial.xlsx", collection="children", by=resource.by
        ).rows
    except UnreadableLedger:
        return []


def _places_are_right(read: list[ReadRow], sample: QuerySet[Child], *, is_exact: bool) -> bool:
    """Whether each row's region is the recorded one or, where that is enough, lies above it."""
    recorded = list(sample.values_list("region__path", flat=True))
    told = [row.values["region"].path for row in read if "region" in row.values]
    if len(told) < len(recorded):
        return False
    return all(
        path == place if is_exact else path.startswith(place)
        for path, place in zip(recorded, told, strict=True)
    )


def _categories(
    slots: Collection[str], read: list[ReadRow], rows: QuerySet[Child]
) -> Iterator[str]:
    """A title's category is each row's, unless the rows say theirs: where a child falls in another one, they must."""
    if any(slot.partition(".")[0] in ("categories", TICK) for slot in slots):
        return
    for code in read[0].values.get("categories", ()) if read else ():
        those = ChildCategory.objects.filter(category__code=code, until_date=None)
        if rows.exclude(pk__in=those.values("child")).exists():
            yield "categories"

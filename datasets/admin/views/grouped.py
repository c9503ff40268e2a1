"""A table whose rows stand in groups, each under a heading with its count and sums, over as many pages as it takes."""

from dataclasses import dataclass
from typing import Any

from datasets.admin.showing import label_of
from datasets.queries.grouping import GROUP, Group, groups_of, summable


@dataclass(frozen=True)
class GroupHead:
    """What stands above the first row of a group on a page."""

    label: str
    #: The list of the group alone; "" where the reader cannot ask for it.
    url: str
    count: int
    #: (label of a number, its sum)
    sums: list[tuple[str, str]]
    has_begun_before: bool
    goes_on: bool

    @property
    def counted(self) -> str:
        return f"{self.count:,}"


def grouped_table_of(listing: Any) -> dict[str, Any]:
    """Tells the rows that begin a group so, for the table's template."""
    if listing.way is None:
        return {}
    records = list(listing.page.object_list)
    firsts: dict[Any, Any] = {}
    for record in records:
        firsts.setdefault(getattr(record, GROUP), record)
    groups = groups_of(listing.queryset, firsts, way=listing.way, sums=_shown_numbers(listing))
    for value, record in firsts.items():
        is_split = groups[value].count > sum(getattr(one, GROUP) == value for one in records)
        has_begun, goes_on = _ends(listing, value, [*firsts]) if is_split else (False, False)
        record.begins_group = _head(listing, groups[value], has_begun, goes_on)
    return {}


def _ends(listing: Any, value: Any, on_page: list[Any]) -> tuple[bool, bool]:
    """Of a group that is not whole on the page: whether it has begun before it, and whether it goes on behind it.

    Only where it fills the whole page its neighbours have to be asked for.
    """
    if len(on_page) > 1:
        return value == on_page[0], value == on_page[-1]
    first: int = listing.page.start_index() - 1
    if not first or _groups_at(listing, first - 1) != [value]:
        return False, True
    return True, _groups_at(listing, first + len(listing.page)) == [value]


def _shown_numbers(listing: Any) -> list[str]:
    """Those of the table's columns that can be summed."""
    shown = {str(column) for column in listing.list_display}
    return [name for name in summable(listing.model, by=listing.actor) if name in shown]


def _head(listing: Any, group: Group, has_begun_before: bool, goes_on: bool) -> GroupHead:
    sums = [(label_of(listing.model, name), f"{total:,}") for name, total in group.sums.items()]
    leaf = group.heading.leaf
    url = listing.narrowed_url([leaf]) if leaf else ""
    return GroupHead(group.heading.label, url, group.count, sums, has_begun_before, goes_on)


def _groups_at(listing: Any, place: int) -> list[Any]:
    """The group of the row at this place of the whole list; none where there is no row."""
    return list(listing.queryset.values_list(GROUP, flat=True)[place : place + 1])

"""How the records of a view are shown."""

from collections.abc import Callable
from typing import Any

from datasets.admin.views.calendars import calendar_of
from datasets.admin.views.galleries import gallery_of
from datasets.admin.views.grouped import grouped_table_of
from datasets.admin.views.summaries import summary_table_of
from datasets.choices import ViewKind

_LOOKS: dict[str, Callable[[Any], dict[str, Any]]] = {
    ViewKind.TABLE: grouped_table_of,
    ViewKind.SUMMARY: summary_table_of,
    ViewKind.CALENDAR: calendar_of,
    ViewKind.GALLERY: gallery_of,
}


def look_of(shape: str, listing: Any) -> dict[str, Any]:
    """What the template of the kind needs; `shown_keys`: the records that it shows, for the access log."""
    look = _LOOKS.get(shape)
    return look(listing) if look else {}

"""A view as cards: a picture where the reader may see one, the name, the view's fields."""

from dataclasses import dataclass
from typing import Any

from datasets.admin.made_files import file_url, made_file
from datasets.admin.photos import photo_url
from datasets.admin.showing import page_of
from datasets.admin.views.columns import columns_of_view
from datasets.queries.grouping import photo_fields


@dataclass(frozen=True)
class Card:
    name: str
    url: str
    picture: str
    #: (label, value)
    fields: list[tuple[str, str]]


def gallery_of(listing: Any) -> dict[str, Any]:
    """Of the page that the list would show."""
    columns = columns_of_view(listing.model, listing.saved_view, listing.actor)
    photo = _photo_of(listing)
    return {
        "cards": [
            Card(
                str(record),
                page_of(record),
                _picture(record, photo),
                [(column.short_description, column(record)) for column in columns],
            )
            for record in listing.page.object_list
        ]
    }


def _photo_of(listing: Any) -> str:
    """The field that the view names, else the first; "" where the reader sees none."""
    seen = photo_fields(listing.model, by=listing.actor)
    named = listing.saved_view.grouping.get("photo") or next(iter(seen), "")
    return named if named in seen else ""


def _picture(record: Any, name: str) -> str:
    """The address from which the page shows it, which asks once more who looks."""
    if not name or not getattr(record, name):
        return ""
    return file_url(record, name) if made_file(type(record), name) else photo_url(record)

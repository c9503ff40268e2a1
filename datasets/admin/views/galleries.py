"""A view as cards: a picture where the reader may see one, the name, the view's fields."""

from dataclasses import dataclass
from typing import Any

from datasets.admin.photos import photo_url
from datasets.admin.showing import page_of
from datasets.admin.views.columns import columns_of_view
from datasets.models import Child


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
    sees_photos = listing.model is Child and listing.actor.sees(Child, "photo")
    return {
        "cards": [
            Card(
                str(record),
                page_of(record),
                photo_url(record) if sees_photos and record.photo else "",
                [(column.short_description, column(record)) for column in columns],
            )
            for record in listing.page.object_list
        ]
    }

"""Pages as a front end's list shows them: summary, day, and the first picture of the text."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from datasets.public import PageCard, PublicPicture

#: As the pages themselves show their pictures: no further copy of them is made.
_SIZE = "width-960"


def public_cards(keys: Collection[int]) -> dict[int, PageCard]:
    """A question for each type of page, one for all pictures and one for their copies."""
    pages = list(Page.objects.filter(pk__in=keys).specific())
    pictures = {page.pk: _first_picture(page) for page in pages}
    images = _images(told["image"] for told in pictures.values() if told)
    return {
        page.pk: PageCard(
            summary=getattr(page, "summary", "") or getattr(page, "introduction", ""),
            date=getattr(page, "shown_date", None),
            cover=_cover(pictures[page.pk], images),
        )
        for page in pages
    }


def _first_picture(page: Any) -> Mapping[str, Any] | None:
    """As it is stored: nothing is fetched for it."""
    blocks = page.body.raw_data if hasattr(page, "body") else ()
    told = (block["value"] for block in blocks if block["type"] == "picture")
    return next((value for value in told if value.get("image")), None)


def _images(keys: Iterable[int]) -> dict[int, Any]:
    images = get_image_model().objects.filter(pk__in=set(keys)).prefetch_renditions(_SIZE)
    return {image.pk: image for image in images}


def _cover(told: Mapping[str, Any] | None, images: Mapping[int, Any]) -> PublicPicture | None:
    image = images.get(told["image"]) if told else None
    if told is None or image is None:
        return None
    try:
        copy = image.get_rendition(_SIZE)
    except SourceImageIOError:  # its file is gone: the page is told all the same
        return None
    return PublicPicture(
        image=image.pk,
        address=copy.url,
        width=copy.width,
        height=copy.height,
        alternative=told.get("alternative", ""),
    )

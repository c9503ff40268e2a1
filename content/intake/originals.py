"""The files from which drafts were read: kept as documents of Wagtail that the public does not get."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from content.models import PolicyPage

#: The collection's name; also shown to editors, so it is not translated.
COLLECTION = "公文原件（不公开）"


def keep_original(content: bytes, *, name: str, page: PolicyPage, user: Any) -> Any:
    """A document in the collection that only who is logged in may open."""
    document = get_document_model()(
        title=page.title[:255],
        collection=_collection(),
        uploaded_by_user=user,
        file=ContentFile(content, name=name[-100:]),
        file_size=len(content),
    )
    document.save()
    document.tags.add(_tag(page))
    return document


def original(pk: int, *, page: PolicyPage) -> bytes | None:
    """The file's content; None where it is not the page's original."""
    kept = get_document_model().objects.filter(
        pk=pk, collection__name=COLLECTION, tags__name=_tag(page)
    )
    document = kept.first()
    if document is None:
        return None
    with document.open_file() as file:
        return bytes(file.read())


def _tag(page: PolicyPage) -> str:
    """Which page was read from it."""
    return f"page-{page.pk}"


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    if found is None:
        found = root.add_child(name=COLLECTION)
        CollectionViewRestriction.objects.create(
            collection=found, restriction_type=BaseViewRestriction.LOGIN
        )
    return found

"""Whatever changes a public page begins a new generation: publishing, withdrawing, moving, settings, files.

Wagtail and Django tell of it by signals; these are their sockets, as the search index uses them. All is
emptied at once: a page stands in menus, lists, feeds and citations, and to know in which costs more than
making the pages anew. What writes rows without telling (`QuerySet.update`) must begin one itself.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from datasets.public import begin_public_generation

_APPS = {"home", "content", "wagtailimages", "wagtaildocs", "wagtailredirects", "taggit"}
_CORE = {
    "Page", "Site", "Locale", "Collection", "PageViewRestriction", "CollectionViewRestriction",
}  # fmt: skip
#: A picture in another size is made while a page is shown, and changes none.
_UNSEEN = {"wagtailimages.Rendition"}
#: What saving a draft, locking a page or sending it to review writes: nothing that the public sees.
_OF_DRAFTS = {
    "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes",
    "locked", "locked_by", "locked_at", "wagtail_admin_comments",
}  # fmt: skip


def watch_public_pages() -> None:
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(_changed, dispatch_uid="page_cache")
    for model in apps.get_models():
        if _is_shown(model):
            post_save.connect(_saved, sender=model, dispatch_uid="page_cache")
            post_delete.connect(_changed, sender=model, dispatch_uid="page_cache")


def _is_shown(model: type[Model]) -> bool:
    options = model._meta
    is_core = options.app_label == "wagtailcore" and options.object_name in _CORE
    return (is_core or options.app_label in _APPS) and options.label not in _UNSEEN


def _saved(sender: Any, update_fields: Any = None, **_rest: Any) -> None:
    if not update_fields or not set(update_fields) <= _OF_DRAFTS:
        begin_public_generation()


def _changed(sender: Any, **_rest: Any) -> None:
    begin_public_generation()

"""The addresses of the ledger door, and its place in the menu."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.actions.ledgers.kinds import KINDS
from datasets.admin.ledgers.batch import BatchFile, BatchPage
from datasets.admin.ledgers.choosing import (
    ChooseCollection,
    ChooseColumns,
    ChooseKept,
    ChooseWords,
    DecideRows,
)
from datasets.admin.ledgers.deciding import ApplyBatch, DiscardBatch
from datasets.admin.ledgers.errors import BatchErrors
from datasets.admin.ledgers.following import AskAgain, CancelJob, JobProgress
from datasets.admin.ledgers.undoing import UndoBatch, UndoingPage
from datasets.admin.ledgers.upload import SampleFile, UploadPage
from datasets.models import Child, LedgerBatch

#: The menu groups under which ledgers are handed in, and of which collections there.
GROUPS = {
    "archive": ("children", "families", "guardians"),
    "duty": ("agencies", "duties", "assignments", "policies"),
    "reference": ("regions",),
}


class LedgerMenuItem(MenuItem):
    def __init__(self, collections: tuple[str, ...], **options: Any) -> None:
        address = f"{reverse('ledger_upload')}?collection={collections[0]}"
        super().__init__(_("台账导入"), address, icon_name="upload", order=100, **options)
        self.models = [KINDS[name].model for name in collections]

    def is_shown(self, request: Any) -> bool:
        actor = Actor.of(request.user)
        sees_batches = actor.may("view", LedgerBatch) and actor.may("view", Child)
        return any(actor.may("import", model) for model in self.models) or (
            sees_batches and Child in self.models
        )


def ledger_urls() -> list[URLPattern]:
    return [
        path("ledgers/", UploadPage.as_view(), name="ledger_upload"),
        path("ledgers/samples/<int:number>/", SampleFile.as_view(), name="ledger_sample"),
        path("ledgers/<int:pk>/", BatchPage.as_view(), name="ledger_batch"),
        path("ledgers/<int:pk>/columns/", ChooseColumns.as_view(), name="ledger_columns"),
        path("ledgers/<int:pk>/collection/", ChooseCollection.as_view(), name="ledger_collection"),
        path("ledgers/<int:pk>/words/", ChooseWords.as_view(), name="ledger_words"),
        path("ledgers/<int:pk>/kept/", ChooseKept.as_view(), name="ledger_kept"),
        path("ledgers/<int:pk>/rows/", DecideRows.as_view(), name="ledger_rows"),
        path("ledgers/<int:pk>/apply/", ApplyBatch.as_view(), name="ledger_apply"),
        path("ledgers/<int:pk>/discard/", DiscardBatch.as_view(), name="ledger_discard"),
        path("ledgers/<int:pk>/progress/", JobProgress.as_view(), name="ledger_progress"),
        path("ledgers/<int:pk>/cancel/", CancelJob.as_view(), name="ledger_cancel"),
        path("ledgers/<int:pk>/again/", AskAgain.as_view(), name="ledger_again"),
        path("ledgers/<int:pk>/undo/", UndoBatch.as_view(), name="ledger_undo"),
        path("ledgers/<int:pk>/undoing/", UndoingPage.as_view(), name="ledger_undoing"),
        path("ledgers/<int:pk>/file/", BatchFile.as_view(), name="ledger_file"),
        path("ledgers/<int:pk>/errors/", BatchErrors.as_view(), name="ledger_errors"),
    ]


def ledger_menu_items() -> dict[str, Callable[[], MenuItem]]:
    """The hook of each menu group → what makes its item."""
    return {
        f"register_{group}_menu_item": partial(LedgerMenuItem, collections, name=f"ledgers-{group}")
        for group, collections in GROUPS.items()
    }

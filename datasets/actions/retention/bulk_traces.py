"""What undone bulk changes keep of people: why a record could not return, in words that may quote it."""

from collections.abc import Sequence
from typing import Any

from datasets.models import BulkChange


def forget_in_bulk_changes(model: Any, keys: Sequence[int]) -> None:
    """The records' lines in the lists of what undoings left as it was."""
    forgotten = {*keys}
    undoings = BulkChange.objects.filter(collection=model.collection_name, undoes__isnull=False)
    for undoing in undoings:
        kept = [[key, why] for key, why in undoing.kept if key not in forgotten]
        if len(kept) < len(undoing.kept):
            BulkChange.objects.filter(pk=undoing.pk).update(kept=kept)

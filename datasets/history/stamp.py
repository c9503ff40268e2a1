"""Whether anything has been recorded since."""

from django.apps import apps
from django.db.models import Max

from datasets.models import Record


def register_stamp() -> tuple[int | None, ...]:
    """The latest history key of each collection: every write of a record makes it another."""
    models = (model for model in apps.get_models() if issubclass(model, Record))
    return tuple(model.history.aggregate(latest=Max("history_id"))["latest"] for model in models)

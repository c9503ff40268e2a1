"""What speaks of a record by its number alone, so that nothing leads to it from the record's own table.

It goes altogether, with its history: warnings and why they were muted, what was sent in on a public form.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from datasets.models import FormAnswer, OpenWarning, WarningMute, WarningRule


def forget_by_number(model: Any, keys: Sequence[int]) -> Counter[str]:
    """Of records of a collection (their keys); returns how many rows of what went."""
    collection = getattr(model, "collection_name", "")
    if not collection or not keys:
        return Counter()
    rules = WarningRule.objects.filter(collection=collection)
    OpenWarning.objects.filter(rule__in=rules, record_key__in=keys).delete()
    # Whoever is muted no longer has a row, but a history.
    mutes = WarningMute.history.filter(rule__in=rules.values("pk"), record_key__in=keys)
    muted = {*mutes.order_by().values_list("id", flat=True)}
    answers = FormAnswer.objects.filter(form__collection=collection, record_key__in=keys)
    return forget_rows(WarningMute.objects.filter(pk__in=muted)) + forget_rows(answers)


def forget_rows(rows: QuerySet[Any]) -> Counter[str]:
    """Rows that nothing points to, with all their history; returns how many."""
    model: Any = rows.model
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    model.history.filter(id__in=keys).delete()
    chosen: Any = model._base_manager.filter(pk__in=keys).order_by()
    chosen._raw_delete(connection.alias)  # past the signals, which would write what they were
    return Counter({model._meta.model_name: len(keys)})

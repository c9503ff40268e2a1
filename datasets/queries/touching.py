"""Which children's records, households and guardians somebody has changed since a moment."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from datasets.models import Child, ChildCategory, Family, Guardian, Guardianship
from datasets.queries.lists import among_keys


def touched_since(
    moment: datetime.datetime, children: QuerySet[Any], *, but_by: Collection[int]
) -> set[int]:
    """Of the children (a question for their keys), those of whom anything was written at or after `moment`.

    What the ledgers `but_by` wrote does not count.
    """
    since = Q(history_date__gte=moment) & ~Q(ledger_batch_id__in=but_by)

    def changed(model: Any, column: str, keys: QuerySet[Any]) -> set[int]:
        versions: QuerySet[Any] = model.history.filter(since, **{f"{column}__in": keys}).order_by()
        return set(versions.values_list(column, flat=True))

    records = Child.objects.filter(pk__in=children).order_by()
    links = Guardianship.objects.filter(child_id__in=children).order_by()
    touched = changed(Child, "id", children)
    touched |= changed(ChildCategory, "child_id", children)
    touched |= changed(Guardianship, "child_id", children)
    if guardians := changed(Guardian, "id", links.values("guardian_id")):
        theirs = links.filter(guardian_id__in=among_keys(guardians))
        touched |= set(theirs.values_list("child_id", flat=True))
    if families := changed(Family, "id", records.values("family_id")):
        theirs = records.filter(family_id__in=among_keys(families))
        touched |= set(theirs.values_list("pk", flat=True))
    return touched

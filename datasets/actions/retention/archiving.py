"""Records put away: in no list, count, chooser or file any more, as they were, and brought back on demand."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted
from datasets.history.bulk import Origin, note_rows
from datasets.models import Child, Family, Guardian, RetentionRun
from datasets.queries.retention import archived_children, no_longer_used


def archive_children(keys: Sequence[int], *, origin: Origin) -> Counter[str]:
    """Those children, and the guardians and families whom no other child needs; returns how many of each."""
    guardians, families = no_longer_used(keys, mark="archived_date")
    done = Counter({"child": _put_away(Child.objects.filter(pk__in=keys), origin)})
    # The mark of the ones decides on the others, whose question is asked here.
    done["guardian"] = _put_away(_found(guardians), origin)
    done["family"] = _put_away(_found(families), origin)
    return done


def archived_in_sight(by: Actor) -> QuerySet[Child]:
    """The children put away whom the actor may bring back, the latest first."""
    if not by.may("restore", RetentionRun) or not by.may("view", Child):
        return Child.objects.none()
    both = by.area("restore", RetentionRun).condition("region__path")
    return archived_children(
        Child.objects.filter(both, by.area("view", Child).condition("region__path"))
    )


@transaction.atomic
def restore_archived(*, child: Child, by: Actor, reason: str) -> None:
    """Bring the child back, with its guardians and family. Raises NotPermitted."""
    act = Act.now(by, reason)
    found = archived_in_sight(by).select_for_update(of=("self",)).filter(pk=child.pk).first()
    if found is None:
        raise NotPermitted
    origin = Origin(author_id=by.user.pk, at=act.at, reason=reason[:200])
    guardians = Guardian.objects.filter(guardianships__child=found)
    households = {*guardians.values_list("family_id", flat=True)}
    if found.family_id is not None:
        households.add(found.family_id)
    for rows in (
        Child.objects.filter(pk=found.pk),
        _found(guardians),
        Family.objects.filter(pk__in=households),
    ):
        _bring_back(rows, origin)


def _found(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows by their keys: an UPDATE joins nothing."""
    by_key: QuerySet[Any] = rows.model._default_manager.filter(
        pk__in=list(rows.values_list("pk", flat=True))
    )
    return by_key


def _put_away(rows: QuerySet[Any], origin: Origin) -> int:
    day = timezone.localdate(origin.at)
    keys = list(rows.filter(archived_date=None).order_by("pk").values_list("pk", flat=True))
    rows.filter(archived_date=None).update(archived_date=day)
    note_rows(rows.model, keys, origin=origin)
    return len(keys)


def _bring_back(rows: QuerySet[Any], origin: Origin) -> None:
    away = rows.exclude(archived_date=None).filter(anonymised_date=None)
    keys = list(away.order_by("pk").values_list("pk", flat=True))
    rows.filter(pk__in=keys).update(archived_date=None)
    note_rows(rows.model, keys, origin=origin)

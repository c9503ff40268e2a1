"""Records put away: in no list, count, chooser or file any more, as they were, and brought back on demand."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted
from datasets.history.bulk import Origin, note_rows
from datasets.models import Child, Family, Guardian, RetentionRun
from datasets.queries.retention import no_longer_used, still_archived


def archive_children(keys: Sequence[int], *, origin: Origin) -> Counter[str]:
    """Those children, and the guardians and families whom no other child needs; returns how many of each."""
    guardians, families = no_longer_used(keys, mark="archived_date")
    done = Counter({"child": _put_away(Child.objects.filter(pk__in=keys), origin)})
    # The mark of the ones decides on the others, whose question is asked here.
    done["guardian"] = _put_away(_found(guardians), origin)
    done["family"] = _put_away(_found(families), origin)
    return done


def archive_records(model: Any, keys: Sequence[int], *, origin: Origin) -> Counter[str]:
    """Those of a collection of one's own; returns how many."""
    return Counter({model._meta.model_name: _put_away(model.objects.filter(pk__in=keys), origin)})


def archived_in_sight(by: Actor, model: Any = Child) -> QuerySet[Any]:
    """The records put away that the actor may bring back, the latest first."""
    if not by.may("restore", RetentionRun) or not by.may("view", model):
        return model._default_manager.none()  # type: ignore[no-any-return]
    rows = model._default_manager.all()
    if lookup := model.region_lookup:
        both = by.area("restore", RetentionRun).condition(f"{lookup}__path")
        rows = rows.filter(both, by.area("view", model).condition(f"{lookup}__path"))
    return still_archived(rows)


@transaction.atomic
def restore_archived(*, record: Any, by: Actor, reason: str) -> None:
    """Bring the record back, a child with its guardians and family. Raises NotPermitted."""
    act, model = Act.now(by, reason), type(record)
    in_sight = archived_in_sight(by, model).select_for_update(of=("self",))
    if not in_sight.filter(pk=record.pk).exists():
        raise NotPermitted
    origin = Origin(author_id=by.user.pk, at=act.at, reason=reason[:200])
    _bring_back(model._default_manager.filter(pk=record.pk), origin)
    for rows in _household_of(record) if model is Child else ():
        _bring_back(rows, origin)


def _household_of(child: Child) -> list[QuerySet[Any]]:
    guardians = Guardian.objects.filter(guardianships__child=child)
    families = Q(guardians__in=guardians) | Q(pk=child.family_id)
    return [_found(guardians), _found(Family.objects.filter(families).distinct())]


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

"""Whose time has come: what a rule on how long records are kept finds on a day, and what keeps it from them."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from datasets.choices import (
    BatchStatus,
    ChildStatus,
    JobState,
    RetentionCondition,
    RetentionStep,
)
from datasets.models import Child, Family, Guardian, Guardianship, LedgerBatch, LedgerJob, Region
from datasets.models.regions import path_range
from datasets.models.retention import PutAway, Retained
from datasets.models.retention_conditions import CountedFrom
from datasets.queries.made_retention import due_records, is_needed
from datasets.queries.pointing import rows_pointing_to

OF_AGE = 18

PutAwayT = TypeVar("PutAwayT", bound=PutAway)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years ago; of 29 February, where there was none, the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Due:
    """What is asked: a rule's condition and years, one of its steps, where, on which day."""

    condition: str
    step: str
    years: int
    region: Region
    as_of: datetime.date

    @property
    def counted(self) -> CountedFrom:
        return CountedFrom.read(self.condition)

    @property
    def until(self) -> datetime.date:
        """The last day from which so many years have passed."""
        return years_before(self.as_of, self.years)


def due(asked: Due) -> QuerySet[Any]:
    """The children, ledger batches or records of one's own to which the step is to be done on the day, in the region.

    Raises NothingToCountFrom.
    """
    within = Q(**path_range("region__path", asked.region.path))
    if asked.counted.collection:
        found: QuerySet[Any] = _due_records(asked)
        return found.filter(within) if found.model.region_lookup else found
    if asked.condition == RetentionCondition.RECEIVED:
        return _due_batches(asked).filter(within)
    return _due_children(asked).filter(within)


def _due_children(asked: Due) -> QuerySet[Child]:
    """Never one that is open, nor one that anything holds."""
    children = Child.objects.filter(status=ChildStatus.CLOSED, anonymised_date=None)
    children = children.filter(archived_date__isnull=asked.step == RetentionStep.ARCHIVE)
    if asked.condition == RetentionCondition.OF_AGE:
        born = years_before(asked.as_of, OF_AGE + asked.years)
        children = children.filter(birth_date__lte=born)
    else:
        children = children.filter(closed_date__lte=asked.until)
    return children.filter(~_is_held())


def _due_records(asked: Due) -> QuerySet[Any]:
    """Never one that a record in use points to, nor one of a child that anything holds."""
    is_first = asked.step == RetentionStep.ARCHIVE
    found = due_records(asked.counted, until=asked.until).filter(archived_date__isnull=is_first)
    mark = "archived_date" if is_first else "anonymised_date"
    due_now: QuerySet[Any] = found.filter(~is_needed(found.model, mark=mark, held=_is_held()))
    return due_now


def _due_batches(asked: Due) -> QuerySet[LedgerBatch]:
    """Undoings too: they have no file of their own, but rows that tell of people."""
    at_work = LedgerJob.objects.filter(batch=OuterRef("pk"), state__in=JobState.active())
    return LedgerBatch.objects.filter(
        ~Exists(at_work),
        file_removed_date=None,
        uploaded_at__date__lte=asked.until,
    ).exclude(status=BatchStatus.READING)


def _is_held() -> Q:
    """Whether any row of any model says that the child's record stays as it is (Record.holds_child)."""
    held = Q(pk__in=())
    for model in apps.get_models():
        if holds := getattr(model, "holds_child", None):
            lookup, while_so = holds
            rows = model._default_manager.filter(while_so, **{lookup: OuterRef("pk")})
            held |= Q(Exists(rows))
    return held


#: Where the day stands from which the years count.
_DAYS = {
    RetentionCondition.CLOSED: "closed_date",
    RetentionCondition.OF_AGE: "birth_date",
    RetentionCondition.RECEIVED: "uploaded_at",
}


def figures_of(found: QuerySet[Any], asked: Due) -> list[dict[str, Any]]:
    """How many of each year (of the day from which the rule counts) and township."""
    is_made = bool(asked.counted.collection)
    day = "counted_day" if is_made else _DAYS[RetentionCondition(asked.condition)]
    rows = found.order_by().annotate(year=ExtractYear(day))
    if is_made and not found.model.region_lookup:
        counted = Counter((year, "") for year in rows.values_list("year", flat=True).iterator())
    else:
        counted = Counter(_years_and_townships(rows))
    return [
        {"year": when, "region": name, "count": count}
        for (when, name), count in sorted(counted.items())
    ]


def _years_and_townships(rows: QuerySet[Any]) -> Iterator[tuple[int, str]]:
    wanted = ("year", "region__name", "region__level", "region__parent__name")
    for when, name, level, above in rows.values_list(*wanted).iterator():
        yield when, above if level == "village" and above else name or ""


def no_longer_used(
    children: Sequence[int], *, mark: str
) -> tuple[QuerySet[Guardian], QuerySet[Family]]:
    """The guardians and families of the children (keys) that no child without the mark (a field's name) needs.

    Ask for the families when the guardians have been marked.
    """
    without = {f"{mark}__isnull": True}
    families = Family.objects.filter(**without).filter(children__in=children)
    needing = Child.objects.filter(**without)
    bound = Guardianship.objects.filter(guardian=OuterRef("pk"))
    guardians = Guardian.objects.filter(
        Q(guardianships__child__in=children) | Q(family__in=families.values("pk")), **without
    ).exclude(
        Exists(bound.filter(child__in=needing))
        # Nobody's guardian yet, or no longer: as long as the household is somebody's.
        | (Q(~Exists(bound)) & Q(Exists(needing.filter(family=OuterRef("family")))))
    )
    households = Family.objects.filter(
        Q(children__in=children) | Q(guardians__guardianships__child__in=children), **without
    ).exclude(
        Exists(needing.filter(family=OuterRef("pk")))
        | Exists(Guardian.objects.filter(family=OuterRef("pk"), **without))
    )
    return guardians.distinct(), households.distinct()


def still_archived(rows: QuerySet[PutAwayT]) -> QuerySet[PutAwayT]:
    """Those put away that can still be brought back."""
    return rows.filter(archived_date__isnull=False, anonymised_date=None).order_by(
        F("archived_date").desc(), "-pk"
    )


def rows_to_anonymise(model: type[Model]) -> list[tuple[type[Model], str]]:
    """Of what points to a record of this model what is anonymised with it: no history, and nobody of their own time."""
    return [
        (other, field)
        for other, field in rows_pointing_to(model)
        if not issubclass(other, Retained) and not hasattr(other, "history_object")
    ]

"""One field of many records set to one value: all of them, or none."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.territory import region_path_lookup
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted, differs
from datasets.models import BulkChange, Record
from datasets.models.regions import PATH_STEP, common_path
from datasets.queries.lists import among_keys

#: Each record is judged and written as by its form: some seconds for so many.
MOST = 2_000
_MOST_REFUSALS = 50


class TooManyRecords(ValueError):
    """More than can be changed in one go."""


class ChangedMeanwhile(ValueError):
    """What is stored is no longer what the preview showed."""


class BulkRefused(ValueError):
    """Some of the records cannot be changed so; none was. `refusals`: record and reason of the first ones."""

    def __init__(self, refusals: Sequence[tuple[Record, str]], count: int) -> None:
        super().__init__(_("有 %(count)d 条不能这样改，一条也没有改。") % {"count": count})
        self.refusals = refusals


@dataclass(frozen=True)
class BulkPlan:
    """What a change would do. `stamp` changes with what is stored."""

    records: list[Record]
    unchanged: int
    stamp: str


def plan_bulk_change(*, rows: QuerySet[Any], name: str, value: Any, by: Actor) -> BulkPlan:
    """Of those of the rows that the actor may change: whose field would change. Raises TooManyRecords, NotPermitted."""
    model = rows.model
    if not by.sees(model, name):
        raise NotPermitted(_("您看不到“%(fields)s”，不能填写或修改。") % {"fields": name})
    allowed = by.rows(model, "change").filter(pk__in=rows.order_by().values("pk"))
    found = list(allowed.order_by("pk")[: MOST + 1])
    if len(found) > MOST:
        raise TooManyRecords(_("一次最多改 %(most)d 条，请先筛选。") % {"most": MOST})
    changing = [record for record in found if differs(record, name, value)]
    return BulkPlan(changing, len(found) - len(changing), _stamp(changing, name))


@transaction.atomic
def bulk_change(
    *, rows: QuerySet[Any], name: str, value: Any, by: Actor, reason: str, stamp: str
) -> BulkChange:
    """Set the field of every record of the plan, as by its form; returns what can be undone as a whole.

    Raises TooManyRecords, ChangedMeanwhile, BulkRefused, NotPermitted.
    """
    plan = plan_bulk_change(rows=rows, name=name, value=value, by=by)
    if plan.stamp != stamp:
        raise ChangedMeanwhile(_("您预览之后，这些记录有了变化。请再看一遍预览。"))
    region_id = _region_above(plan.records, rows.model)
    changed, refusals = [], []
    for record in plan.records:
        try:
            with transaction.atomic():
                if change(record, values={name: value}, by=by, reason=reason):
                    changed.append(record)
        except (ValidationError, NotPermitted) as refusal:
            refusals.append((record, said_of(refusal)))
    if refusals:
        raise BulkRefused(refusals[:_MOST_REFUSALS], len(refusals))
    return note_bulk_change(
        records=changed, model=rows.model, name=name, region_id=region_id, by=by
    )


def note_bulk_change(
    *,
    records: Sequence[Record],
    model: type[Record],
    name: str,
    region_id: int | None,
    by: Actor,
    undoes: BulkChange | None = None,
    kept: Sequence[Any] = (),
) -> BulkChange:
    """Within the transaction that changed the records: the latest version of each is the one it wrote."""
    latest = model.history.filter(id__in=among_keys(record.pk for record in records)).order_by()
    versions = latest.values("id").annotate(latest=Max("history_id"))
    return BulkChange.objects.create(
        collection=model.collection_name,
        field=name,
        region_id=region_id,
        author=by.user,
        at=timezone.now(),
        versions=sorted(versions.values_list("latest", flat=True)),
        undoes=undoes,
        kept=list(kept),
    )


def said_of(refusal: ValidationError | NotPermitted) -> str:
    return "；".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _region_above(records: Sequence[Record], model: type[Record]) -> int | None:
    """The key of the lowest region above all of them."""
    lookup = region_path_lookup(model)
    if not lookup:
        return None
    keys = among_keys(record.pk for record in records)
    paths = model._default_manager.filter(pk__in=keys).values_list(lookup, flat=True)
    # A record in no region lies under none.
    path = common_path(path or "" for path in paths)
    return int(path[-PATH_STEP:]) if path else None


def _stamp(records: Iterable[Record], name: str) -> str:
    told = [(one.pk, str(getattr(one, one._meta.get_field(name).attname))) for one in records]  # type: ignore[union-attr]
    return hashlib.sha256(repr(told).encode()).hexdigest()

"""One field of many records set to one value: all of them, or none."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted, differs
from datasets.models import Record

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
) -> int:
    """Set the field of every record of the plan, as by its form; returns how many.

    Raises TooManyRecords, ChangedMeanwhile, BulkRefused, NotPermitted.
    """
    plan = plan_bulk_change(rows=rows, name=name, value=value, by=by)
    if plan.stamp != stamp:
        raise ChangedMeanwhile(_("您预览之后，这些记录有了变化。请再看一遍预览。"))
    refusals = []
    for record in plan.records:
        try:
            with transaction.atomic():
                change(record, values={name: value}, by=by, reason=reason)
        except (ValidationError, NotPermitted) as refusal:
            refusals.append((record, _said(refusal)))
    if refusals:
        raise BulkRefused(refusals[:_MOST_REFUSALS], len(refusals))
    return len(plan.records)


def _stamp(records: Iterable[Record], name: str) -> str:
    told = [(one.pk, str(getattr(one, one._meta.get_field(name).attname))) for one in records]  # type: ignore[union-attr]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _said(refusal: ValidationError | NotPermitted) -> str:
    return "；".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)

"""A bulk change, or the undoing of one, taken back as a whole.

What nobody changed since returns, what somebody did stays and is listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.bulk_changing import note_bulk_change, said_of
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted
from datasets.actions.restore import still_there
from datasets.custom.types.links import models_by_collection
from datasets.models import BulkChange, Record
from datasets.models.posts import name_of_user
from datasets.queries.bulk_changes import Step, bulk_changes_in_sight, steps_of
from datasets.queries.lists import among_keys


class BulkUndoRefused(Exception):
    """It can't be undone; the message says why in one sentence."""


@dataclass
class BulkUndoPlan:
    """What undoing would do to the records that the actor may change."""

    #: With the column's value that each returns to.
    returning: list[tuple[Record, Any]] = field(default_factory=list)
    #: With the sentence that says why it stays as it is.
    kept: list[tuple[Record, str]] = field(default_factory=list)
    #: Records that are gone, or not the actor's to change.
    elsewhere: int = 0


def plan_bulk_undo(*, done: BulkChange, by: Actor, lock: bool = False) -> BulkUndoPlan:
    """What undoing would do now. Raises NotPermitted, BulkUndoRefused."""
    model = _require_undoable(done, by)
    steps = steps_of(done, model)
    rows = by.rows(model, "change").filter(pk__in=among_keys(steps)).order_by("pk")
    records = list(rows.select_for_update(of=("self",)) if lock else rows)
    plan = BulkUndoPlan(elsewhere=done.count - len(records))
    users = _users_of(steps)
    column: Any = model._meta.get_field(done.field).attname  # type: ignore[union-attr]
    for record in records:
        step = steps[record.pk]
        now = getattr(record, column)
        if now == step.before:
            continue
        if step.is_changed_since or now != step.written:
            plan.kept.append((record, _since(step, users)))
        else:
            plan.returning.append((record, step.before))
    return plan


@transaction.atomic
def undo_bulk_change(*, done: BulkChange, by: Actor, reason: str) -> BulkChange:
    """Set the field back in every record of the plan, each as by its form; returns the undoing.

    What can't return stays as it is and is listed in `kept`. Raises NotPermitted, BulkUndoRefused.
    """
    stored = BulkChange.objects.select_for_update().get(pk=done.pk)
    plan = plan_bulk_undo(done=stored, by=by, lock=True)
    returned, kept = [], list(plan.kept)
    for record, before in plan.returning:
        try:
            with transaction.atomic():
                values = {stored.field: _value(record, stored.field, before)}
                if change(record, values=values, by=by, reason=reason):
                    returned.append(record)
        except (ValidationError, NotPermitted) as refusal:
            kept.append((record, said_of(refusal)))
    return note_bulk_change(
        records=returned,
        model=models_by_collection()[stored.collection],
        name=stored.field,
        region_id=stored.region_id,
        by=by,
        undoes=stored,
        kept=[[record.pk, why] for record, why in kept],
    )


def _require_undoable(done: BulkChange, by: Actor) -> type[Record]:
    model = models_by_collection().get(done.collection)
    if model is None or not bulk_changes_in_sight(model, by=by).filter(pk=done.pk).exists():
        raise NotPermitted(_("您没有撤销这次批量修改的权限。"))
    try:
        model._meta.get_field(done.field)
    except FieldDoesNotExist as gone:
        raise BulkUndoRefused(_("改的那个字段已经停用，恢复使用以后才能撤销。")) from gone
    if BulkChange.objects.filter(undoes=done).exists():
        raise BulkUndoRefused(_("这次批量修改已经撤销过了。"))
    return model


def _value(record: Record, name: str, stored: Any) -> Any:
    """Of a column, as a record's field takes it. Raises ValidationError."""
    target: Any = record._meta.get_field(name)
    return still_there(target, stored) if target.is_relation and stored is not None else stored


def _users_of(steps: Mapping[int, Step]) -> dict[int, Any]:
    keys = {step.author_id for step in steps.values() if step.author_id}
    return get_user_model().objects.in_bulk(keys)


def _since(step: Step, users: Mapping[int, Any]) -> str:
    if step.author_id is None or step.at is None:
        return _("之后又改过，保留现在的内容。")
    told = {
        "who": name_of_user(users[step.author_id]),
        "when": f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}",
    }
    return _("%(who)s %(when)s 又改过，保留现在的内容。") % told

"""Take back what a ledger did: a batch of its own, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers.ahead import planned_ahead
from datasets.actions.ledgers.canonical import as_json_text
from datasets.actions.ledgers.kept import names_of
from datasets.actions.ledgers.kinds import KINDS, LedgerKind
from datasets.actions.ledgers.locking import wait_for_turn
from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.actions.ledgers.undo_plan import Model, Return, UndoPlan, plan_undo
from datasets.actions.records import NotPermitted
from datasets.choices import BatchStatus, JobStep, RowAction
from datasets.custom.loading import stand_still
from datasets.history.bulk import Origin, Write, delete_rows, load_rows, update_rows
from datasets.models import LedgerBatch, LedgerRow
from datasets.standards.garbage import no_garbage_walks
from datasets.webhooks.events import Event, announce_ledger


class UndoRefused(Exception):
    """The batch can't be undone; the message says why in one sentence."""


@dataclass(frozen=True)
class Undone:
    """The batch that undid another one, and what it left as it was (as stored in its rows)."""

    batch: LedgerBatch
    kept: list[dict[str, Any]]


@no_garbage_walks()
def preview_undo(*, batch: LedgerBatch, by: Actor) -> UndoPlan:
    """What undoing would do now. Changes nothing. Raises NotPermitted, UndoRefused."""
    kind = require_undoable(batch, by)
    return plan_undo(batch, kind=kind, by=by)


@no_garbage_walks()
def undo_batch(
    *, batch: LedgerBatch, by: Actor, reason: str, progress: Progress = nobody_follows
) -> Undone:
    """Remove what the batch created and set back what it changed, unless others built on it since.

    Raises NotPermitted, UndoRefused.
    """
    if not reason:
        raise ValueError("Every write has a reason.")
    kind = require_undoable(batch, by)
    progress(JobStep.PLAN)
    ahead = planned_ahead(lambda: plan_undo(batch, kind=kind, by=by))
    with transaction.atomic():
        for model in kind.written:
            stand_still(model)
        wait_for_turn(batch.region.path if batch.region else "", progress=progress)
        stored = LedgerBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        require_undoable(stored, by)
        progress(JobStep.PLAN)
        plan = ahead() or plan_undo(stored, kind=kind, by=by, lock=True)
        undoing = _new_batch(stored, plan, by)
        _write(plan, undoing, by, reason, progress)
        kept = _keep(plan, undoing, by)
        stored.status = BatchStatus.UNDONE
        stored.save(update_fields=["status"])
        announce_ledger(Event.LEDGER_UNDONE, stored)
        progress(JobStep.COMMIT)
    batch.status = stored.status
    return Undone(undoing, kept)


def _write(
    plan: UndoPlan, undoing: LedgerBatch, by: Actor, reason: str, progress: Progress
) -> None:
    origin = Origin(
        author_id=by.user.pk,
        at=undoing.uploaded_at,
        reason=reason[:200],
        ledger_batch_id=undoing.pk,
    )
    _check_keys_at_the_end()
    rows, tables = plan.deleted_count + plan.restored_count, plan.kind.undone
    for number, model in enumerate(tables):
        progress(JobStep.WRITE, rows * number // len(tables), rows)
        going = plan.going[model].items()
        writes = (Write(key, (), *place) for key, place in going)
        delete_rows(model, writes, origin=origin)
        _set_back(model, plan.returning[model], origin)
    plan.kind.settle(plan.returning[plan.kind.model])


def _check_keys_at_the_end() -> None:
    """What a record returns to and what it leaves may stand in one table: a town moved under a new county."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _keep(plan: UndoPlan, undoing: LedgerBatch, by: Actor) -> list[dict[str, Any]]:
    """Store what stays as it is, a row each; returns it as stored."""
    names = names_of(plan.kept, by=by)
    kept = [
        {
            "sheet": one.place.sheet,
            "row": one.place.row,
            **one.as_stored(names.get((one.model, one.key), "")),
        }
        for one in plan.kept
    ]
    load_rows(
        LedgerRow,
        ["batch_id", "sheet", "row", "action", "content", "record_id"],
        (
            (
                undoing.pk,
                one["sheet"],
                one["row"],
                RowAction.PARK,
                as_json_text({"kept": one}),
                one["id"],
            )
            for one in kept
        ),
    )
    return kept


def require_undoable(batch: LedgerBatch, by: Actor) -> LedgerKind:
    """The batch's kind. Raises NotPermitted, UndoRefused."""
    kind = KINDS[batch.collection]
    if not (by.may("import", kind.model) and by.may_on("view", batch)):
        raise NotPermitted(_("您没有撤销这批台账的权限。"))
    if batch.undoes_id is not None:
        raise UndoRefused(_("这一批本身就是撤销，不能再撤销；需要恢复时请重新导入原来的台账。"))
    if batch.status == BatchStatus.UNDONE:
        raise UndoRefused(_("这批台账已经撤销过了。"))
    if batch.status != BatchStatus.APPLIED:
        raise UndoRefused(_("这批台账没有入库，没有可以撤销的内容。"))
    return kind


def _new_batch(undone: LedgerBatch, plan: UndoPlan, by: Actor) -> LedgerBatch:
    now = timezone.now()
    return LedgerBatch.objects.create(
        undoes=undone,
        collection=undone.collection,
        region=undone.region,
        file_name=undone.file_name,
        file_size=0,
        file_sha256="",
        status=BatchStatus.APPLIED,
        uploaded_by=by.user,
        uploaded_at=now,
        applied_by=by.user,
        applied_at=now,
        deleted_count=plan.deleted_count,
        updated_count=plan.restored_count,
        parked_count=len(plan.kept),
    )


def _set_back(model: Model, returning: dict[int, Return], origin: Origin) -> None:
    columns = sorted({name for one in returning.values() for name in one.values})
    # Who is principal guardian now steps down before the former one returns: there is one at a time.
    rising = {key for key, one in returning.items() if one.values.get("is_principal")}
    for keys in (returning.keys() - rising, rising):
        update_rows(model, columns, _writes(returning, sorted(keys), columns), origin=origin)


def _writes(returning: dict[int, Return], keys: list[int], columns: list[str]) -> Iterator[Write]:
    for key in keys:
        one = returning[key]
        then = one.now | one.values
        yield Write(key, tuple(then[name] for name in columns), *one.place)

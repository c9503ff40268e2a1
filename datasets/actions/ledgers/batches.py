"""A ledger as a batch: previewed, applied once, or given up."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from orjson import Fragment

from datasets.access import Actor
from datasets.actions.ledgers.canonical import as_json, as_json_text
from datasets.actions.ledgers.choices import NOTHING_CHOSEN, LedgerChoices, row_key
from datasets.actions.ledgers.digests import digester
from datasets.actions.ledgers.kinds import KINDS, LedgerKind
from datasets.actions.ledgers.match_decisions import keep_decisions
from datasets.actions.ledgers.overwriting import mark_doubtful, overwritten_fields
from datasets.actions.ledgers.plan import Plan, PlannedRow
from datasets.actions.ledgers.planning import RegisterMovedOn, area_of, planned
from datasets.actions.ledgers.progress import Progress, counted, nobody_follows
from datasets.actions.ledgers.rows import ReadRow
from datasets.actions.records import NotPermitted
from datasets.choices import BatchStatus, JobStep, RowAction
from datasets.history.bulk import Origin, load_rows, set_values
from datasets.models import LedgerBatch, LedgerJob, LedgerRow, Region
from datasets.models.ledgers import LONGEST_CALL
from datasets.models.regions import PATH_STEP
from datasets.standards.garbage import no_garbage_walks
from datasets.webhooks.events import Event, announce_ledger


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in, and what was found on its sheets (as in the command's JSON)."""

    collection: str
    file_name: str
    content: bytes
    sheets: list[dict[str, Any]]
    #: By what decisions it was read: the reader's own, or remembered.
    choices: LedgerChoices | None = None
    #: The words that wait for a meaning or were given one (ledgers/words.py).
    words: list[dict[str, Any]] = field(default_factory=list)
    #: The day of which it tells, as far as it says so (ledgers/dating.py).
    as_of: datetime.date | None = None


_UNDECIDED = (BatchStatus.READING, BatchStatus.PREVIEWED)
#: Of LedgerRow, as rows are stored.
_COLUMNS = (
    "batch_id", "sheet", "row", "called", "action", "is_warned", "content", "record_id", "digest",
)  # fmt: skip


class BatchNotWaiting(Exception):
    """The batch has been applied or given up already."""


class BatchBusy(Exception):
    """The batch is being worked on: one piece of work at a time."""


@no_garbage_walks()
def plan_rows(
    rows: list[ReadRow],
    *,
    collection: str,
    by: Actor,
    choices: LedgerChoices = NOTHING_CHOSEN,
    as_of: datetime.date | None = None,
) -> Plan:
    """What the rows would do to the register as it is now, doubtful cells marked. Raises NotPermitted."""
    kind = require_import(collection, by)
    plan = kind.plan(rows, by=by, choices=choices, progress=nobody_follows)
    mark_doubtful(plan, kind, as_of=as_of, today=by.today)
    return plan


def receive_upload(
    *,
    collection: str,
    file_name: str,
    content: bytes,
    by: Actor,
    choices: LedgerChoices | None = None,
) -> LedgerBatch:
    """Take in a file, to be read, by `choices` where somebody has made them. Raises NotPermitted."""
    require_import(collection, by)
    upload = Upload(collection, file_name, content, sheets=[], choices=choices)
    batch = _new_batch(upload, by)
    batch.status = BatchStatus.READING
    batch.region = _region_at(area_of((), by))
    with _kept_file(batch, upload):
        batch.save()
    return batch


@no_garbage_walks()
def keep_preview(
    *,
    batch: LedgerBatch,
    upload: Upload,
    rows: list[ReadRow],
    by: Actor,
    progress: Progress = nobody_follows,
) -> None:
    """Store what the batch would do now, for somebody to confirm; an earlier preview is replaced.

    Writes no record. Raises BatchNotWaiting, NotPermitted.
    """
    kind = require_import(upload.collection, by)
    plan = kind.plan(rows, by=by, choices=upload.choices or NOTHING_CHOSEN, progress=progress)
    fingerprint = _fingerprint(plan)  # before the marks: applying plans again and needs none
    mark_doubtful(plan, kind, as_of=upload.as_of, today=by.today)
    with transaction.atomic():
        stored = _waiting(batch, by, among=_UNDECIDED)
        stored.rows.all().delete()
        if upload.collection != stored.collection:
            stored.asked_collection, stored.collection = stored.collection, upload.collection
        stored.sheets = upload.sheets
        stored.choices = _stored_choices(upload)
        stored.words = upload.words
        stored.as_of = upload.as_of
        stored.status = BatchStatus.PREVIEWED
        stored.plan_sha256 = fingerprint
        _save(stored, plan, kind, by, progress)
        progress(JobStep.COMMIT)
    batch.refresh_from_db()


@no_garbage_walks()
def apply_upload(*, upload: Upload, rows: list[ReadRow], by: Actor) -> tuple[LedgerBatch, Plan]:
    """Plan and write in one transaction, without a preview to confirm. Raises NotPermitted, RegisterMovedOn."""
    kind = require_import(upload.collection, by)
    batch = _new_batch(upload, by)
    with (
        _kept_file(batch, upload),
        planned(
            rows,
            kind=kind,
            by=by,
            choices=upload.choices or NOTHING_CHOSEN,
            progress=nobody_follows,
        ) as plan,
    ):
        batch.save()
        mark_doubtful(plan, kind, as_of=upload.as_of, today=by.today)
        _write(batch, plan, kind, by, nobody_follows)
        _save(batch, plan, kind, by, nobody_follows)
    return batch, plan


@no_garbage_walks()
def apply_batch(
    *, batch: LedgerBatch, rows: list[ReadRow], by: Actor, progress: Progress = nobody_follows
) -> None:
    """Write a previewed batch. Raises BatchNotWaiting, RegisterMovedOn, NotPermitted."""
    kind = require_import(batch.collection, by)
    choices = LedgerChoices.of(batch.choices or {})
    with planned(rows, kind=kind, by=by, choices=choices, progress=progress) as plan:
        stored = _waiting(batch, by, among=(BatchStatus.PREVIEWED,))
        if _fingerprint(plan) != stored.plan_sha256:
            raise RegisterMovedOn
        _write(stored, plan, kind, by, progress)
        stored.save(update_fields=["status", "applied_by", "applied_at"])
        progress(JobStep.KEEP)
        _point_to_created(stored, plan)
        progress(JobStep.COMMIT)
    batch.refresh_from_db()


@transaction.atomic
def discard_batch(*, batch: LedgerBatch, by: Actor) -> None:
    """Give up a waiting batch; the file and what it said stay. Raises BatchBusy, BatchNotWaiting, NotPermitted."""
    if LedgerJob.objects.active().filter(batch=batch).exists():
        raise BatchBusy
    stored = _waiting(batch, by, among=_UNDECIDED)
    stored.status = BatchStatus.DISCARDED
    stored.save(update_fields=["status"])


def require_import(collection: str, by: Actor) -> LedgerKind:
    """The kind of ledger, which the actor may hand in. Raises NotPermitted."""
    kind = KINDS[collection]
    if not by.may("import", kind.model):
        raise NotPermitted(_("您没有导入台账的权限。"))
    return kind


def _waiting(batch: LedgerBatch, by: Actor, *, among: tuple[BatchStatus, ...]) -> LedgerBatch:
    stored = LedgerBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_import(stored.collection, by)
    if not by.may_on("view", stored):
        raise NotPermitted(_("这份台账不在您负责的地区。"))
    if stored.status not in among:
        raise BatchNotWaiting
    return stored


def _new_batch(upload: Upload, by: Actor) -> LedgerBatch:
    return LedgerBatch(
        collection=upload.collection,
        file_name=upload.file_name[:255],
        file_size=len(upload.content),
        file_sha256=hashlib.sha256(upload.content).hexdigest(),
        uploaded_by=by.user,
        uploaded_at=timezone.now(),
        sheets=upload.sheets,
        choices=_stored_choices(upload),
        words=upload.words,
        as_of=upload.as_of,
    )


def _stored_choices(upload: Upload) -> dict[str, Any] | None:
    return upload.choices.as_stored() if upload.choices else None


class _kept_file:  # noqa: N801 - a context manager that reads as a phrase
    """Store the batch's file, and remove it again when the batch does not come about."""

    def __init__(self, batch: LedgerBatch, upload: Upload) -> None:
        self.batch = batch
        self.upload = upload

    def __enter__(self) -> None:
        self.batch.file.save(self.upload.file_name, ContentFile(self.upload.content), save=False)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            self.batch.file.delete(save=False)


def _write(batch: LedgerBatch, plan: Plan, kind: LedgerKind, by: Actor, progress: Progress) -> None:
    now = timezone.now()
    origin = Origin(
        author_id=by.user.pk,
        at=now,
        reason=(_("台账导入：%(file)s") % {"file": batch.file_name})[:200],
        ledger_batch_id=batch.pk,
    )
    kind.write(plan, origin=origin, progress=progress)
    batch.status = BatchStatus.APPLIED
    batch.applied_by = by.user
    batch.applied_at = now
    announce_ledger(Event.LEDGER_APPLIED, batch)
    keep_decisions(plan, batch=batch, by=by, at=now)
    if batch.follows_id:
        _take_over(plan, batch.follows_id)


def _take_over(plan: Plan, first_id: int) -> None:
    """The rows stand in the later batch now: the first one no longer waits for them."""
    keys = {row_key(row.read.sheet, row.read.row) for row in plan.rows}
    parked = LedgerRow.objects.filter(batch_id=first_id, action=RowAction.PARK)
    taken = [row.pk for row in parked.only("sheet", "row") if row_key(row.sheet, row.row) in keys]
    LedgerRow.objects.filter(pk__in=taken).delete()
    LedgerBatch.objects.filter(pk=first_id).update(parked_count=F("parked_count") - len(taken))


def _point_to_created(batch: LedgerBatch, plan: Plan) -> None:
    """The rows of the preview are those of the plan, in its order: what they lack is what did not exist then."""
    keys = batch.rows.order_by("id").values_list("pk", flat=True)
    created = (
        (key, row.record_id)
        for key, row in zip(list(keys), plan.rows, strict=True)
        if row.action == RowAction.CREATE
    )
    set_values(LedgerRow, "record_id", created)


def _save(batch: LedgerBatch, plan: Plan, kind: LedgerKind, by: Actor, progress: Progress) -> None:
    counts = plan.summary()
    batch.created_count = counts["create"]
    batch.updated_count = counts["update"]
    batch.unchanged_count = counts["unchanged"]
    batch.parked_count = counts["park"]
    batch.error_count = counts["error"]
    batch.warned_count = sum(row.is_warned for row in plan.rows)
    batch.overwritten = overwritten_fields(plan.rows)
    batch.region = _region_at(area_of((row.read for row in plan.rows), by))
    batch.save()
    load_rows(LedgerRow, _COLUMNS, _stored_rows(batch, plan, kind, progress))


def _stored_rows(
    batch: LedgerBatch, plan: Plan, kind: LedgerKind, progress: Progress
) -> Iterator[list[Any]]:
    digest_of = digester()
    for row in counted(plan.rows, JobStep.KEEP, of=len(plan.rows), progress=progress):
        values = as_json(row.values)
        yield [
            batch.pk,
            row.read.sheet,
            row.read.row,
            row.called(kind.naming)[:LONGEST_CALL],
            row.action.value,
            row.is_warned,
            _content(row, values),
            row.record_id,
            digest_of(values) if kind.knows_again and row.stands_alone else "",
        ]


def _content(row: PlannedRow, values: bytes) -> str:
    """The row's LedgerRow.content; `values` are the row's, as JSON."""
    content = {
        "values": Fragment(values) if row.values else None,
        "cells": row.read.cells,
        "changes": row.changes,
        "issues": [issue.as_stored() for issue in row.issues],
        "extra": row.read.extra,
        "kept": row.kept,
        "candidates": [{"id": one.record_id, "evidence": one.evidence} for one in row.candidates],
        "cannot_be_new": row.cannot_be_new,
        "decision": row.decision,
    }
    return as_json_text({name: part for name, part in content.items() if part})


def _region_at(path: str) -> Region | None:
    return Region.objects.filter(pk=int(path[-PATH_STEP:])).first() if path else None


def _fingerprint(plan: Plan) -> str:
    digest = hashlib.sha256()
    for row in plan.rows:
        digest.update(_line(row).encode())
    return digest.hexdigest()


def _line(row: PlannedRow) -> str:
    where = [row.read.sheet, row.read.row]
    warnings = [issue.as_stored() for issue in row.issues]
    return as_json_text([*where, row.action, row.record_id, row.changes, row.pointed_to, warnings])

"""Decisions on whose row it is, kept when the ledger is applied and read when the next one is planned."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from datasets.access import Actor
from datasets.actions.ledgers.choices import NEW, SKIP
from datasets.actions.ledgers.plan import Plan, PlannedRow
from datasets.choices import BatchStatus
from datasets.models import Child, LedgerBatch, MatchDecision


@dataclass
class Decided:
    """What was said of one person as rows describe it: the keys of the records that it is, and is not."""

    same: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)


def decided_in_sight(collection: str, by: Actor) -> dict[str, Decided]:
    """Identity → what holds of it, by the latest word on each record."""
    standing = MatchDecision.objects.filter(
        by.area("import", Child).condition("region__path"),
        collection=collection,
        batch__status=BatchStatus.APPLIED,
    )
    found: dict[str, Decided] = {}
    for identity, key, is_same in standing.order_by("id").values_list(
        "identity", "record_id", "is_same"
    ):
        decided = found.setdefault(identity, Decided())
        (decided.same if is_same else decided.others).add(key)
        (decided.others if is_same else decided.same).discard(key)
    return found


def keep_decisions(plan: Plan, *, batch: LedgerBatch, by: Actor, at: datetime.datetime) -> None:
    """What the batch's rows were decided to be, and not to be, by whoever applies it."""
    MatchDecision.objects.bulk_create(
        decision for row in plan.rows for decision in _decisions_of(row, batch, by, at)
    )


def _decisions_of(
    row: PlannedRow, batch: LedgerBatch, by: Actor, at: datetime.datetime
) -> Iterator[MatchDecision]:
    if row.decision in ("", SKIP):
        return
    for candidate in row.candidates:
        if candidate.region_id is None:
            continue  # only children are known again by what a row says of them
        yield MatchDecision(
            collection=batch.collection,
            record_id=candidate.record_id,
            region_id=candidate.region_id,
            identity=row.identity,
            is_same=row.decision != NEW and row.decision == str(candidate.record_id),
            decided_by=by.user,
            decided_at=at,
            batch=batch,
            sheet=row.read.sheet,
            row=row.read.row,
        )

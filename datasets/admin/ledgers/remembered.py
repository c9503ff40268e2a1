"""From whom a waiting ledger's reading was taken over."""

import datetime
from dataclasses import dataclass

from datasets.access import Actor
from datasets.models import LedgerBatch, LedgerHabit
from datasets.models.posts import name_of_user


@dataclass(frozen=True)
class Remembered:
    who: str
    at: datetime.datetime


def remembered_by(batch: LedgerBatch, *, to: Actor) -> Remembered | None:
    """Who last said how such files are read; None where nothing was remembered, or nothing the reader may see."""
    keys = (batch.choices or {}).get("habits", ())
    seen = to.rows(LedgerHabit).filter(pk__in=keys).values("pk")
    last = LedgerHabit.history.filter(id__in=seen).order_by("-history_date").first()
    return Remembered(name_of_user(last.history_user), last.history_date) if last else None

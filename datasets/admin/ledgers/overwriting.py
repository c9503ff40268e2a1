"""Whose value holds where a waiting ledger and the record differ: chosen once a field, for all rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from datasets.actions.ledgers.choices import LedgerChoices
from datasets.ledgers.pipeline import LAYOUTS
from datasets.models import LedgerBatch

#: In the form: what is recorded stays. Anything else: the ledger's value is taken.
KEEP = "keep"


@dataclass(frozen=True)
class ShownOverwriting:
    """A field in which rows differ from the record: in how many, and how many of them look doubtful."""

    name: str
    label: str
    rows: int
    less: int
    older: int
    is_kept: bool


def shown_overwritings(batch: LedgerBatch) -> list[ShownOverwriting]:
    """The fields of the batch, the most frequent first; a kept one as well, so that it can be taken again."""
    layout, kept = LAYOUTS[batch.collection], LedgerChoices.of(batch.choices or {}).kept
    return [
        ShownOverwriting(
            name=f"kept {one['field']}",
            label=layout.label_of(one["field"]),
            rows=one["rows"],
            less=one["less"],
            older=one["older"],
            is_kept=one["field"] in kept,
        )
        for one in batch.overwritten
    ]


def said_of_kept(
    batch: LedgerBatch, before: Collection[str], form: Mapping[str, str]
) -> frozenset[str]:
    """The fields that keep what is recorded, after a posted form; of fields that it did not show nothing changes."""
    kept = set(before)
    for one in batch.overwritten:
        said = form.get(f"kept {one['field']}")
        if said == KEEP:
            kept.add(one["field"])
        elif said is not None:
            kept.discard(one["field"])
    return frozenset(kept)

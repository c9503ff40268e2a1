"""Notes to a page's fields: the ledger row that each came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from datasets.access import Actor
from datasets.history.provenance import Source, field_sources
from datasets.models import LedgerBatch, Record


@dataclass(frozen=True)
class Note:
    """A ledger row that fields of the page came from."""

    number: int
    source: Source
    may_open: bool


def notes_of(record: Record, names: Iterable[str], *, to: Actor) -> dict[str, Note]:
    """Field → its note, numbered as the page's fields `names` go; one note a ledger row."""
    sources = field_sources(record)
    batches = {source.batch.pk for source in sources.values()}
    seen = set(to.rows(LedgerBatch).filter(pk__in=batches).values_list("pk", flat=True))
    notes: dict[Source, Note] = {}
    return {
        name: notes.setdefault(source, Note(len(notes) + 1, source, source.batch.pk in seen))
        for name in names
        if (source := sources.get(name))
    }

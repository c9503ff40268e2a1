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
    #: Files and sheets are named after what is in them: 服刑人员子女.xlsx.
    may_name: bool


def notes_of(record: Record, names: Iterable[str], *, to: Actor) -> dict[str, Note]:
    """Field → its note, numbered as the page's fields `names` go; one note a ledger row."""
    sources = field_sources(record)
    batches = {source.batch.pk for source in sources.values()}
    seen = set(to.rows(LedgerBatch).filter(pk__in=batches).values_list("pk", flat=True))
    notes: dict[Source, Note] = {}
    may_name = to.sees_whole(type(record))
    told: dict[str, Note] = {}
    for name in names:
        # That a ledger filled a field in says that there is something in it.
        if (source := sources.get(name)) and to.sees(type(record), name):
            note = Note(len(notes) + 1, source, source.batch.pk in seen, may_name)
            told[name] = notes.setdefault(source, note)
    return told

"""Whether the access log still is what was written."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from datasets.audit.chain import digest_of, listed_keys
from datasets.audit.guards import missing_guards
from datasets.models import AccessEntry, AccessHead, AccessRecord


class Fault(StrEnum):
    MISSING = "missing"
    ALTERED = "altered"
    CUT_OFF = "cut_off"
    ANCHOR = "anchor"
    UNGUARDED = "unguarded"
    UNLISTED = "unlisted"


SENTENCES: dict[Fault, Any] = {
    Fault.MISSING: _("第 %(number)d 条不见了。"),
    Fault.ALTERED: _("第 %(number)d 条被改动过，或者不是本系统写入的。"),
    Fault.CUT_OFF: _("日志的末尾与登记的条数（%(number)d 条）不符。"),
    Fault.ANCHOR: _("第 %(number)d 条与以前留存的校验值不符。"),
    Fault.UNGUARDED: _("数据库里防止改动日志的触发器不完整。"),
    Fault.UNLISTED: _("第 %(number)d 条涉及的记录与索引不符，“谁打开过”会漏掉它。"),
}


#: Behind the last listing.
_NONE_LEFT: tuple[float, Iterator[Any]] = (math.inf, iter(()))


@dataclass(frozen=True)
class Finding:
    fault: Fault
    number: int

    @property
    def message(self) -> str:
        return str(SENTENCES[self.fault] % {"number": self.number})


@dataclass(frozen=True)
class Anchor:
    """An entry's number and digest, kept outside the database since an earlier day."""

    number: int
    digest: str


def head() -> Anchor:
    stored = AccessHead.objects.get()
    return Anchor(stored.entry_count, stored.digest)


def findings(anchors: list[Anchor] | None = None) -> Iterator[Finding]:
    """Everything that does not fit: of the chain, then of what leads from a record to its entries; each in the order
    of the entries. Reads the whole log twice, in flat memory.
    """
    if missing_guards(connection):
        yield Finding(Fault.UNGUARDED, 0)
    expected = {anchor.number: anchor.digest for anchor in anchors or ()}
    last = head()
    number, before = 0, ""
    # What is appended meanwhile is not looked at.
    entries = AccessEntry.objects.filter(id__lte=last.number).order_by("id")
    for entry in entries.iterator(chunk_size=2_000):
        for lost in range(number + 1, entry.id):
            yield Finding(Fault.MISSING, lost)
        # After a gap the chain cannot be followed: only the entry's own link to what is lost breaks.
        if entry.id == number + 1 and digest_of(entry, before=before) != entry.digest:
            yield Finding(Fault.ALTERED, entry.id)
        if expected.pop(entry.id, entry.digest) != entry.digest:
            yield Finding(Fault.ANCHOR, entry.id)
        number, before = entry.id, entry.digest
    for lost in sorted(expected):
        yield Finding(Fault.ANCHOR, lost)
    if (number, before) != (last.number, last.digest):
        yield Finding(Fault.CUT_OFF, last.number)
    yield from _unlisted(last)


def _unlisted(last: Anchor) -> Iterator[Finding]:
    """Entries that are not found by just the records that they name: whoever removes a listing hides who read."""
    entries = AccessEntry.objects.filter(id__lte=last.number).order_by("id")
    listings = AccessRecord.objects.filter(entry_id__lte=last.number).order_by("entry_id")
    told = listings.values_list("entry_id", "collection", "record_id").iterator(chunk_size=2_000)
    grouped = groupby(told, key=itemgetter(0))
    number, listed = next(grouped, _NONE_LEFT)
    for entry in entries.only("id", "collection", "records").iterator(chunk_size=2_000):
        while number < entry.id:  # of an entry that is gone
            number, listed = next(grouped, _NONE_LEFT)
        found: list[Any] = []
        if number == entry.id:
            found = sorted(listed)
            number, listed = next(grouped, _NONE_LEFT)
        if found != sorted((entry.id, entry.collection, key) for key in listed_keys(entry)):
            yield Finding(Fault.UNLISTED, entry.id)

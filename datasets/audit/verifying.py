"""Whether the access log still is what was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from datasets.audit.chain import digest_of
from datasets.audit.guards import missing_guards
from datasets.models import AccessEntry, AccessHead


class Fault(StrEnum):
    MISSING = "missing"
    ALTERED = "altered"
    CUT_OFF = "cut_off"
    ANCHOR = "anchor"
    UNGUARDED = "unguarded"


SENTENCES: dict[Fault, Any] = {
    Fault.MISSING: _("第 %(number)d 条不见了。"),
    Fault.ALTERED: _("第 %(number)d 条被改动过，或者不是本系统写入的。"),
    Fault.CUT_OFF: _("日志的末尾与登记的条数（%(number)d 条）不符。"),
    Fault.ANCHOR: _("第 %(number)d 条与以前留存的校验值不符。"),
    Fault.UNGUARDED: _("数据库里防止改动日志的触发器不完整。"),
}


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
    """Everything that does not fit, in the order of the entries. Reads the whole log once, in flat memory."""
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

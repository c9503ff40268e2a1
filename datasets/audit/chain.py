"""How an entry gets into the access log, and what holds the entries together."""

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction

from datasets.choices import AccessVerb
from datasets.models import AccessEntry, AccessHead, AccessRecord

_HEAD = 1
_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Access:
    """One act to be logged. `records` are the keys shown; `count` how many rows, where it is more than those."""

    verb: AccessVerb
    collection: str = ""
    records: Sequence[int] = ()
    count: int | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = ""
    is_permitted: bool = True


@dataclass(frozen=True)
class Visitor:
    """Whose acts they are: the user (None for nobody known), the name typed or borne, the network address."""

    user_id: int | None
    username: str
    address: str | None


@transaction.atomic(savepoint=False)
def append(accesses: Iterable[Access], *, visitor: Visitor, at: datetime.datetime) -> None:
    """Write the acts as the next entries of the chain.

    Until the transaction ends nobody else appends: inside a long one, this comes last.
    """
    head = AccessHead.objects.select_for_update().get(pk=_HEAD)
    entries = []
    for access in accesses:
        entry = _entry(access, visitor, at)
        entry.id = head.entry_count + 1
        entry.digest = digest_of(entry, before=head.digest)
        head.entry_count, head.digest = entry.id, entry.digest
        entries.append(entry)
    if not entries:
        return
    AccessEntry.objects.bulk_create(entries)
    AccessRecord.objects.bulk_create(
        AccessRecord(entry=entry, collection=entry.collection, record_id=key)
        for entry in entries
        for key in listed_keys(entry)
    )
    head.save()


def listed_keys(entry: AccessEntry) -> list[int]:
    """The records by which the entry is found: all that it names, but somebody may ask for any number."""
    return [key for key in entry.records if key <= _LARGEST_KEY]


def digest_of(entry: AccessEntry, *, before: str) -> str:
    """What binds an entry to the one before it. Without the key nobody can make one that fits."""
    said = [
        before,
        entry.id,
        entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        entry.user_id,
        entry.username,
        entry.address,
        entry.verb,
        entry.is_permitted,
        entry.collection,
        entry.records,
        entry.count,
        entry.filters,
        entry.purpose,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _entry(access: Access, visitor: Visitor, at: datetime.datetime) -> AccessEntry:
    records = list(access.records)
    return AccessEntry(
        at=at,
        user_id=visitor.user_id,
        username=visitor.username[:150],
        address=visitor.address,
        verb=access.verb.value,
        is_permitted=access.is_permitted,
        collection=access.collection,
        records=records,
        count=len(records) if access.count is None else access.count,
        filters=dict(access.filters),
        purpose=access.purpose[:200],
    )

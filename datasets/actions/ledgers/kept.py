"""What an undoing leaves as it is, and the sentence that tells why."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.models import ChildCategory, Guardianship, Record
from datasets.queries.lists import among_keys
from datasets.queries.traces import Place


class Why(StrEnum):
    CHANGED = "changed"
    IN_USE = "in_use"
    GONE = "gone"
    OUT_OF_SIGHT = "out_of_sight"
    LOST = "lost"
    TAKEN = "taken"


SENTENCES: dict[Why, Any] = {
    Why.CHANGED: _("入库之后又有人改过，保留现在的内容。"),
    Why.IN_USE: _("入库之后又有别的记录用到它，予以保留。"),
    Why.GONE: _("入库之后已被删除，没有可恢复的内容。"),
    Why.OUT_OF_SIGHT: _("现在不在您负责的地区，没有改动。"),
    Why.LOST: _("原来指向的记录已不存在或不在您负责的地区，保留现在的内容。"),
    Why.TAKEN: _("原来的值现在已被另一条记录占用，保留现在的内容。"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, or one field of it (a column: `region_id`), that undoing does not touch."""

    model: type[Record]
    key: int
    #: The row of the ledger that it came from.
    place: Place
    why: Why
    field: str = ""
    now: Any = None
    #: What the field would have returned to.
    before: Any = None
    #: Who changed it last since, and when.
    by_id: int | None = None
    at: datetime.datetime | None = None

    def as_stored(self, name: str) -> dict[str, Any]:
        """One JSON form for the stored row and for scripts; the values canonical."""
        return {
            "collection": self.model._meta.model_name,
            "id": self.key,
            "name": name,
            "field": self.field.removesuffix("_id") if self._is_relation else self.field,
            "now": canonical(self.now),
            "before": canonical(self.before),
            "why": self.why.value,
            "by": self.by_id,
            "at": self.at.isoformat() if self.at else None,
        }

    @property
    def _is_relation(self) -> bool:
        return bool(self.field) and self.model._meta.get_field(self.field).is_relation


def sentence_of(why: str) -> str:
    return str(SENTENCES[Why(why)])


def names_of(kept: Iterable[Kept], *, by: Actor) -> dict[tuple[type[Record], int], str]:
    """What to call each record that is there and that the actor may see."""
    keys: dict[type[Record], set[int]] = defaultdict(set)
    for one in kept:
        keys[one.model].add(one.key)
    return {
        (model, record.pk): _name_of(record)
        for model, wanted in keys.items()
        for record in by.rows(model)
        .filter(pk__in=among_keys(wanted))
        .select_related(*_ALONG.get(model, ()))
    }


_ALONG: dict[type[Record], tuple[str, ...]] = {
    ChildCategory: ("child", "category"),
    Guardianship: ("child", "guardian"),
}


def _name_of(record: Record) -> str:
    if isinstance(record, ChildCategory | Guardianship):
        return f"{record.child} · {record}"
    return str(record)

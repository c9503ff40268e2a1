"""What an undoing left as it was, as a clerk reads it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import BooleanField
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers.kept import sentence_of
from datasets.admin.showing import NOTHING, label_of, linked
from datasets.models import LedgerRow, Record
from datasets.models.posts import name_of_user


@dataclass(frozen=True)
class ShownKept:
    """A record, or one field of it with its value now and the one it would have returned to."""

    row: LedgerRow
    collection: str
    record: str
    field: str
    now: str
    before: str
    why: str
    author: str
    at: Any


def shown_kept(rows: Iterable[LedgerRow], *, to: Actor) -> list[ShownKept]:
    """The rows of one page; the names they need are fetched once."""
    rows = list(rows)
    told = [row.content["kept"] for row in rows]
    words = _Words(told, to)
    users = get_user_model().objects.in_bulk({one["by"] for one in told} - {None})
    return [
        ShownKept(
            row=row,
            collection=str(_model(one)._meta.verbose_name),
            record=words.record(one),
            field=label_of(_model(one), one["field"]) if one["field"] else "",
            now=words.value(one, "now"),
            before=words.value(one, "before"),
            why=sentence_of(one["why"]),
            author=name_of_user(users[one["by"]]) if one["by"] else "",
            at=parse_datetime(one["at"]) if one["at"] else None,
        )
        for row, one in zip(rows, told, strict=True)
    ]


class _Words:
    """The records that are spoken of and those that their values point to, as far as the reader sees them."""

    def __init__(self, told: list[Mapping[str, Any]], to: Actor) -> None:
        self.to = to
        keys: dict[type[Record], set[int]] = defaultdict(set)
        for one in told:
            keys[_model(one)].add(one["id"])
            if target := _target(one):
                keys[target] |= {one["now"], one["before"]} - {None}
        self.records: dict[tuple[type[Record], int], Record] = {
            (model, record.pk): record
            for model, wanted in keys.items()
            for record in to.rows(model).filter(pk__in=wanted)
        }

    def record(self, one: Mapping[str, Any]) -> str:
        """Its name, linked to its page; a row that a child owns is linked to the child's."""
        found: Any = self.records.get((_model(one), one["id"]))
        if found is None:
            return str(one["name"])
        return linked(getattr(found, "child", found), to=self.to)

    def value(self, one: Mapping[str, Any], which: str) -> str:
        value = one[which]
        if not one["field"] or value in (None, ""):
            return NOTHING if one["field"] else ""
        if target := _target(one):
            found = self.records.get((target, value))
            return str(found) if found else NOTHING
        field: Any = _model(one)._meta.get_field(one["field"])
        if isinstance(field, BooleanField):
            return _("是") if value else _("否")
        return str(dict(field.flatchoices).get(value, value))


def _model(one: Mapping[str, Any]) -> type[Record]:
    return apps.get_model("datasets", one["collection"])


def _target(one: Mapping[str, Any]) -> type[Record] | None:
    if not one["field"]:
        return None
    target: Any = _model(one)._meta.get_field(one["field"]).related_model
    return target

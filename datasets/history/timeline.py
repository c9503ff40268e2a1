"""A record's past as a clerk reads it: when, who, why, from which ledger, and field by field what changed."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Field, FileField, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from datasets.models import LedgerBatch, Record, Region
from datasets.models.made_fields import SeveralChoicesField
from datasets.models.posts import name_of_user


@dataclass(frozen=True)
class Change:
    """One field: its label, and the old and the new value as shown to a clerk ("" for none)."""

    label: str
    old: str
    new: str


@dataclass
class Entry:
    """What one act did to the record and the rows it owns."""

    at: datetime.datetime
    author: str
    reason: str
    kind: str
    batch: LedgerBatch | None = None
    sheet: str = ""
    row: int | None = None
    changes: list[Change] = field(default_factory=list)
    #: Whether it changed something that the reader does not see; what, is not told.
    hides: bool = False
    #: Whether the reader may know the reason and the ledger's name: both are written by people, and tell of anything.
    is_explained: bool = True


class Reader(Protocol):
    """Who reads, as access/actors.py answers for them."""

    def sees(self, model: type[Model], path: str) -> bool: ...
    def sees_row(self, row: Model) -> bool: ...
    def sees_whole(self, model: type[Model]) -> bool: ...


#: By the name of a field: how its values are said where the timeline has no words of its own for them.
Words = Mapping[str, Callable[[Any], str]]


def timeline(record: Record, *, to: Reader, words: Words | None = None) -> list[Entry]:
    """The record's acts, newest first. An act's rows share their moment and their author."""
    histories = [_steps(record.history.all(), type(record))]
    for relation in record.owned_relations:
        link = getattr(type(record), relation).rel
        rows = link.related_model.history.filter(**{link.field.name: record.pk})
        histories.append(_steps(rows, link.related_model, owner=link.field.name))
    steps = [step for steps in histories for step in steps]
    names = _Names.of(steps, words or {})
    acts: dict[tuple[Any, ...], list[_Step]] = defaultdict(list)
    for step in steps:
        acts[step.version.history_date, step.version.history_user_id].append(step)
    in_order = sorted(acts, key=lambda act: act[0], reverse=True)
    entries = [_entry(acts[act], names, to) for act in in_order]
    is_explained = to.sees_whole(type(record))
    return [replace(entry, is_explained=is_explained) for entry in entries]


@dataclass(frozen=True)
class _Step:
    """One history row and the one before it of the same record."""

    version: Any
    previous: Any | None
    model: type[Model]
    owner: str

    def fields(self) -> Iterable[Field]:
        tracked = {field.name for field in self.version.tracked_fields} - {self.owner}
        for field_ in self.model._meta.concrete_fields:
            if field_.name in tracked and not field_.primary_key:
                yield field_


def _steps(versions: Any, model: type[Model], *, owner: str = "") -> list[_Step]:
    last: dict[int, Any] = {}
    steps = []
    for version in versions.order_by("history_date", "history_id"):
        steps.append(_Step(version, last.get(version.id), model, owner))
        last[version.id] = version
    return steps


@dataclass(frozen=True)
class _Names:
    """The names of all that the steps point to, fetched by one query a model."""

    by_model: Mapping[type[Model], Mapping[int, str]]
    users: Mapping[int, str]
    batches: Mapping[int, LedgerBatch]
    words: Words

    @classmethod
    def of(cls, steps: list[_Step], words: Words) -> "_Names":
        keys: dict[type[Model], set[int]] = defaultdict(set)
        for step in steps:
            for target in step.fields():
                if target.is_relation and target.related_model:
                    keys[target.related_model].add(getattr(step.version, target.attname))
        by_model = {model: _names_of(model, wanted - {None}) for model, wanted in keys.items()}
        users = {
            user.pk: name_of_user(user)
            for user in get_user_model().objects.filter(
                pk__in={step.version.history_user_id for step in steps}
            )
        }
        batches = LedgerBatch.objects.in_bulk(
            {step.version.ledger_batch_id for step in steps} - {None}
        )
        return cls(by_model, users, batches, words)

    def shown(self, target: Field, value: Any) -> str:
        """A value as a clerk reads it."""
        if target.name in self.words:
            return self.words[target.name](value)
        if value is None or value == "":
            return ""
        if target.related_model:
            return self.by_model.get(target.related_model, {}).get(value, _("已删除的记录"))
        if isinstance(target, BooleanField):
            return _("是") if value else _("否")
        if isinstance(target, FileField):
            return _("有")
        if target.choices:
            return str(dict(target.flatchoices).get(value, value))
        if isinstance(target, SeveralChoicesField):
            return target.shown(value)
        if isinstance(value, datetime.datetime):
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        if isinstance(value, datetime.date):
            return date_format(value, "DATE_FORMAT")
        return str(value)


def _names_of(model: type[Model], keys: set[int]) -> dict[int, str]:
    """What the records are called; of those deleted, what they were called last."""
    names = {
        row.pk: row.trail() if isinstance(row, Region) else str(row)
        for row in model._base_manager.filter(pk__in=keys)
    }
    gone = keys - names.keys()
    if gone and issubclass(model, Record):
        for version in model.history.filter(id__in=gone, history_type="-"):
            names[version.id] = _("%(name)s（已删除）") % {"name": version.instance}
    return names


def _entry(steps: list[_Step], names: _Names, reader: Reader) -> Entry:
    head = next((step for step in steps if not step.owner), steps[0])
    version = head.version
    kinds = {"+": _("新建"), "~": _("修改"), "-": _("删除")}
    entry = Entry(
        at=version.history_date,
        author=names.users[version.history_user_id],
        reason=version.history_change_reason,
        kind=kinds["~"] if head.owner else kinds[version.history_type],
        batch=names.batches.get(version.ledger_batch_id),
        sheet=version.ledger_sheet,
        row=version.ledger_row,
    )
    for step in steps:
        if step.owner:
            entry.changes += _owned_change(step, names, reader)
        else:
            entry.changes += _field_changes(step, names, reader)
        entry.hides = entry.hides or _hides(step, reader)
    return entry


def _hides(step: _Step, reader: Reader) -> bool:
    """Whether the step changed what the reader does not see."""
    if not reader.sees_row(step.version.instance):
        return True
    return any(
        (getattr(step.version, target.attname) or None)
        != ((getattr(step.previous, target.attname) if step.previous else None) or None)
        for target in step.fields()
        if not reader.sees(step.model, target.name)
    )


def _field_changes(step: _Step, names: _Names, reader: Reader) -> list[Change]:
    changes = []
    for target in step.fields():
        if not reader.sees(step.model, target.name):
            continue
        before = getattr(step.previous, target.attname) if step.previous else None
        after = getattr(step.version, target.attname)
        if step.version.history_type == "-":
            after = None
        if before == after:
            continue
        old, new = names.shown(target, before), names.shown(target, after)
        if old and old == new:
            # Another photo, another guardian of the same name: a change, though it reads the same.
            new = _("%(value)s（另一份）") % {"value": new}
        if old != new:
            changes.append(Change(str(target.verbose_name), old, new))
    return changes


def _owned_change(step: _Step, names: _Names, reader: Reader) -> list[Change]:
    """An owned row as one line: "困境类别认定: — → 孤儿（认定依据：…）"."""
    old = _sentence(step, step.previous, names, reader) if step.previous else ""
    is_gone = step.version.history_type == "-"
    new = "" if is_gone else _sentence(step, step.version, names, reader)
    return [Change(str(step.model._meta.verbose_name), old, new)] if old != new else []


def _sentence(step: _Step, version: Any, names: _Names, reader: Reader) -> str:
    if not reader.sees_row(version.instance):
        return ""
    parts = [
        (target.verbose_name, text)
        for target in step.fields()
        if reader.sees(step.model, target.name)
        and (text := names.shown(target, getattr(version, target.attname)))
    ]
    if not parts:
        return ""
    (_label, row), *rest = parts
    if not rest:
        return row
    more = _("；").join(_("%(field)s：%(value)s") % {"field": f, "value": v} for f, v in rest)
    return _("%(row)s（%(more)s）") % {"row": row, "more": more}

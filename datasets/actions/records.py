"""Writing one record and the rows it owns, as one act: one author, one reason, one moment of history."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import (
    Count,
    Field,
    FileField,
    ForeignKey,
    Max,
    ProtectedError,
    QuerySet,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.custom.conditions import faults_of
from datasets.custom.loading import stand_still
from datasets.custom.numbering import take_numbers
from datasets.models import Record
from datasets.webhooks.events import Event, announce_record

RecordT = TypeVar("RecordT", bound=Record)

#: Rows of the owned relations: relation name → one mapping a row. "id" names an existing row,
#: "delete": True removes it, the rest are its fields' values. Rows not mentioned stay as they are.
Owned = Mapping[str, Sequence[Mapping[str, Any]]]


class NotPermitted(PermissionDenied):
    """The actor may not do this with this record."""


class RecordInUse(ValidationError):
    """The record cannot be removed: others refer to it."""


class RecordChangedMeanwhile(ValidationError):
    """Somebody else changed the record after the actor opened it."""


@dataclass(frozen=True)
class Act:
    """One act: what is written in it bears the same author, reason and moment."""

    by: Actor
    reason: str
    at: datetime.datetime

    @classmethod
    def now(cls, by: Actor, reason: str) -> "Act":
        if not reason:
            raise ValueError("Every write has a reason.")
        return cls(by=by, reason=reason, at=timezone.now())

    def add(self, record: Record) -> None:
        """Validate and insert `record`. Raises ValidationError, NotPermitted."""
        _require(self.by.may("add", type(record)))
        said = _said_in(record)
        self._require_sight(record, said)
        _clean(record, said)
        for name, (number,) in take_numbers(type(record), 1, self.by.today).items():
            setattr(record, name, number)
        self._save(record)

    def set(self, record: Record, values: Mapping[str, Any]) -> list[str]:
        """Set and save those of `values` that differ from the stored ones; returns the names of their fields.

        Raises ValidationError, NotPermitted.
        """
        before = {
            name: getattr(record, name)
            for name, value in values.items()
            if differs(record, name, value)
        }
        if not before:
            return []
        self._require_sight(record, before)
        for name in before:
            setattr(record, name, values[name])
        self._require_sight(record, before)
        _clean(record, before)
        # Cleaned, a value may be what was stored: an ID number typed with a small x.
        changed = [name for name, value in before.items() if getattr(record, name) != value]
        if changed:
            _require(self.by.may("change", type(record)))
            self._save(record, changed)
        return changed

    def remove(self, record: Record) -> None:
        """Delete `record`. Raises NotPermitted, and RecordInUse where others refer to it."""
        _require(self.by.may("delete", type(record)))
        self.drop(record)

    def drop(self, record: Record) -> None:
        """The same where an action has judged by a rule of its own. Raises RecordInUse."""
        self._sign(record)
        try:
            record.delete()
        except ProtectedError as error:
            # Not how many: of a sensitive category that were how many children it is true of.
            raise RecordInUse(
                _("“%(record)s”还有相关记录，不能删除。") % {"record": record}, code="in_use"
            ) from error

    def put(self, record: Record, fields: Sequence[str] | None = None) -> None:
        """Validate and save what an action has judged by a rule of its own: it names what the actor does not see.

        Raises ValidationError.
        """
        record.full_clean()
        self._sign(record)
        record.save(update_fields=fields)

    def _require_sight(self, record: Record, names: Iterable[str]) -> None:
        """What one does not see one can't write, nor learn by trying to."""
        _require(self.by.sees_row(record))
        unseen = [name for name in names if not self.by.sees(type(record), name)]
        if unseen:
            labels = [str(record._meta.get_field(name).verbose_name) for name in unseen]  # type: ignore[union-attr]
            raise NotPermitted(
                _("您看不到“%(fields)s”，不能填写或修改。") % {"fields": "、".join(labels)}
            )

    def _save(self, record: Record, fields: Sequence[str] | None = None) -> None:
        _require_targets_in_sight(record, fields, self.by)
        self._sign(record)
        record.save(update_fields=fields)

    def _sign(self, record: Record) -> None:
        record._history_user = self.by.user  # type: ignore[attr-defined]
        record._change_reason = self.reason  # type: ignore[attr-defined]
        record._history_date = self.at  # type: ignore[attr-defined]


@transaction.atomic
def create_record(
    *,
    model: type[RecordT],
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    settle: Callable[[RecordT], None] | None = None,
) -> RecordT:
    """A new record with the rows it owns. Raises NotPermitted, ValidationError.

    `settle` works out what depends on the record's own key, before permission is judged.
    """
    stand_still(model)
    act = Act.now(by, reason)
    record = model(**values)
    act.add(record)
    if settle:
        settle(record)
    _write_owned(record, owned or {}, act)
    _require(by.may_on("add", record))
    announce_record(Event.RECORD_CREATED, record)
    return record


@transaction.atomic
def change_record(
    *,
    record: RecordT,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Set what differs from the stored record; returns the changed fields and relations.

    Writes nothing, and no history, where nothing differs. `seen_version` is the `latest_version` that
    the actor saw. Raises NotPermitted, RecordChangedMeanwhile, ValidationError.
    """
    stand_still(type(record))
    stored = locked(record)
    _require(by.may_on("change", stored))
    _require_version(stored, seen_version)
    act = Act.now(by, reason)
    changed = act.set(stored, values) + _write_owned(stored, owned or {}, act)
    _require(by.may_on("change", stored))
    if changed:
        announce_record(Event.RECORD_CHANGED, stored)
    return changed


@transaction.atomic
def delete_record(
    *, record: Record, by: Actor, reason: str, seen_version: str | None = None
) -> None:
    """Remove the record and the rows it owns; its history stays.

    `seen_version` as in `change_record`. Raises NotPermitted, RecordChangedMeanwhile, RecordInUse.
    """
    stand_still(type(record))
    stored = locked(record)
    _require(by.may_on("delete", stored))
    _require_version(stored, seen_version)
    act = Act.now(by, reason)
    for relation in stored.owned_relations:
        for row in owned_rows(stored, relation):
            act.remove(row)
    announce_record(Event.RECORD_DELETED, stored)
    act.remove(stored)


def owned_rows(record: Record, relation: str) -> QuerySet[Any]:
    """The stored rows of one of the record's owned relations."""
    link = getattr(type(record), relation).rel
    rows: QuerySet[Any] = link.related_model.objects.filter(**{link.field.name: record})
    return rows


def locked(record: RecordT) -> RecordT:
    """The record as stored now, locked until the transaction ends (SQLite locks the whole database)."""
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def latest_version(record: Record) -> str:
    """A text that every change of the record or of a row it owns makes another.

    Of the record and of each owned relation: the latest history key and the number of rows. An added or
    changed row has a later key, a removed one is missing. The rows' own keys are what history indexes.
    """
    parts = [type(record)._default_manager.filter(pk=record.pk)]
    parts += [owned_rows(record, relation) for relation in record.owned_relations]
    return " ".join(
        "{latest}/{rows}".format(
            **rows.model.history.filter(id__in=rows.values("pk")).aggregate(
                latest=Max("history_id"), rows=Count("id", distinct=True)
            )
        )
        for rows in parts
    )


def differs(record: Record, name: str, value: Any) -> bool:
    """Whether setting the field would change what is stored."""
    field: Any = record._meta.get_field(name)
    stored = getattr(record, name)
    if isinstance(field, FileField):
        # "" removes the file; None is no file chosen.
        return value is not None and value != stored
    if value in ("", None) and stored in ("", None):
        return False
    if isinstance(field, ForeignKey):
        return bool(stored != value)
    return bool(stored != field.to_python(value))


def _write_owned(record: Record, owned: Owned, act: Act) -> list[str]:
    changed = []
    for relation, rows in owned.items():
        link = getattr(type(record), relation).rel
        stored = {row.pk: row for row in owned_rows(record, relation)}
        written = [
            _write_owned_row(link.related_model, {link.field.name: record}, stored, row, act)
            # What goes away first makes room for what comes: a new principal guardian for the old one.
            for row in sorted(rows, key=_removals_first)
        ]
        if any(written):
            changed.append(relation)
    return changed


def _removals_first(row: Mapping[str, Any]) -> int:
    if row.get("delete"):
        return 0
    return 1 if row.get("is_principal") is False else 2


def _write_owned_row(
    model: type[Record],
    owner: Mapping[str, Record],
    stored: Mapping[int, Record],
    row: Mapping[str, Any],
    act: Act,
) -> bool:
    values = {name: value for name, value in row.items() if name not in ("id", "delete")}
    existing = stored.get(row["id"]) if row.get("id") else None
    if existing is None:
        if row.get("delete"):
            return False
        act.add(model(**owner, **values))
        return True
    if row.get("delete"):
        _require(act.by.sees_row(existing))
        act.remove(existing)
        return True
    return bool(act.set(existing, values))


def _clean(record: Record, given: Iterable[str]) -> None:
    """By what the model says of each field, then by what defined fields say of each other. Raises ValidationError."""
    record.full_clean()
    if faults := faults_of(type(record), given, partial(getattr, record)):
        raise ValidationError(faults)


def _require(permitted: bool) -> None:
    if not permitted:
        raise NotPermitted(_("您没有权限这样操作这条记录。"))


def _require_version(stored: Record, seen: str | None) -> None:
    if seen and seen != latest_version(stored):
        raise RecordChangedMeanwhile(
            _("您打开之后，别人修改了这条记录。请重新打开再改，以免覆盖别人的修改。"),
            code="changed_meanwhile",
        )


def _require_targets_in_sight(record: Record, fields: Sequence[str] | None, by: Actor) -> None:
    """A form may be sent with any key: what a record points to must be the actor's to see."""
    for field in record._meta.concrete_fields:
        if not _points_to_record(field) or (fields is not None and field.name not in fields):
            continue
        target = getattr(record, field.name)
        if target is not None and not by.may_on("view", target):
            raise ValidationError(
                {field.name: _("没有找到所选的记录，或者它不在您负责的地区。")}, code="out_of_sight"
            )


def _said_in(record: Record) -> list[str]:
    """The fields of a new record that hold something else than they would by themselves."""
    return [
        field.name
        for field in record._meta.concrete_fields
        if not field.primary_key
        and getattr(record, field.attname) not in ("", None)
        and (not field.has_default() or getattr(record, field.attname) != field.get_default())
    ]


def _points_to_record(field: Field) -> bool:
    return isinstance(field, ForeignKey) and issubclass(field.related_model, Record)

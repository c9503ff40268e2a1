"""The action of a collection: a noun's own where it has one, the general one otherwise."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.definitions.collections import change_collection
from datasets.actions.definitions.fields import change_field
from datasets.actions.posts import change_post, create_post, delete_post
from datasets.actions.records import Owned
from datasets.actions.regions import change_region, create_region
from datasets.actions.told_by_number import completed
from datasets.models import CollectionDefinition, FieldDefinition, Post, Record, Region

RecordT = TypeVar("RecordT", bound=Record)

_CREATE: dict[type[Record], Callable[..., Any]] = {Region: create_region, Post: create_post}
_CHANGE: dict[type[Record], Callable[..., list[str]]] = {
    Region: change_region,
    Post: change_post,
    CollectionDefinition: lambda record, owned, **told: change_collection(
        collection=record, **told
    ),
    FieldDefinition: lambda record, owned, **told: change_field(field=record, **told),
}
_DELETE: dict[type[Record], Callable[..., None]] = {Post: delete_post}


def create(
    model: type[RecordT],
    *,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
) -> RecordT:
    """A new record of the collection. Raises NotPermitted, ValidationError."""
    action = _CREATE.get(model) or partial(records.create_record, model=model)
    values = completed(model(), values, today=by.today)
    with _clashes_said():
        made: RecordT = action(values=values, owned=owned, by=by, reason=reason)
    return made


def change(
    record: Record,
    *,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Change a record; returns what changed. Raises NotPermitted, RecordChangedMeanwhile, ValidationError."""
    action: Callable[..., list[str]] = _CHANGE.get(type(record), records.change_record)
    values = completed(record, values, today=by.today)
    with _clashes_said():
        return action(
            record=record,
            values=values,
            owned=owned,
            by=by,
            reason=reason,
            seen_version=seen_version,
        )


def delete(record: Record, *, by: Actor, reason: str, seen_version: str | None = None) -> None:
    """Remove a record; its history stays. Raises NotPermitted, RecordChangedMeanwhile, RecordInUse."""
    action: Callable[..., None] = _DELETE.get(type(record), records.delete_record)
    action(record=record, by=by, reason=reason, seen_version=seen_version)


@contextmanager
def _clashes_said() -> Iterator[None]:
    """What validation found free somebody else has just taken: the database refuses, we say so."""
    try:
        yield
    except IntegrityError as error:
        raise ValidationError(
            _("刚才有人保存了与此相同的内容（如同一个证件号码），请核对后再保存。"), code="clash"
        ) from error

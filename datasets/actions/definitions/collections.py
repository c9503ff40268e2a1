"""A collection of one's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.definitions.changing import change_of_definitions
from datasets.actions.definitions.checking import CODE
from datasets.actions.definitions.fields import add_fields
from datasets.actions.definitions.grants import grant, granted
from datasets.actions.records import NotPermitted
from datasets.custom.specs import CollectionSpec
from datasets.custom.types.links import models_by_collection
from datasets.models import CollectionDefinition


def define_collection(
    *,
    values: Mapping[str, Any],
    fields: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    reason: str,
) -> CollectionDefinition:
    """A new collection with its first fields, its table and its permissions. Raises NotPermitted, ValidationError."""
    check_code(values.get("code", ""))
    with change_of_definitions():
        collection = records.create_record(
            model=CollectionDefinition, values=values, by=by, reason=reason
        )
        add_fields(collection.code, fields, by=by, reason=reason)
        grant(CollectionSpec.of(collection), collection.grants)
    return collection


def change_collection(
    *,
    collection: CollectionDefinition,
    values: Mapping[str, Any],
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Its words, its title, its grants; never its code nor whether it lies in regions.

    Raises NotPermitted, RecordChangedMeanwhile, ValidationError.
    """
    fixed = [
        name
        for name in ("code", "has_region")
        if records.differs(collection, name, values.get(name, getattr(collection, name)))
    ]
    if fixed:
        raise ValidationError({name: _("建好以后不能再改。") for name in fixed})
    with change_of_definitions():
        _require_nothing_for_oneself(collection, values, by)
        changed = records.change_record(
            record=collection, values=values, by=by, reason=reason, seen_version=seen_version
        )
        stored = CollectionDefinition.objects.get(pk=collection.pk)
        spec = CollectionSpec.of(stored)
        # What a city gave or took in the editor of groups stays, unless the matrix itself is changed.
        grant(spec, stored.grants if "grants" in changed else granted(spec))
    return changed


def _require_nothing_for_oneself(
    collection: CollectionDefinition, values: Mapping[str, Any], by: Actor
) -> None:
    """Nobody lets the own role do more with what others recorded, as nobody changes the own posts.

    Raises NotPermitted.
    """
    if by.is_unbound or "grants" not in values:
        return
    held = granted(CollectionSpec.of(CollectionDefinition.objects.get(pk=collection.pk)))
    for role in {post.role_name for post in by.posts}:
        if not {*values["grants"].get(role, ())} <= {*held.get(role, ())}:
            raise NotPermitted(
                _("不能给自己的角色“%(role)s”增加权限，请由其他管理员办理。") % {"role": role}
            )


def archive_collection(*, collection: CollectionDefinition, by: Actor, reason: str) -> None:
    """Out of use: no screens, no addresses; records, history and permissions stay as they are."""
    _set_archived(collection, by.today, by, reason)


def take_collection_up(*, collection: CollectionDefinition, by: Actor, reason: str) -> None:
    """Into use again, with all its records."""
    _set_archived(collection, None, by, reason)


def _set_archived(collection: CollectionDefinition, day: Any, by: Actor, reason: str) -> None:
    with change_of_definitions():
        values = {"archived_date": day}
        records.change_record(record=collection, values=values, by=by, reason=reason)


def check_code(code: str) -> None:
    """Raises ValidationError."""
    if not CODE.fullmatch(code):
        raise ValidationError(
            {"code": _("代码只能用小写字母、数字和下划线，以字母开头，例如 volunteers。")}
        )
    if code in models_by_collection():
        raise ValidationError({"code": _("已经有代码相同的数据集。")})

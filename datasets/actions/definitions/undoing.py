"""Back to what a definition said before, as a new change with an author and a reason."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.definitions.collections import change_collection
from datasets.actions.definitions.fields import change_field
from datasets.models import CollectionDefinition, FieldDefinition

#: What no change of a definition can set: a column is chosen by what is to lie in it.
_FIXED = ("id", "code", "collection", "column", "has_region")


def values_as_of(
    definition: FieldDefinition | CollectionDefinition, at: datetime.datetime
) -> dict[str, Any]:
    """What it said at that moment, for `effects_of` and for going back. Raises ValidationError."""
    versions = definition.history.filter(history_date__lte=at).exclude(history_type="-")
    version = versions.order_by("-history_date", "-history_id").first()
    if version is None:
        raise ValidationError(_("那个时间还没有这条记录。"), code="no_version")
    return {
        one.name: getattr(version, one.attname)
        for one in version.tracked_fields
        if one.name not in _FIXED
    }


def restore_field(
    *, field: FieldDefinition, at: datetime.datetime, by: Actor, reason: str
) -> list[str]:
    """Its type too: the values come back as they were first written, where nobody has changed them since.

    Raises NotPermitted, ValidationError.
    """
    return change_field(field=field, values=values_as_of(field, at), by=by, reason=reason)


def restore_collection(
    *, collection: CollectionDefinition, at: datetime.datetime, by: Actor, reason: str
) -> list[str]:
    """Raises NotPermitted, ValidationError."""
    values: Mapping[str, Any] = values_as_of(collection, at)
    return change_collection(collection=collection, values=values, by=by, reason=reason)

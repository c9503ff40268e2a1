"""What is left of a person's record once it is nameless: what statistics need, and nothing that tells who it was.

A field that nobody has thought of here is emptied; one that cannot be empty says 已匿名. Of days the year
stays, of villages the township; a photo goes, and so does what leads from one person to another.
"""

from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    F,
    Field,
    FileField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Coalesce, TruncYear

from datasets.choices import RegionLevel
from datasets.models import Child, Family, Guardian, Guardianship, Region, TransferRequest
from datasets.models.encrypted import EncryptedField
from datasets.models.retention import Retained

NAMELESS = "已匿名"

#: What stays as it is, beside keys, moments and ticks.
KEPT: dict[type[Model], tuple[str, ...]] = {
    Child: ("sex", "status", "closing_reason"),
    Family: ("dossier_type",),
    Guardian: ("sex",),
    Guardianship: ("relation",),
}
#: What may be empty in some rows and in others may not: a refusal is told with its reason.
_SAID: dict[type[Model], tuple[str, ...]] = {TransferRequest: ("answer",)}
_DAYS = ("archived_date", "anonymised_date")
#: A rare kind of paper tells as much as its number.
_BACK_TO_DEFAULT = ("id_type",)


def what_remains(model: type[Model]) -> dict[str, Any]:
    """Field → the value, or expression, that takes its place; fields that stay are not named.

    It goes for the record's table and for its history.
    """
    kept = (*KEPT.get(model, ()), *_DAYS)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    changed = {field.name: _instead(field) for field in fields if field.name not in kept}
    changed |= dict.fromkeys(_SAID.get(model, ()), NAMELESS)
    return {name: value for name, value in changed.items() if value is not _STAYS}


_STAYS: Any = object()


def _instead(field: Field[Any, Any]) -> Any:
    if isinstance(field, ForeignKey):
        return _instead_of_key(field)
    if field.name in _BACK_TO_DEFAULT:
        return field.get_default()
    if isinstance(field, FileField):
        return ""
    if isinstance(field, DateField) and not isinstance(field, EncryptedField | DateTimeField):
        return TruncYear(field.name)
    if isinstance(field, BooleanField | DateTimeField | UUIDField) and not _is_defined(field):
        return _STAYS
    if field.null:
        return None
    if isinstance(field, IntegerField):
        return _STAYS
    if isinstance(field, JSONField):
        return field.get_default()
    if field.choices:
        return "" if field.blank else _STAYS
    return "" if field.blank else NAMELESS


def _is_defined(field: Field[Any, Any]) -> bool:
    """Of what somebody defined nobody knows what it tells."""
    return hasattr(field, "made")


def _instead_of_key(field: ForeignKey[Any, Any]) -> Any:
    target: Any = field.related_model
    if _is_defined(field) and not target.is_public_knowledge:
        return None
    if target is Region:
        village = Region.objects.filter(pk=OuterRef(field.attname), level=RegionLevel.VILLAGE)
        return Coalesce(Subquery(village.values("parent_id")), F(field.attname))
    return None if field.null and issubclass(target, Retained) else _STAYS


def leads_to_another(model: type[Model], owner: str) -> bool:
    """Whether a row of the model binds the record that it hangs on to another person, who may stay."""
    return any(
        isinstance(field, ForeignKey)
        and field.name != owner
        and issubclass(field.related_model, Retained)
        for field in model._meta.concrete_fields
    )


def links_of(model: type[Model]) -> list[str]:
    """The fields that name a guardian or a household: in a history they may all be empty."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in (Guardian, Family)
    ]


def files_of(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, FileField)]

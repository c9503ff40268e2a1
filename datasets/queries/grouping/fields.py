"""Which fields of a collection a view of this reader may use: what is masked tells nothing by its order."""

from collections.abc import Container
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ImageField

from datasets.access import Actor
from datasets.custom.computing import computed_fields
from datasets.models import Record
from datasets.models.encrypted import EncryptedField
from datasets.queries.conditions.kinds import Kind, kind_of

_ORDERED = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.MOMENT, Kind.YES_NO, Kind.CHOICE)


def summable(model: type[Record], *, by: Actor) -> list[str]:
    return list(fields_of(model, (Kind.NUMBER,), by=by))


def with_places(model: type[Record], name: str, total: Any) -> Any:
    """A sum with as many places as its field has: SQLite forgets them."""
    field: Any = model._meta.get_field(name)
    if total is None or not isinstance(field, DecimalField):
        return total
    return Decimal(total).quantize(Decimal(1).scaleb(-field.decimal_places))


def date_fields(model: type[Record], *, by: Actor) -> list[str]:
    return list(fields_of(model, (Kind.DATE,), by=by))


def photo_fields(model: type[Record], *, by: Actor) -> list[str]:
    found = (one for one in model._meta.concrete_fields if isinstance(one, ImageField))
    return [one.name for one in found if by.sees(model, one.name)]


def ordering_fields(model: type[Record], *, by: Actor) -> list[str]:
    """Computed ones too, as far as the database works them out."""
    computed = [one.spec.code for one in computed_fields(model) if one.is_askable]
    seen = [name for name in computed if by.sees(model, name)]
    return [*fields_of(model, _ORDERED, by=by), *seen]


def fields_of(model: type[Record], kinds: Container[Kind | None], *, by: Actor) -> dict[str, Any]:
    """Name → field, of those that stand in plain in the database."""
    return {
        one.name: one
        for one in model._meta.concrete_fields
        if one.editable
        and not one.primary_key
        and not isinstance(one, EncryptedField)
        and kind_of(one) in kinds
        and by.sees(model, one.name)
    }

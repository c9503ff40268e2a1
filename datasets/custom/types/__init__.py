"""The types of fields: of those that somebody defined, and of the built-in ones when a ledger is read."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from datasets.custom.types.base import FieldType
from datasets.custom.types.computed import ComputedValue
from datasets.custom.types.dates import Date, Moment
from datasets.custom.types.files import File, Photo
from datasets.custom.types.links import AgencyLink, RegionLink, Relation
from datasets.custom.types.numbering import AutoNumber
from datasets.custom.types.numbers import DecimalNumber, Integer, Money
from datasets.custom.types.people import IdNumber, Phone
from datasets.custom.types.texts import Address, LongText, PersonName, Remark, Slug, Text
from datasets.custom.types.words import Choice, SeveralChoices, YesNo
from datasets.readers import Reader

_ALL: tuple[FieldType, ...] = (
    Text(), LongText(), Integer(), DecimalNumber(), Money(), Date(), Moment(), YesNo(), Choice(),
    SeveralChoices(), PersonName(), IdNumber(), Phone(), Address(), RegionLink(), AgencyLink(),
    Relation(), File(), Photo(), AutoNumber(), ComputedValue(),
)  # fmt: skip

#: Code → type, in the order in which they are offered.
TYPES: Mapping[str, FieldType] = {one.code: one for one in _ALL}

_CHOICE = TYPES["choice"]
_OF_BUILT_IN = sorted(
    ((kind, one) for one in (*_ALL, Slug(), Remark()) for kind in one.built_in),
    key=lambda pair: -len(pair[0].__mro__),
)


def type_of(field: Any) -> FieldType:
    """The type of a Django field: the one it was made by, or, of a built-in one, what its class stands for."""
    made: FieldType | None = getattr(field, "made_type", None)
    if made is not None:
        return made
    if field.choices:
        return _CHOICE
    return next(one for kind, one in _OF_BUILT_IN if isinstance(field, kind))


def reader_of(model: type[Model], name: str, *, words: Mapping[str, str] | None = None) -> Reader:
    """The reader of a field: what a record may hold, a row may say. `words`: further ways to write its choices."""
    field = model._meta.get_field(name)
    return type_of(field).reader(field, words=words)

"""What sorts of questions a Django field can answer."""

from enum import StrEnum
from typing import Any

from django.db import models

from datasets.models import Record, Region
from datasets.models.encrypted import EncryptedField, EncryptedJSONField, FindableCharField
from datasets.models.made_fields import SeveralChoicesField


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    SEVERAL = "several"
    REGION = "region"
    LINK = "link"
    #: Encrypted, found by its whole value.
    FINDABLE = "findable"
    #: Encrypted, or a file: only whether anything is there.
    PRESENCE = "presence"
    #: Rows that belong to the record, which can be counted.
    ROWS = "rows"


_BY_CLASS: tuple[tuple[type[models.Field], Kind], ...] = (
    (SeveralChoicesField, Kind.SEVERAL),
    (models.FileField, Kind.PRESENCE),
    (models.BooleanField, Kind.YES_NO),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DATE),
    (models.DecimalField, Kind.NUMBER),
    (models.FloatField, Kind.NUMBER),
    (models.IntegerField, Kind.NUMBER),
    (models.CharField, Kind.TEXT),
    (models.TextField, Kind.TEXT),
)


def kind_of(field: Any) -> Kind | None:
    """None for what no condition asks: documents, accounts, keys."""
    if isinstance(field, EncryptedJSONField | models.JSONField):
        return None
    if isinstance(field, EncryptedField):
        return Kind.FINDABLE if isinstance(field, FindableCharField) else Kind.PRESENCE
    if isinstance(field, models.ForeignKey):
        return _kind_of_link(field)
    return kind_of_plain(field)


def kind_of_plain(field: Any) -> Kind | None:
    """By its class alone, whether or not its column holds ciphertext."""
    if field.choices:
        return Kind.CHOICE
    return next((kind for one, kind in _BY_CLASS if isinstance(field, one)), None)


def _kind_of_link(field: Any) -> Kind | None:
    if field.related_model is Region:
        return Kind.REGION
    return Kind.LINK if issubclass(field.related_model, Record) else None

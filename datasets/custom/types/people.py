"""What belongs to a person: an identity number, a telephone number. Never in plain in the database."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.encrypted import FindableCharField
from datasets.models.validators import FAULTS
from datasets.readers import Reader
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import phones
from datasets.standards.id_numbers import fault_in
from datasets.standards.masks import masked_number, masked_phone

_LONGEST = 60


class IdNumber(FieldType):
    """居民身份证号, by GB 11643."""

    code = "id_number"
    label = _("身份证号")
    is_sortable = is_filterable = False
    mask = staticmethod(masked_number)

    def column(self, spec: FieldSpec) -> models.Field:
        return FindableCharField(
            max_length=_LONGEST, validators=[_check_id_number], **self.encrypted(spec)
        )

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return id_number(today=timezone.localdate())


class Phone(FieldType):
    code = "phone"
    label = _("电话")
    is_sortable = is_filterable = False
    mask = staticmethod(masked_phone)

    def column(self, spec: FieldSpec) -> models.Field:
        return FindableCharField(max_length=_LONGEST, **self.encrypted(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return phones


def _check_id_number(number: str) -> None:
    fault = fault_in(number, today=timezone.localdate())
    if fault:
        raise ValidationError(FAULTS[fault], code=fault)

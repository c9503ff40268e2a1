"""Dates, and dates with a time."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.encrypted import EncryptedDateField
from datasets.models.made_fields import EncryptedDateTimeField
from datasets.readers import Reader
from datasets.readers.dates import LAST_DAY, moment, past_date


class Date(FieldType):
    code = "date"
    label = _("日期")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.DateField,)
    options: ClassVar[tuple[str, ...]] = ("default_today",)
    can_be_unique = False

    def column(self, spec: FieldSpec) -> models.Field:
        named = self.encrypted(spec) if spec.is_encrypted else self.common(spec)
        if spec.options.get("default_today"):
            named["default"] = timezone.localdate
        return (EncryptedDateField if spec.is_encrypted else models.DateField)(**named)

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return past_date(today=LAST_DAY)

    def said(self, value: Any, field: Any) -> str:
        return value.isoformat() if value else ""


class Moment(FieldType):
    code = "datetime"
    label = _("日期和时间")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.DateTimeField,)
    can_be_unique = False

    def column(self, spec: FieldSpec) -> models.Field:
        if spec.is_encrypted:
            return EncryptedDateTimeField(**self.encrypted(spec))
        return models.DateTimeField(**self.common(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return moment

    def said(self, value: Any, field: Any) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S") if value else ""

"""Django fields that only defined fields need."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from datasets.models.encrypted import EncryptedField

_MARK = "|"


class SeveralChoicesField(models.TextField):
    """Some codes of a list, in the list's order: a tuple in Python, "|a|c|" in the table, NULL for none."""

    def __init__(self, *args: Any, words: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        #: Code → label.
        self.words: Mapping[str, str] = dict(words)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "words": tuple(self.words.items())}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        codes = value.strip(_MARK).split(_MARK) if isinstance(value, str) else list(value)
        known = [code for code in self.words if code in codes]
        return (*known, *(code for code in codes if code not in self.words))

    def get_prep_value(self, value: Any) -> Any:
        codes = self.to_python(value)
        return f"{_MARK}{_MARK.join(codes)}{_MARK}" if codes else None

    def bulk_adapter(self) -> Callable[[Any], Any]:
        """What makes column values for bulk writes (history/bulk.py)."""
        return self.get_prep_value

    def get_lookup(self, lookup_name: str) -> Any:
        return _Named if lookup_name == "names" else super().get_lookup(lookup_name)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        unknown = [code for code in value or () if code not in self.words]
        if unknown:
            raise ValidationError(
                _("“%(text)s”不在可选范围内。") % {"text": "、".join(unknown)},
                code="choice_unknown",
            )

    def formfield(self, **options: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=list(self.words.items()),
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def value_from_object(self, instance: models.Model) -> Any:
        return list(getattr(instance, self.attname) or ())

    def shown(self, value: Any) -> str:
        return "、".join(str(self.words.get(code, code)) for code in value or ())


class _Named(models.lookups.Contains):
    """`field__names=code`: whether the code is one of those named."""

    lookup_name = "contains"  # of the database's operator

    def get_prep_lookup(self) -> str:
        return f"{_MARK}{self.rhs}{_MARK}"


class EncryptedSeveralChoicesField(EncryptedField, SeveralChoicesField):
    def text_of(self, value: Any) -> Any:
        return self.get_prep_value(value)

    def value_of(self, text: str) -> Any:
        return self.to_python(text)


class EncryptedIntegerField(EncryptedField, models.BigIntegerField):
    #: Not those of a column of whole numbers: it is a text in the table, whose database sets no range.
    validators = models.Field.validators

    def text_of(self, value: int) -> str:
        return str(value)

    def value_of(self, text: str) -> int:
        return int(text)


class EncryptedDecimalField(EncryptedField, models.DecimalField):
    def text_of(self, value: Decimal) -> str:
        return str(value)

    def value_of(self, text: str) -> Decimal:
        return Decimal(text)


class EncryptedBooleanField(EncryptedField, models.BooleanField):
    def text_of(self, value: bool) -> str:
        return "1" if value else "0"

    def value_of(self, text: str) -> bool:
        return text == "1"


class EncryptedDateTimeField(EncryptedField, models.DateTimeField):
    def text_of(self, value: datetime.datetime) -> str:
        return value.isoformat()

    def value_of(self, text: str) -> datetime.datetime:
        """On one clock, whichever it was written on: as a plain column gives it."""
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)

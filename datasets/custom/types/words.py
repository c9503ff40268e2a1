"""Yes or no, one of a list, several of a list."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.encrypted import EncryptedCharField
from datasets.models.made_fields import (
    EncryptedBooleanField,
    EncryptedSeveralChoicesField,
    SeveralChoicesField,
)
from datasets.readers import Reader
from datasets.readers.records import yes_no
from datasets.readers.words import one_of, several_of, word_key

_LONGEST_CODE = 60


def words_of(pairs: Any, further: Mapping[str, str] | None = None) -> dict[str, str]:
    """How the choices (pairs of code and label) are written in a cell → code."""
    with translation.override(None):  # sheets are Chinese, whatever the screen's language
        found = {word_key(str(label)): value for value, label in pairs}
    found |= {word_key(value): value for value, _label in pairs}
    return found | {word_key(word): value for word, value in (further or {}).items()}


def pairs_of(spec: FieldSpec) -> list[tuple[str, str]]:
    """Code and label of each choice; those no longer offered too, for records that hold them."""
    told = (*spec.options.get("choices", ()), *spec.options.get("retired", ()))
    return [(code, label) for code, label in told]


class YesNo(FieldType):
    code = "yes_no"
    label = _("是或否")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.BooleanField,)
    options: ClassVar[tuple[str, ...]] = ("default",)
    can_be_unique = False

    def common(self, spec: FieldSpec) -> dict[str, Any]:
        """A default is written as conditions write it: true or false."""
        named = super().common(spec)
        if "default" in named:
            told = str(named["default"]).lower()
            named["default"] = {"true": True, "false": False}.get(told, told)
        return named

    def column(self, spec: FieldSpec) -> models.Field:
        if spec.is_encrypted:
            return EncryptedBooleanField(**self.encrypted(spec))
        return models.BooleanField(**self.common(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return yes_no

    def said(self, value: Any, field: Any) -> str:
        return "" if value is None else "是" if value else "否"


class Choice(FieldType):
    code = "choice"
    label = _("单选")
    options: ClassVar[tuple[str, ...]] = ("choices", "default")
    can_be_unique = False

    def column(self, spec: FieldSpec) -> models.Field:
        pairs = pairs_of(spec)
        kind = EncryptedCharField if spec.is_encrypted else models.CharField
        named = self.encrypted(spec) if spec.is_encrypted else self.common(spec)
        return kind(max_length=_LONGEST_CODE, choices=pairs, **named)

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return one_of(words_of(field.flatchoices, words), unknown="choice_unknown")

    def said(self, value: Any, field: Any) -> str:
        return str(dict(field.flatchoices).get(value, value or ""))


class SeveralChoices(FieldType):
    code = "choices"
    label = _("多选")
    options: ClassVar[tuple[str, ...]] = ("choices",)
    is_sortable = can_be_unique = False

    def column(self, spec: FieldSpec) -> models.Field:
        pairs = pairs_of(spec)
        if spec.is_encrypted:
            return EncryptedSeveralChoicesField(words=pairs, **self.encrypted(spec))
        return SeveralChoicesField(words=pairs, **self.common(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        read = several_of(words_of(list(field.words.items()), words), unknown="choice_unknown")
        # In the list's order: what is said in another is the same.
        return lambda cell, note: field.to_python(read(cell, note))

    def said(self, value: Any, field: Any) -> str:
        return str(field.shown(value))

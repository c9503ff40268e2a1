"""Text, long text, a person's name, an address."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.encrypted import EncryptedCharField, EncryptedTextField
from datasets.readers import Reader
from datasets.readers.records import matching, slug, stored_lines, stored_text
from datasets.readers.text import person_name
from datasets.standards.masks import masked_address

_LONGEST = 200
_LONGEST_TEXT = 5_000
#: What a built-in field without a limit of its own takes from a cell.
_LONGEST_CELL = 30_000


class Text(FieldType):
    code = "text"
    label = _("文字")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.CharField,)
    options: ClassVar[tuple[str, ...]] = ("longest", "pattern", "default")
    is_searched = True

    def column(self, spec: FieldSpec) -> models.Field:
        longest = int(spec.options.get("longest") or _LONGEST)
        pattern = spec.options.get("pattern")
        checks = [RegexValidator(rf"^(?:{pattern})\Z", _("不符合规定的格式。"))] if pattern else []
        if spec.is_encrypted:
            return EncryptedCharField(max_length=longest, validators=checks, **self.encrypted(spec))
        return models.CharField(max_length=longest, validators=checks, **self.common(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        read = stored_text(field.max_length or _LONGEST_CELL)
        patterns = [
            re.compile(one.regex) for one in field.validators if isinstance(one, RegexValidator)
        ]
        return matching(read, patterns) if patterns else read


class LongText(FieldType):
    """Its lines stay lines, in a cell too."""

    code = "long_text"
    label = _("长文字")
    options: ClassVar[tuple[str, ...]] = ("longest",)
    is_sortable = is_filterable = can_be_unique = False
    is_searched = True

    def column(self, spec: FieldSpec) -> models.Field:
        longest = int(spec.options.get("longest") or _LONGEST_TEXT)
        if spec.is_encrypted:
            return EncryptedTextField(max_length=longest, **self.encrypted(spec))
        return models.TextField(max_length=longest, **self.common(spec))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return stored_lines(field.max_length or _LONGEST_CELL)


class PersonName(Text):
    code = "person_name"
    label = _("姓名")
    built_in: ClassVar[tuple[type[models.Field], ...]] = ()
    options: ClassVar[tuple[str, ...]] = ()

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return person_name


class Address(Text):
    """Where somebody lives: never in plain in the database, and never looked for."""

    code = "address"
    label = _("地址")
    built_in: ClassVar[tuple[type[models.Field], ...]] = ()
    options: ClassVar[tuple[str, ...]] = ("longest",)
    is_sortable = is_filterable = can_be_unique = is_searched = False
    mask = staticmethod(masked_address)

    def column(self, spec: FieldSpec) -> models.Field:
        longest = int(spec.options.get("longest") or _LONGEST)
        return EncryptedCharField(max_length=longest, **self.encrypted(spec))


class Remark(Text):
    """Of built-in collections: long texts, which their ledgers write on one line."""

    code = ""
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.TextField,)


class Slug(Text):
    """Of built-in collections: codes."""

    code = ""
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.SlugField,)

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return slug(field.max_length)

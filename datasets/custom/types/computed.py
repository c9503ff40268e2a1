"""What is worked out of other fields (custom/computing.py) and has no column."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.readers import Reader


class ComputedValue(FieldType):
    code = "computed"
    label = _("计算得出")
    options: ClassVar[tuple[str, ...]] = ("formula",)
    can_be_unique = has_column = False

    def column(self, spec: FieldSpec) -> models.Field:
        raise AssertionError("A computed field has no column.")

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        raise AssertionError("A computed field is read from no cell.")

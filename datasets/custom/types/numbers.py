"""Whole numbers, decimals with a unit, money."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.made_fields import EncryptedDecimalField, EncryptedIntegerField
from datasets.readers import Reader
from datasets.readers.numbers import amount_of, decimal_number, integer

#: Of whole numbers, as far as a spreadsheet keeps each digit.
_LARGEST = 10**15 - 1


@dataclass(frozen=True)
class Within:
    """A validator: both included. It says what the reader of a ledger's cell says."""

    least: Any
    most: Any

    def __call__(self, number: Any) -> None:
        if not self.least <= number <= self.most:
            raise ValidationError(
                _("%(text)s 超出了规定的范围，请核对。"),
                code="number_range",
                params={"text": number},
            )


def _within(spec: FieldSpec, kind: type[int] | type[Decimal], least: Any, most: Any) -> list[Any]:
    """The range that the definition sets, or the type's own."""
    told = {name: spec.options.get(name) for name in ("least", "most")}
    low = least if told["least"] in (None, "") else kind(str(told["least"]))
    high = most if told["most"] in (None, "") else kind(str(told["most"]))
    return [Within(low, high)]


class Integer(FieldType):
    code = "integer"
    label = _("整数")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.IntegerField,)
    options: ClassVar[tuple[str, ...]] = ("least", "most", "unit", "default")

    def column(self, spec: FieldSpec) -> models.Field:
        checks = _within(spec, int, -_LARGEST, _LARGEST)
        kind = EncryptedIntegerField if spec.is_encrypted else models.BigIntegerField
        named = self.encrypted(spec) if spec.is_encrypted else self.common(spec)
        return kind(validators=checks, **_with_unit(named, spec.options.get("unit")))

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return integer(_bounds(field))


class DecimalNumber(FieldType):
    code = "decimal"
    label = _("小数")
    built_in: ClassVar[tuple[type[models.Field], ...]] = (models.DecimalField,)
    options: ClassVar[tuple[str, ...]] = ("least", "most", "places", "unit", "default")
    places = 2
    unit = ""

    def column(self, spec: FieldSpec) -> models.Field:
        places = int(spec.options.get("places") or self.places)
        largest = Decimal(10) ** (15 - places) - 1
        checks = _within(spec, Decimal, -largest, largest)
        kind = EncryptedDecimalField if spec.is_encrypted else models.DecimalField
        named = self.encrypted(spec) if spec.is_encrypted else self.common(spec)
        unit = spec.options.get("unit") or self.unit
        return kind(
            max_digits=15, decimal_places=places, validators=checks, **_with_unit(named, unit)
        )

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return decimal_number(field.decimal_places, _bounds(field))


class Money(DecimalNumber):
    code = "money"
    label = _("金额")
    built_in: ClassVar[tuple[type[models.Field], ...]] = ()
    options: ClassVar[tuple[str, ...]] = ("least", "most", "unit", "default")
    unit = "元"

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return amount_of(_bounds(field))


def _with_unit(named: dict[str, Any], unit: Any) -> dict[str, Any]:
    """The unit stands with the label, as in every ledger: 身高（厘米）."""
    if not unit:
        return named
    label = format_lazy("{label}（{unit}）", label=named["verbose_name"], unit=unit)
    return {**named, "verbose_name": label}


def _bounds(field: Any) -> tuple[Any, Any]:
    """The least and the most that a field takes; None for no bound."""
    within = [one for one in field.validators if isinstance(one, Within)]
    least = [one.limit_value for one in field.validators if type(one) is MinValueValidator]
    most = [one.limit_value for one in field.validators if type(one) is MaxValueValidator]
    least += [one.least for one in within]
    most += [one.most for one in within]
    return max(least, default=None), min(most, default=None)

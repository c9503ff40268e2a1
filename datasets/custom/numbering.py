"""The next numbers of a collection: in their order, without a gap, and none twice, however many write."""

import datetime
from collections.abc import Mapping
from typing import Any

from datasets.custom.building import made_fields
from datasets.custom.specs import FieldSpec
from datasets.models import NumberCounter

#: How the period stands in the number.
PERIODS: Mapping[str, str] = {"": "", "year": "%Y", "month": "%Y%m"}
WIDTHS = range(1, 13)
DEFAULT_WIDTH = 4


def given_fields(model: Any) -> list[FieldSpec]:
    """The fields whose values the register gives itself."""
    return [
        spec for spec in made_fields(model) if model._meta.get_field(spec.code).made_type.is_given
    ]


def take_numbers(model: Any, count: int, day: datetime.date) -> dict[str, list[str]]:
    """Field → the numbers of so many new records.

    Until the transaction ends nobody else takes any: what is rolled back leaves no gap.
    """
    if not count:
        return {}
    return {spec.code: take(spec, count, day) for spec in given_fields(model)}


def take(spec: FieldSpec, count: int, day: datetime.date) -> list[str]:
    """The next numbers of a field, within a transaction."""
    period = day.strftime(PERIODS[spec.options.get("period") or ""])
    counter, _is_new = NumberCounter.objects.select_for_update().get_or_create(
        collection=spec.collection, field=spec.code, period=period
    )
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    width = int(spec.options.get("width") or DEFAULT_WIDTH)
    parts = [part for part in (spec.options.get("prefix") or "", period) if part]
    return ["-".join([*parts, f"{number:0{width}d}"]) for number in range(first, first + count)]

"""The columns of the canonical sheets: what each reads of a record, and how it is shown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import DateField, Field, Model
from import_export import fields
from import_export.widgets import Widget

from datasets.resources.widgets import Choice, Day, IdNumber, Number, Text, YesNo, chinese


class Column(fields.Field):
    """One column of a sheet: the record's attribute, its header, how wide it is shown."""

    def __init__(
        self,
        attribute: str,
        header: str,
        widget: Widget | None = None,
        *,
        readonly: bool = False,
        is_required: bool = False,
        skips_none: bool = False,
        width: int = 12,
    ) -> None:
        """`skips_none`: where the widget reads None, the column says nothing about the attribute."""
        super().__init__(
            attribute,
            column_name=header,
            widget=widget or Text(),
            readonly=readonly,
            saves_null_values=not skips_none,
        )
        self.is_required = is_required
        self.width = width

    @property
    def relation(self) -> str:
        """The owned relation whose rows the column reads; "" where it reads the record itself."""
        return getattr(self.widget, "relation", "")

    @property
    def lookups(self) -> tuple[str, ...]:
        """What the column reads, in the terms of `values_list`: of the record, or of each owned row."""
        if self.relation:
            return self.widget.lookups
        reads = self.widget.reads
        return (f"{self.attribute}__{reads}" if reads else self.attribute,)

    def value(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """What the widget renders, from the owned rows."""
        return rows


def column_of(model: type[Model], name: str) -> Column:
    """The column of a plain field, under the field's own label."""
    field: Any = model._meta.get_field(name)
    widget, width = _widget_of(field)
    is_required = not field.blank and not field.has_default()
    return Column(name, chinese(field.verbose_name), widget, is_required=is_required, width=width)


def _widget_of(field: Field) -> tuple[Widget, int]:
    kind = field.get_internal_type()
    if field.choices:
        return Choice(field.flatchoices), 12
    if isinstance(field, DateField):
        return Day(), 12
    if kind == "BooleanField":
        return YesNo(), 8
    if kind == "DecimalField":
        return Number(Decimal), 12
    if kind in ("PositiveSmallIntegerField", "IntegerField"):
        return Number(int), 8
    if field.name in ("id_number", "phone"):
        return IdNumber(), 21
    return Text(), 30 if (field.max_length or 1000) >= 100 else 14

"""The columns of the canonical sheets: what each reads of a record, and how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    FileField,
    IntegerField,
    Model,
)
from import_export import fields
from import_export.widgets import Widget

from datasets.models.encrypted import FindableCharField
from datasets.models.made_fields import SeveralChoicesField
from datasets.resources.widgets import (
    Choice,
    Day,
    IdNumber,
    Moment,
    Number,
    Presence,
    Reference,
    SeveralChoices,
    Text,
    YesNo,
    chinese,
)


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
    return Column(
        name,
        chinese(field.verbose_name),
        widget,
        readonly=isinstance(widget, Presence) or not field.editable,
        is_required=not field.blank and not field.has_default(),
        width=width,
    )


def _widget_of(field: Any) -> tuple[Widget, int]:
    if field.is_relation:
        return _link_to(field.related_model), 24
    if field.choices:
        return Choice(field.flatchoices), 12
    if isinstance(field, SeveralChoicesField):
        return SeveralChoices(field.words), 20
    for kinds, make, width in _BY_KIND:
        if isinstance(field, kinds):
            return make(), width
    if field.name in ("id_number", "phone") or isinstance(field, FindableCharField):
        return IdNumber(), 21
    if isinstance(field, BooleanField):
        return YesNo(is_open=field.null), 8
    return Text(), 30 if (field.max_length or 1000) >= 100 else 14


_BY_KIND: tuple[tuple[Any, Callable[[], Widget], int], ...] = (
    (FileField, Presence, 8),
    (DateTimeField, Moment, 20),
    (DateField, Day, 12),
    (DecimalField, partial(Number, Decimal), 12),
    (IntegerField, partial(Number, int), 8),
)
#: By what else than its 编号 a record is written.
_WRITTEN_BY = {"agency": "code", "duty": "code", "policy": "number"}


def _link_to(model: type[Model]) -> Widget:
    return Reference(model, _WRITTEN_BY.get(str(model._meta.model_name), "pk"))

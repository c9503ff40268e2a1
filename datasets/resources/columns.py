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
from django.utils import timezone
from import_export import fields
from import_export.widgets import Widget

from datasets.custom.computing import Computed
from datasets.custom.expressions.kinds import Kind
from datasets.custom.expressions.operations import text_of
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

    @property
    def masked_as(self) -> str:
        """The lookup whose mask stands in place of what the reader does not see."""
        return self.lookups[-1]

    def read(self, told: Sequence[Sequence[Any]]) -> Sequence[Any]:
        """The column's values, of what each of its lookups reads of the records."""
        return told[0]

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


_COMPUTED: Mapping[Kind, tuple[Callable[[], Widget], int]] = {
    Kind.NUMBER: (partial(Number, Decimal), 12),
    Kind.DATE: (Day, 12),
    Kind.TRUTH: (partial(YesNo, is_open=True), 8),
    Kind.TEXT: (Text, 20),
}


class ComputedColumn(Column):
    """Worked out of other fields as the records leave; who does not see all of them sees none of it."""

    def __init__(self, computed: Computed) -> None:
        make, width = _COMPUTED[computed.kind]
        super().__init__(
            computed.spec.code, computed.spec.label, make(), readonly=True, width=width
        )
        self.computed = computed

    @property
    def lookups(self) -> tuple[str, ...]:
        return tuple(self.computed.operands) or ("pk",)

    @property
    def masked_as(self) -> str:
        return self.computed.spec.code

    def read(self, told: Sequence[Sequence[Any]]) -> Sequence[Any]:
        today = timezone.localdate()
        rows = zip(*told, strict=True)
        found = [self.computed.of(dict(zip(self.lookups, row, strict=True)), today) for row in rows]
        is_number = self.computed.kind == Kind.NUMBER
        return [Decimal(text_of(one)) if is_number and one is not None else one for one in found]


def _link_to(model: type[Model]) -> Widget:
    return Reference(model, _WRITTEN_BY.get(str(model._meta.model_name), "pk"))

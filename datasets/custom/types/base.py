"""What a type of field answers. One small class a type; whoever handles fields asks it instead of knowing types."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.readers import Reader

#: As a ledger says it (actions/ledgers/issues.py): one sentence at every door.
_MISSING = _("没有填写，请补上。")
_TWICE = _("已经用在另一条记录上，不能重复。")


class FieldType:
    """A kind of value: how it is kept, read from a cell, shown and asked for."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    #: The Django fields of built-in collections whose cells are read as this type's; the most special type wins.
    built_in: ClassVar[tuple[type[models.Field], ...]] = ()
    #: The options that it takes beyond what every field has, in the order in which the form asks.
    options: ClassVar[tuple[str, ...]] = ()
    #: Whether lists can be put in its order, and narrowed by its values.
    is_sortable: ClassVar[bool] = True
    is_filterable: ClassVar[bool] = True
    #: Whether two records may be told apart by it.
    can_be_unique: ClassVar[bool] = True
    #: Whether a part of it is looked for as text.
    is_searched: ClassVar[bool] = False
    #: Whether records hold it; else it is worked out.
    has_column: ClassVar[bool] = True
    #: Whether the register gives the value itself, once: nobody writes it.
    is_given: ClassVar[bool] = False
    #: What stands in its place for those who may not see it; None: that it is protected.
    mask: ClassVar[Any] = None

    def column(self, spec: FieldSpec) -> models.Field:
        """The Django field. Its column is always nullable: an older process may insert without it."""
        raise NotImplementedError

    def field(self, spec: FieldSpec) -> Any:
        """The same, with a default that is a value and no text. Raises ValidationError where it is none."""
        field: Any = self.column(spec)
        if field.has_default() and not callable(field.default):
            field.default = field.to_python(field.default)
        return field

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        """The reader of a ledger's cell; `words` are further ways to write its choices."""
        raise NotImplementedError

    def said(self, value: Any, field: Any) -> str:
        """A value as text that `reader` reads back: what a conversion to another type starts from."""
        return "" if value is None else str(value)

    def common(self, spec: FieldSpec) -> dict[str, Any]:
        """What every Django field is made with."""
        default = spec.options.get("default")
        return {
            "verbose_name": spec.label,
            "help_text": spec.help_text,
            "null": True,
            # Of one that is asked only now and then, the condition says when (custom/conditions.py).
            "blank": not spec.is_required or spec.shown_when is not None,
            "unique": spec.is_unique and self.can_be_unique,
            "db_column": spec.column,
            "error_messages": {"blank": _MISSING, "null": _MISSING, "unique": _TWICE},
            "db_index": False,  # indexes are made apart (custom/indexes.py), without blocking
            **({"default": default} if default not in (None, "") else {}),
        }

    def encrypted(self, spec: FieldSpec) -> dict[str, Any]:
        """The same for a field whose column holds ciphertext."""
        return {**self.common(spec), "label": spec.cipher_label}

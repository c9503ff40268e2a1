"""A field of a collection as other systems see it: of which kind, how it is asked for, how it is written in JSON."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.custom.computing import Computed
from datasets.custom.expressions.kinds import Kind as FormulaKind
from datasets.custom.expressions.operations import text_of
from datasets.models import Record, Region
from datasets.models.encrypted import EncryptedField, FindableCharField
from datasets.models.made_fields import SeveralChoicesField

#: The largest key of a table.
LARGEST_KEY = 2**63 - 1
_LARGEST_SMALL = 32_767
_LARGEST_PLAIN = 2**31 - 1
#: Of whole numbers, as far as every JSON reader keeps each digit.
_LARGEST_BIG = 10**15 - 1
#: Of moments that every clock can show in its own zone: no record lies outside.
YEARS = range(1900, 2200)
_LONGEST_LIST = 100
#: Of a computed number, before the point.
_MOST_DIGITS = 15


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    #: Several codes of a list.
    CODES = "codes"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    #: The key of another record.
    LINK = "link"
    #: Whether there is one: files have doors of their own.
    FILE = "file"


#: What may follow a field's name after "__", by kind; "" is the name alone.
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("", "in", "contains", "startswith"),
    Kind.CHOICE: ("", "in"),
    Kind.CODES: ("names",),
    Kind.INTEGER: ("", "in", "gt", "gte", "lt", "lte"),
    Kind.DECIMAL: ("", "in", "gt", "gte", "lt", "lte"),
    Kind.DATE: ("", "in", "gt", "gte", "lt", "lte"),
    Kind.MOMENT: ("gt", "gte", "lt", "lte"),
    Kind.BOOLEAN: ("",),
    Kind.LINK: ("", "in"),
    Kind.FILE: (),
}


@dataclass(frozen=True)
class Attribute:
    """`target` is the model that a link leads to; `largest` bounds whole numbers, `digits` and `places` decimals."""

    name: str
    label: str
    kind: Kind
    help_text: str = ""
    is_null: bool = False
    is_required: bool = False
    is_writable: bool = True
    operators: tuple[str, ...] = ()
    is_sortable: bool = False
    longest: int | None = None
    largest: int = _LARGEST_SMALL
    digits: int = 0
    places: int = 0
    choices: Mapping[str, str] | None = None
    target: type[models.Model] | None = None
    #: Whether it has no column: whoever asks for it works it out first (custom/computing.py).
    is_computed: bool = False


def attribute_of(field: Any) -> Attribute:
    kind = _kind_of(field)
    return Attribute(
        name=field.name,
        label=str(field.verbose_name),
        kind=kind,
        help_text=str(field.help_text),
        is_null=field.null,
        is_required=not (field.blank or field.has_default() or field.primary_key),
        is_writable=field.editable and not field.primary_key and kind is not Kind.FILE,
        operators=_operators_of(field, kind),
        is_sortable=not isinstance(field, EncryptedField) and kind not in (Kind.FILE, Kind.CODES),
        longest=field.max_length if kind is Kind.TEXT else None,
        largest=_largest_of(field) if kind is Kind.INTEGER else _LARGEST_SMALL,
        digits=field.max_digits - field.decimal_places if kind is Kind.DECIMAL else 0,
        places=field.decimal_places if kind is Kind.DECIMAL else 0,
        choices=_choices_of(field, kind),
        target=field.related_model if kind is Kind.LINK else None,
    )


def _choices_of(field: Any, kind: Kind) -> dict[str, str] | None:
    if kind is Kind.CODES:
        return dict(field.words)
    return dict(field.flatchoices) if kind is Kind.CHOICE else None


def _largest_of(field: Any) -> int:
    if isinstance(field, models.BigIntegerField):
        return _LARGEST_BIG
    is_small = isinstance(field, models.SmallIntegerField | models.PositiveSmallIntegerField)
    return _LARGEST_SMALL if is_small else _LARGEST_PLAIN


def computed_attribute(computed: Computed) -> Attribute:
    """Told and never taken; numbers as texts, like all decimals."""
    kinds = {
        FormulaKind.NUMBER: Kind.DECIMAL,
        FormulaKind.TEXT: Kind.TEXT,
        FormulaKind.DATE: Kind.DATE,
        FormulaKind.TRUTH: Kind.BOOLEAN,
    }  # fmt: skip
    return Attribute(
        name=computed.spec.code,
        label=computed.spec.label,
        kind=kinds[computed.kind],
        help_text=_("按公式算出：%(formula)s") % {"formula": computed.formula},
        is_null=True,
        is_writable=False,
        operators=_OF_COMPUTED[kinds[computed.kind]] if computed.is_askable else (),
        is_sortable=computed.is_askable,
        digits=_MOST_DIGITS,
        is_computed=True,
    )


#: Whole values are listed of texts and days alone: a number is found by what it reads like.
_OF_COMPUTED: dict[Kind, tuple[str, ...]] = {
    Kind.DECIMAL: ("", "gt", "gte", "lt", "lte", "isnull"),
    Kind.TEXT: (*OPERATORS[Kind.TEXT], "isnull"),
    Kind.DATE: (*OPERATORS[Kind.DATE], "isnull"),
    Kind.BOOLEAN: (*OPERATORS[Kind.BOOLEAN], "isnull"),
}


def _kind_of(field: Any) -> Kind:
    if field.choices:
        return Kind.CHOICE
    for kind, classes in _CLASSES.items():
        if isinstance(field, classes):
            return kind
    return Kind.TEXT


_CLASSES: dict[Kind, tuple[type[Any], ...]] = {
    Kind.CODES: (SeveralChoicesField,),
    Kind.MOMENT: (models.DateTimeField,),
    Kind.LINK: (models.ForeignKey,),
    Kind.FILE: (models.FileField,),
    Kind.BOOLEAN: (models.BooleanField,),
    Kind.DATE: (models.DateField,),
    Kind.DECIMAL: (models.DecimalField,),
    Kind.INTEGER: (models.IntegerField,),
}


def _operators_of(field: Any, kind: Kind) -> tuple[str, ...]:
    if isinstance(field, FindableCharField):
        return ("",)
    if isinstance(field, EncryptedField):
        return ()
    found = OPERATORS[kind]
    if field.null and kind is not Kind.FILE:
        found = (*found, "isnull")
    if kind is Kind.LINK:
        found += ("code", "code__in") if _has_code(field.related_model) else ()
        found += ("under",) if field.related_model is Region else ()
    return found


def _has_code(model: type[models.Model]) -> bool:
    return issubclass(model, Record) and any(one.name == "code" for one in model._meta.fields)


def as_json(value: Any, attribute: Attribute) -> Any:
    """ISO dates, decimals as texts with all their places, codes as an array, files as whether there is one."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return text_of(value)
    if isinstance(value, Decimal):
        return f"{value:.{attribute.places}f}"
    if attribute.kind is Kind.CODES:
        return list(value or ())
    if isinstance(value, models.fields.files.FieldFile):
        return bool(value)
    return value


def asked_value(attribute: Attribute, operator: str, text: str) -> Any:
    """What a parameter asks for. Raises ValidationError with one sentence."""
    if operator == "isnull":
        return _boolean(text)
    if operator in ("in", "code__in"):
        parts = text.split(",")
        if len(parts) > _LONGEST_LIST:
            raise ValidationError(_("最多列 %(count)d 个值。") % {"count": _LONGEST_LIST})
        single = operator.removesuffix("in").removesuffix("__")
        return [asked_value(attribute, single, part.strip(" ")) for part in parts]
    if operator in ("code", "under", "contains", "startswith"):
        return _text(text)
    return _READERS[attribute.kind](attribute, text)


def _text(text: str) -> str:
    if not text:
        raise ValidationError(_("不能为空。"))
    if not is_storable(text):
        raise ValidationError(_("含有不能保存的字符。"))
    return text


def is_storable(text: str) -> bool:
    """Neither database keeps NUL, nor half of a pair of surrogates."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _choice(attribute: Attribute, text: str) -> str:
    if text not in (attribute.choices or {}):
        known = "、".join(map(str, attribute.choices or ()))
        raise ValidationError(_("应当是下列之一：%(known)s。") % {"known": known})
    return text


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValidationError(_("应当是 true 或 false。"))
    return text == "true"


def _integer(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ValidationError(_("应当是整数。"))
    return int(text)


def _key(text: str) -> int:
    key = _integer(text)
    if not 0 < key <= LARGEST_KEY:
        raise ValidationError(_("应当是记录的编号。"))
    return key


def _number(attribute: Attribute, text: str) -> int:
    number = _integer(text)
    if abs(number) > attribute.largest:
        raise ValidationError(_("数字太大。"))
    return number


def _decimal(attribute: Attribute, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("应当是数字。")) from error
    if not number.is_finite() or abs(number) >= 10**attribute.digits:
        raise ValidationError(_("数字太大。"))
    return number


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("应当是日期，写成 2026-11-20。")) from error


def _moment(text: str) -> datetime.datetime:
    """Without a zone, in that of the site."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("应当是日期和时间，写成 2026-11-20T09:30:00+08:00。")) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _moment_to_compare(text: str) -> datetime.datetime:
    """One before or after all of them is as good as any other such."""
    moment = _moment(text)
    if moment.year in YEARS:
        return moment
    is_early = moment.year < YEARS.start
    return datetime.datetime(YEARS.start - 1 if is_early else YEARS.stop, 6, 1, tzinfo=datetime.UTC)


_READERS: dict[Kind, Callable[[Attribute, str], Any]] = {
    Kind.TEXT: lambda _attribute, text: _text(text),
    Kind.CHOICE: _choice,
    Kind.CODES: _choice,
    Kind.INTEGER: lambda attribute, text: (
        _key(text) if attribute.name == "id" else _number(attribute, text)
    ),
    Kind.DECIMAL: _decimal,
    Kind.DATE: lambda _attribute, text: _date(text),
    Kind.MOMENT: lambda _attribute, text: _moment_to_compare(text),
    Kind.BOOLEAN: lambda _attribute, text: _boolean(text),
    Kind.LINK: lambda _attribute, text: _key(text),
}

"""The value beside an operator: JSON as it was saved → what the database is asked with."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.db.models import DecimalField, FloatField, QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.models import Region
from datasets.queries.conditions.fields import Asked, rows_offered
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.operators import Operator, Takes
from datasets.queries.conditions.refusing import UnanswerableCondition

LONGEST_TEXT = 200
_MOST_VALUES = 100
_MOST_DAYS = 36_525
_OLDEST = 150
_LARGEST = 10**15


def value_of(asked: Asked, operator: Operator, told: Any, *, by: Actor | None) -> Any:
    """Raises UnanswerableCondition. `by` None: links may name any row."""
    if operator.takes is Takes.NOTHING:
        return None
    if operator.takes in (Takes.ROW, Takes.ROWS):
        return _rows(asked, operator, told, by)
    return _READERS[operator.takes](asked, told)


def _text(asked: Asked, told: Any) -> str:
    if not isinstance(told, str) or not told.strip() or "\0" in told:
        raise _refused(asked, _("请填写要找的文字。"))
    if len(told) > LONGEST_TEXT:
        raise _refused(asked, _("要找的文字太长了。"))
    return told.strip()


def _number(asked: Asked, told: Any) -> int | Decimal:
    """As exact as the field keeps it: what it would round is no question to it."""
    try:
        if isinstance(told, bool):
            raise TypeError
        number = Decimal(str(told))
    except (InvalidOperation, TypeError):
        raise _refused(asked, _("请填写数字。")) from None
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise _refused(asked, _("请填写数字。"))
    field = asked.field
    if asked.kind is Kind.NUMBER and isinstance(field, DecimalField):
        try:
            DecimalValidator(field.max_digits, field.decimal_places)(number)
        except ValidationError as error:
            raise _refused(asked, error.messages[0]) from None
        return number
    if isinstance(field, FloatField):
        return number
    if number != number.to_integral_value():
        raise _refused(asked, _("请填写整数。"))
    return int(number)


def _whole(asked: Asked, told: Any, most: int) -> int:
    text = str(told)
    is_whole = isinstance(told, int | str) and text.isascii() and text.isdecimal()
    if not is_whole or len(text) > 6 or int(text) > most:
        raise _refused(asked, _("请填写 0 到 %(most)d 之间的整数。") % {"most": most})
    return int(text)


def _days(asked: Asked, told: Any) -> int:
    return _whole(asked, told, _MOST_DAYS)


def _years(asked: Asked, told: Any) -> int:
    return _whole(asked, told, _OLDEST)


def _age(asked: Asked, told: Any) -> tuple[int, int]:
    age, days = _pair(asked, told)
    return _years(asked, age), _days(asked, days)


def _date(asked: Asked, told: Any) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(told)
    except (TypeError, ValueError):
        raise _refused(asked, _("请填写日期，如 2026-01-31。")) from None
    if not 1000 <= day.year < 9999:
        raise _refused(asked, _("请填写日期，如 2026-01-31。"))
    return day


def _two_numbers(asked: Asked, told: Any) -> tuple[Any, Any]:
    first, second = _pair(asked, told)
    return _in_order(asked, _number(asked, first), _number(asked, second))


def _two_dates(asked: Asked, told: Any) -> tuple[Any, Any]:
    first, second = _pair(asked, told)
    return _in_order(asked, _date(asked, first), _date(asked, second))


def _choices(asked: Asked, told: Any) -> list[Any]:
    by_text = {str(code): code for code, _label in choices_of(asked)}
    codes = _list(asked, told)
    unknown = [str(code) for code in codes if str(code) not in by_text]
    if unknown:
        raise _refused(asked, _("“%(text)s”不在可选范围内。") % {"text": "、".join(unknown)[:100]})
    return [by_text[str(code)] for code in codes]


def choices_of(asked: Asked) -> list[tuple[Any, Any]]:
    """Code and label of each."""
    if asked.kind is Kind.SEVERAL:
        return list(asked.field.words.items())
    return [(code, label) for code, label in asked.field.flatchoices if code not in ("", None)]


def _rows(asked: Asked, operator: Operator, told: Any, by: Actor | None) -> Any:
    """The row or rows that are named by key or by code, all of them within sight."""
    named = _list(asked, told) if operator.takes is Takes.ROWS else [told]
    model = asked.field.related_model
    offered = rows_offered(model, by=by) if by else model._default_manager.all()
    found = [_row(asked, offered, one) for one in named]
    return found if operator.takes is Takes.ROWS else found[0]


def _row(asked: Asked, offered: QuerySet[Any], told: Any) -> Any:
    has_code = any(field.name == "code" for field in offered.model._meta.concrete_fields)
    row = None
    if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 2**63:
        row = offered.filter(pk=told).first()
    elif isinstance(told, str) and told and has_code and "\0" not in told:
        row = offered.filter(code=told).first()
    if row is None:
        raise _refused(asked, _why_not_found(offered, told))
    return row


def _why_not_found(offered: QuerySet[Any], told: Any) -> str:
    if offered.model is not Region or not isinstance(told, str):
        return _("没有找到所选的记录，或者它不在您负责的地区。")
    named = {"text": told[:60]}
    if "\0" not in told and offered.filter(name=told).count() > 1:
        return _("叫“%(text)s”的地区不止一个，请从列表里选，或者写区划代码。") % named
    return _("没有叫“%(text)s”的地区，请从列表里选，或者写区划代码。") % named


def _pair(asked: Asked, told: Any) -> tuple[Any, Any]:
    if not isinstance(told, list | tuple) or len(told) != 2:
        raise _refused(asked, _("请填写两个值。"))
    return told[0], told[1]


def _in_order(asked: Asked, first: Any, second: Any) -> tuple[Any, Any]:
    if first > second:
        raise _refused(asked, _("前一个值不能大于后一个。"))
    return first, second


def _list(asked: Asked, told: Any) -> list[Any]:
    values = list(told) if isinstance(told, list | tuple) else [told]
    if not values or values == [None]:
        raise _refused(asked, _("请至少选一个。"))
    if len(values) > _MOST_VALUES:
        raise _refused(asked, _("最多选 %(most)d 个。") % {"most": _MOST_VALUES})
    return values


def _refused(asked: Asked, why: str) -> UnanswerableCondition:
    return UnanswerableCondition(f"{asked.label}：{why}")


_READERS: dict[Takes, Any] = {
    Takes.TEXT: _text,
    Takes.NUMBER: _number,
    Takes.TWO_NUMBERS: _two_numbers,
    Takes.DATE: _date,
    Takes.TWO_DATES: _two_dates,
    Takes.DAYS: _days,
    Takes.YEARS: _years,
    Takes.AGE: _age,
    Takes.CHOICES: _choices,
}

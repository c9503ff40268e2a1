"""What a formula can do: each operation with the kinds that it takes, its answer in Python and in the database's terms.

An operation on nothing gives nothing, but for those that are `for_empty`.
"""

import datetime
import functools
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, FloatField, Func, TextField, Value, When
from django.db.models.functions import (
    Abs,
    Cast,
    Coalesce,
    Concat,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    Floor,
    NullIf,
)
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)
from django.utils.translation import gettext as _

from datasets.custom.expressions.kinds import KIND_LABELS, FormulaError, Kind

NUMBER, TEXT, DATE, TRUTH = Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TRUTH
#: Beyond it a double holds no thousandths.
_LARGEST_ROUNDED = 1e11
MOST_PLACES = 4
Kinds = Sequence[Kind]


@dataclass(frozen=True)
class Operation:
    """`typed(kinds)` gives the kind of the answer. Raises FormulaError."""

    name: str
    typed: Callable[[Kinds], Kind]
    plain: Callable[..., Any]
    asked: Callable[..., Any]
    #: How often it may be written: a product of many could be larger than any double.
    grows: bool = False
    for_empty: bool = False
    #: The word in Chinese formulas.
    word: str = ""
    #: Whether a last date that is left out is today's.
    until_today: bool = False


def taking(*wanted: Kind, gives: Kind) -> Callable[[Kinds], Kind]:
    """Just these kinds."""

    def typed(kinds: Kinds) -> Kind:
        if len(kinds) != len(wanted):
            raise FormulaError(_("要写 %(count)d 项。") % {"count": len(wanted)})
        for is_one, must in zip(kinds, wanted, strict=True):
            _require(is_one, must)
        return gives

    return typed


def _require(is_one: Kind, must: Kind) -> None:
    if is_one != must:
        said = {"must": KIND_LABELS[must], "is": KIND_LABELS[is_one]}
        raise FormulaError(_("这里要用%(must)s，不能用%(is)s。") % said)


def comparing(*possible: Kind) -> Callable[[Kinds], Kind]:
    """Two of one kind."""

    def typed(kinds: Kinds) -> Kind:
        if kinds[0] != kinds[1] or kinds[0] not in possible:
            said = {"one": KIND_LABELS[kinds[0]], "other": KIND_LABELS[kinds[1]]}
            raise FormulaError(_("%(one)s和%(other)s不能这样比较。") % said)
        return TRUTH

    return typed


def _one_of_two(kinds: Kinds) -> Kind:
    if len(kinds) != 3:
        raise FormulaError(_("要写 %(count)d 项。") % {"count": 3})
    _require(kinds[0], TRUTH)
    _require(kinds[2], kinds[1])
    if kinds[1] not in (NUMBER, TEXT, DATE):
        raise FormulaError(_("if 只能给出数字、文字或日期。"))
    return kinds[1]


def _any_numbers(kinds: Kinds) -> Kind:
    for one in kinds:
        _require(one, NUMBER)
    return NUMBER


def _any_said(kinds: Kinds) -> Kind:
    if Kind.OTHER in kinds or TRUTH in kinds:
        raise FormulaError(_("concat 只能连接文字、数字和日期。"))
    return TEXT


def _anything(kinds: Kinds) -> Kind:
    if len(kinds) != 1:
        raise FormulaError(_("要写 %(count)d 项。") % {"count": 1})
    return TRUTH


def text_of(value: Any) -> str:
    """As it stands in a text: 3, 2.5, 2026-11-20."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace("-0", "0", value == 0)
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


#: A number shown with six places may be so far from what is shown.
_UNSHOWN = 5e-7


def as_shown(lookup: str, number: Any) -> tuple[str, Any]:
    """A lookup on doubles, and its value, that finds what reads alike: 0.1 + 0.2 is 0.3, and no more than 0.3."""
    if lookup == "exact":
        lookup, number = "range", (number, number)
    if lookup == "range":
        return lookup, (float(number[0]) - _UNSHOWN, float(number[1]) + _UNSHOWN)
    is_above = lookup in ("gt", "lte")
    return lookup, float(number) + (_UNSHOWN if is_above else -_UNSHOWN)


def _years(born: datetime.date, at: datetime.date) -> float:
    return float(at.year - born.year - ((at.month, at.day) < (born.month, born.day)))


def _months(since: datetime.date, at: datetime.date) -> float:
    whole = (at.year - since.year) * 12 + at.month - since.month
    return float(whole - (at.day < since.day))


def _part(extract: Any, day: Any) -> Any:
    return Cast(extract(day), FloatField())


def _one_if(condition: Any) -> Any:
    return Case(When(condition, then=Value(1.0)), default=Value(0.0), output_field=FloatField())


def _years_asked(born: Any, at: Any) -> Any:
    def in_year(day: Any) -> Any:
        return _part(ExtractMonth, day) * Value(100.0) + _part(ExtractDay, day)

    whole = _part(ExtractYear, at) - _part(ExtractYear, born)
    return whole - _one_if(LessThan(in_year(at), in_year(born)))


def _months_asked(since: Any, at: Any) -> Any:
    years = _part(ExtractYear, at) - _part(ExtractYear, since)
    months = _part(ExtractMonth, at) - _part(ExtractMonth, since)
    is_short = LessThan(_part(ExtractDay, at), _part(ExtractDay, since))
    return years * Value(12.0) + months - _one_if(is_short)


class _DaysFrom(Func):
    """Days from the second date to the first."""

    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(JULIANDAY(%(expressions)s))", arg_joiner=") - JULIANDAY("
        )  # fmt: skip

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST((%(expressions)s) AS double precision)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ")


def _divided(one: float, other: float) -> float | None:
    return one / other if other else None


def _rounded(number: float, places: float) -> float:
    """Halves away from zero, as in a spreadsheet."""
    if abs(number) >= _LARGEST_ROUNDED:
        return number
    scale = 10.0**places
    return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)


def _rounded_asked(number: Any, places: Any) -> Any:
    (written,) = places.get_source_expressions()
    scale = Value(10.0**written.value)
    size = Cast(Floor(Abs(number) * scale + Value(0.5)), FloatField()) / scale
    return Case(
        When(GreaterThanOrEqual(Abs(number), Value(_LARGEST_ROUNDED)), then=number),
        When(LessThan(number, Value(0.0)), then=Value(0.0) - size),
        default=size,
        output_field=FloatField(),
    )


def _sum_asked(*numbers: Any) -> Any:
    return functools.reduce(operator.add, [Coalesce(one, Value(0.0)) for one in numbers])


def text_or_nothing(text: Any) -> Any:
    """A text in the database, NULL where it is empty."""
    return NullIf(text, Value("", TextField()), output_field=TextField())


def _joined_asked(*texts: Any) -> Any:
    return text_or_nothing(Concat(*texts, Value(""), output_field=TextField()))


def _chosen_asked(condition: Any, one: Any, other: Any) -> Any:
    return Case(When(condition, then=one), default=other)


class _Unequal(Exact):
    """Not `~Exact`: NOT a = b IS NULL asks whether it is not so that nothing is known."""

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"<> {rhs}"


_BOTH = taking(NUMBER, NUMBER, gives=NUMBER)
_ORDERED = comparing(NUMBER, DATE)
_EQUAL = comparing(NUMBER, DATE, TEXT)
_SINCE = taking(DATE, DATE, gives=NUMBER)

OPERATORS: dict[str, Operation] = {
    one.name: one
    for one in (
        Operation("+", _BOTH, operator.add, operator.add),
        Operation("-", _BOTH, operator.sub, operator.sub),
        Operation("*", _BOTH, operator.mul, operator.mul, grows=True),
        Operation(
            "/", _BOTH, _divided, lambda one, other: one / NullIf(other, Value(0.0)), grows=True
        ),
        Operation("=", _EQUAL, operator.eq, Exact),
        Operation("<>", _EQUAL, operator.ne, _Unequal),
        Operation("<", _ORDERED, operator.lt, LessThan),
        Operation("<=", _ORDERED, operator.le, LessThanOrEqual),
        Operation(">", _ORDERED, operator.gt, GreaterThan),
        Operation(">=", _ORDERED, operator.ge, GreaterThanOrEqual),
    )
}

_ALL = (
    Operation(
        "if", _one_of_two, lambda condition, one, other: one if condition else other,
        _chosen_asked, word="如果", for_empty=True,
    ),
    Operation("age", _SINCE, _years, _years_asked, word="年龄", until_today=True),
    Operation("months_since", _SINCE, _months, _months_asked, word="满月数", until_today=True),
    Operation(
        "days_since", _SINCE, lambda day, at: float((at - day).days),
        lambda day, at: _DaysFrom(at, day), word="已过天数", until_today=True,
    ),
    Operation(
        "days_until", _SINCE, lambda day, at: float((day - at).days), _DaysFrom,
        word="还剩天数", until_today=True,
    ),
    Operation(
        "concat", _any_said, lambda *texts: "".join(map(text_of, texts)) or None, _joined_asked,
        word="连接", for_empty=True,
    ),
    Operation(
        "sum", _any_numbers, lambda *numbers: sum((one or 0.0 for one in numbers), 0.0),
        _sum_asked, word="合计", for_empty=True,
    ),
    Operation("round", _BOTH, _rounded, _rounded_asked, word="四舍五入"),
    Operation(
        "empty", _anything, lambda value: value in (None, "", ()),
        lambda value: IsNull(value, True), word="为空", for_empty=True,
    ),
)  # fmt: skip
FUNCTIONS: dict[str, Operation] = {name: one for one in _ALL for name in (one.name, one.word)}

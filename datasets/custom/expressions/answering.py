"""The two ways to answer a compiled formula: of one record in Python, of many in the database."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, DateField, F, FloatField, TextField, Value, When
from django.db.models.functions import Cast, TruncDate
from django.db.models.lookups import Exact
from django.utils import timezone

from datasets.custom.expressions.compiling import kind_of
from datasets.custom.expressions.kinds import Kind
from datasets.custom.expressions.operations import text_or_nothing
from datasets.custom.expressions.trees import Constant, Name, Operand, Today, Tree


def answer(tree: Tree, value_of: Callable[[str], Any], today: datetime.date) -> Any:
    """A float, a text, a date, True or False; None where what it is told of is empty."""
    if isinstance(tree, Constant):
        return tree.value if tree.value != "" else None
    if isinstance(tree, Today):
        return today
    if isinstance(tree, Operand):
        return _plain(tree, value_of(tree.name))
    if isinstance(tree, Name):
        raise AssertionError("Names are given their meaning before they are asked.")
    arguments = [answer(one, value_of, today) for one in tree.arguments]
    if not tree.operation.for_empty and None in arguments:
        return None
    return tree.operation.plain(*arguments)


def _plain(operand: Operand, value: Any) -> Any:
    if value in (None, "", ()) or operand.kind == Kind.OTHER:
        return value or None
    if operand.kind == Kind.NUMBER:
        return float(value)
    if operand.is_moment:
        return timezone.localtime(value).date()
    return operand.words.get(value, value) if operand.words else value


def question(tree: Tree, today: datetime.date) -> Any:
    """The same as an expression over the rows of the collection."""
    found = _asked(tree, today)
    return Cast(found, BooleanField()) if kind_of(tree) == Kind.TRUTH else found


def _asked(tree: Tree, today: datetime.date) -> Any:
    if isinstance(tree, Constant):
        if tree.kind == Kind.NUMBER:
            return Cast(Value(tree.value), FloatField())
        return text_or_nothing(Value(tree.value, TextField()))
    if isinstance(tree, Today):
        return Cast(Value(today), DateField())
    if isinstance(tree, Operand):
        return _column(tree)
    if isinstance(tree, Name):
        raise AssertionError("Names are given their meaning before they are asked.")
    return tree.operation.asked(*(_asked(one, today) for one in tree.arguments))


def _column(operand: Operand) -> Any:
    if operand.kind == Kind.NUMBER:
        return Cast(F(operand.name), FloatField())
    if operand.is_moment:
        return TruncDate(operand.name)
    if operand.words:
        labels = [
            When(Exact(F(operand.name), Value(code)), then=Value(label, TextField()))
            for code, label in operand.words.items()
        ]
        known = Case(*labels, default=Cast(F(operand.name), TextField()), output_field=TextField())
        return text_or_nothing(known)
    if operand.kind == Kind.TEXT:
        return text_or_nothing(Cast(F(operand.name), TextField()))
    if operand.kind == Kind.TRUTH:
        return Exact(F(operand.name), True)
    return F(operand.name)

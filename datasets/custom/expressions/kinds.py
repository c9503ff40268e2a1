"""The kinds of values in a formula, and what is said where they do not fit."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class FormulaError(ValueError):
    """What is wrong with a formula, in one sentence for whoever wrote it."""


class Kind(StrEnum):
    """Of a value. Numbers are doubles: in Python and in both databases the same."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"
    #: Of which can only be asked whether it is empty.
    OTHER = "other"


KIND_LABELS: Mapping[Kind, Any] = {
    Kind.NUMBER: _("数字"),
    Kind.TEXT: _("文字"),
    Kind.DATE: _("日期"),
    Kind.TRUTH: _("是或否"),
    Kind.OTHER: _("其他内容"),
}

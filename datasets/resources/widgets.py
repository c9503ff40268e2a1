"""How a field's value is written into a cell and read back.

`render` gets what the column reads of a record (columns.py), never the record itself. `clean` gets the
cell's text and raises ValueError with a sentence for the clerk. Headers and labels are Chinese whatever
language the screen has: they are the format of the file.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Choices, Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from import_export.widgets import Widget

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_LOST_DIGITS = re.compile(r"\d(\.\d+)?[eE]\+?\d+")


def chinese(text: Any) -> str:
    """A label as it stands in the sources, untranslated."""
    with translation.override(None):
        return str(text)


class Cell(Widget):
    """What every widget of ours may say of its column."""

    #: What is read of the record that the column's attribute points to; "" for the attribute itself.
    reads = ""
    #: Whether a cell may hold other words than `options`.
    is_open = False

    def prepare(self, values: Iterable[Any], **context: Any) -> None:
        """Fetch what rendering these values will need; called once for each chunk of rows."""

    def options(self, **context: Any) -> list[str]:
        """The words to choose from; none where the cell is free."""
        return []


class Text(Cell):
    def render(self, value: Any, **context: Any) -> str:
        return "" if value is None else str(value)

    def clean(self, value: str, row: Any = None, **context: Any) -> str:
        return value.strip()


class IdNumber(Text):
    def clean(self, value: str, row: Any = None, **context: Any) -> str:
        if _LOST_DIGITS.fullmatch(value.strip()):
            raise ValueError(_("号码被存成了数值，末几位已经丢失。请把单元格设为文本后重新填写。"))
        return value.strip()


class Day(Cell):
    """ISO dates; other usual forms are read too."""

    def render(self, value: datetime.date | None, **context: Any) -> str:
        return value.isoformat() if value else ""

    def clean(self, value: str, row: Any = None, **context: Any) -> datetime.date | None:
        if not value.strip():
            return None
        form = _DATE.fullmatch(value.strip())
        try:
            return (
                datetime.date(*(int(part) for part in form.groups() if part)) if form else _no_day()
            )
        except ValueError as error:
            raise ValueError(
                _("“%(text)s”不是日期，请写成2015-06-01。") % {"text": value}
            ) from error


def _no_day() -> datetime.date:
    raise ValueError


class Number(Cell):
    """A number that stays one in the sheet, so that it can be summed."""

    def __init__(self, kind: type[int] | type[Decimal]) -> None:
        super().__init__()
        self.kind = kind

    def render(self, value: Any, **context: Any) -> Any:
        return "" if value is None else value

    def clean(self, value: str, row: Any = None, **context: Any) -> int | Decimal | None:
        try:
            return self.kind(value.strip()) if value.strip() else None
        except (ValueError, InvalidOperation) as error:
            raise ValueError(_("“%(text)s”不是数字。") % {"text": value}) from error


class YesNo(Cell):
    """`is_open`: the field may also say nothing."""

    def __init__(self, *, is_open: bool = False) -> None:
        super().__init__()
        self.nothing = None if is_open else False

    def render(self, value: Any, **context: Any) -> str:
        return "" if value is None and self.nothing is None else "是" if value else "否"

    def options(self, **context: Any) -> list[str]:
        return ["是", "否"]

    def clean(self, value: str, row: Any = None, **context: Any) -> bool | None:
        answers = {"是": True, "否": False, "": self.nothing}
        if value.strip() not in answers:
            raise ValueError(_("请填“是”或“否”。"))
        return answers[value.strip()]


class Moment(Cell):
    """Day and time on this site's clock, to the second."""

    def render(self, value: datetime.datetime | None, **context: Any) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S") if value else ""

    def clean(self, value: str, row: Any = None, **context: Any) -> datetime.datetime | None:
        if not value.strip():
            return None
        try:
            found = datetime.datetime.fromisoformat(value.strip())
        except ValueError as error:
            raise ValueError(
                _("“%(text)s”不是日期和时间，请写成2015-06-01 08:30。") % {"text": value}
            ) from error
        return found if timezone.is_aware(found) else timezone.make_aware(found)


class Presence(Cell):
    """Whether there is a file; the file itself is fetched on the record's page."""

    def render(self, value: Any, **context: Any) -> str:
        return "有" if value else ""


class Choice(Cell):
    """The Chinese label of a choice; its code is read too."""

    def __init__(self, choices: type[Choices] | Sequence[tuple[str, Any]]) -> None:
        super().__init__()
        pairs = choices.choices if isinstance(choices, type) else choices
        self.labels = {str(value): chinese(label) for value, label in pairs}
        self.values = {label: value for value, label in self.labels.items()}

    def render(self, value: Any, **context: Any) -> str:
        return self.labels.get(value, value) if value else ""

    def options(self, **context: Any) -> list[str]:
        return list(self.values)

    def clean(self, value: str, row: Any = None, **context: Any) -> str:
        text = value.strip()
        if not text or text in self.labels:
            return text
        if text not in self.values:
            raise ValueError(
                _("“%(text)s”不在可选范围内，请填：%(choices)s。")
                % {"text": text, "choices": "、".join(list(self.values)[:20])}
            )
        return self.values[text]


class SeveralChoices(Cell):
    """Labels of a list joined by 、; codes are read too."""

    is_open = True

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.labels = {code: chinese(label) for code, label in words.items()}
        self.codes = {label: code for code, label in self.labels.items()}

    def render(self, value: Iterable[str] | None, **context: Any) -> str:
        return "、".join(self.labels.get(code, code) for code in value or ())

    def clean(self, value: str, row: Any = None, **context: Any) -> tuple[str, ...] | None:
        words = [word for word in re.split(r"[、，,；;]\s*", value.strip()) if word]
        unknown = [word for word in words if word not in self.codes and word not in self.labels]
        if unknown:
            raise ValueError(
                _("“%(text)s”不在可选范围内，请填：%(choices)s。")
                % {"text": unknown[0], "choices": "、".join(list(self.codes)[:20])}
            )
        return tuple(self.codes.get(word, word) for word in words) or None


class Reference(Cell):
    """Another record, by a field that is its own: a code, a document number, its 编号."""

    def __init__(self, model: type[Model], lookup: str = "pk") -> None:
        super().__init__()
        self.model = model
        self.reads = lookup

    def render(self, value: Any, **context: Any) -> Any:
        return "" if value is None else value

    def clean(self, value: str, row: Any = None, **context: Any) -> Model | None:
        text = value.strip()
        if not text:
            return None
        is_possible = self.reads != "pk" or (text.isascii() and text.isdigit())
        found = (
            context["by"].rows(self.model).filter(**{self.reads: text}).first()
            if is_possible
            else None
        )
        if found is None:
            raise ValueError(
                _("没有找到%(kind)s“%(text)s”，或者它不在您负责的地区。")
                % {"kind": chinese(self.model._meta.verbose_name), "text": text}
            )
        record: Model = found
        return record

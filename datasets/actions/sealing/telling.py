"""What is sealed, in words: who reads it later reads what stood there on that day, whatever has gone since."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, FileField, Model
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from datasets.history.timeline import Entry, timeline
from datasets.models import Record, Region


class _Everything:
    """Reads all that is recorded, to be locked away."""

    def sees(self, model: type[Model], path: str) -> bool:
        return True

    def sees_row(self, row: Model) -> bool:
        return True

    def sees_whole(self, model: type[Model]) -> bool:
        return True


def told(rows: Iterable[Model], *, past_of: Record, fields: Iterable[str] = ()) -> dict[str, Any]:
    """`parts`: each row's heading and its [label, text] lines; `past`: its acts, the newest first.

    `fields`: only these are told, of the rows and of the past.
    """
    with translation.override(settings.LANGUAGE_CODE):
        names = set(fields)
        labels = {str(past_of._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
        return {
            "parts": [
                {"heading": str(row._meta.verbose_name), "lines": _lines(row, names)}
                for row in rows
            ],
            "past": [
                act
                for entry in timeline(past_of, to=_Everything())
                if (act := _act(entry, labels))["changes"] or not labels
            ],
        }


def _lines(row: Model, names: set[str]) -> list[list[str]]:
    lines = [
        [str(field.verbose_name), _text(row, field)]
        for field in row._meta.concrete_fields
        if not field.primary_key and (not names or field.name in names)
    ]
    return [line for line in lines if line[1]]


def _text(row: Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    if isinstance(field, FileField):
        return _("有") if value else ""
    if isinstance(value, Region):
        return value.trail()
    if isinstance(field, BooleanField):
        return _("是") if value else _("否")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def _act(entry: Entry, labels: set[str]) -> dict[str, Any]:
    source = ""
    if entry.batch:
        source = _("台账《%(file)s》%(sheet)s 第 %(row)s 行") % {
            "file": entry.batch.file_name,
            "sheet": entry.sheet,
            "row": entry.row,
        }
    return {
        "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
        "author": entry.author,
        "kind": entry.kind,
        "reason": entry.reason,
        "source": source,
        "changes": [
            [one.label, one.old, one.new]
            for one in entry.changes
            if not labels or one.label in labels
        ],
    }

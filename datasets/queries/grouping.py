"""Records counted by one or two of their fields: what a summary shows."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.models import Record, Region
from datasets.models.encrypted import EncryptedField
from datasets.models.regions import PATH_STEP
from datasets.queries.conditions.dates import this_month
from datasets.queries.conditions.kinds import Kind, kind_of
from datasets.queries.conditions.refusing import UnanswerableCondition

_NOTHING = "~"
_GROUPED = (Kind.CHOICE, Kind.YES_NO, Kind.REGION, Kind.DATE)
_ORDERED = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.MOMENT, Kind.YES_NO, Kind.CHOICE)


@dataclass(frozen=True)
class Heading:
    """A row or a column of a summary."""

    key: str
    label: str
    #: The condition that its records meet (queries/conditions).
    leaf: Mapping[str, Any] = field(default_factory=dict)


#: Of a summary without columns.
ALL = Heading("", "")


@dataclass(frozen=True)
class Figure:
    count: int = 0
    total: Decimal | int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.count + other.count, self.total + other.total)


@dataclass(frozen=True)
class Summary:
    rows: list[Heading]
    columns: list[Heading]
    #: By the keys of a row and a column.
    figures: Mapping[tuple[str, str], Figure]

    def at(self, row: Heading | None, column: Heading | None) -> Figure:
        """None: all rows, all columns."""
        found = Figure()
        for one in [row] if row else self.rows:
            for other in [column] if column else self.columns:
                found += self.figures.get((one.key, other.key), Figure())
        return found


def groupable(model: type[Record], *, by: Actor) -> dict[str, Kind]:
    """The fields by which records are counted, each with its kind."""
    return _fields_of(model, _GROUPED, by)


def summable(model: type[Record], *, by: Actor) -> list[str]:
    return list(_fields_of(model, (Kind.NUMBER,), by))


def ordering_fields(model: type[Record], *, by: Actor) -> list[str]:
    return list(_fields_of(model, _ORDERED, by))


def _fields_of(model: type[Record], kinds: tuple[Kind, ...], by: Actor) -> dict[str, Kind]:
    found = {one.name: kind_of(one) for one in model._meta.concrete_fields if _is_askable(one)}
    seen = {name: kind for name, kind in found.items() if by.sees(model, name)}
    return {name: kind for name, kind in seen.items() if kind in kinds}


def _is_askable(one: Any) -> bool:
    return one.editable and not one.primary_key and not isinstance(one, EncryptedField)


def summary_of(
    rows: QuerySet[Any], *, by_row: str, by_column: str = "", sum_of: str = "", reader: Actor
) -> Summary:
    """The rows counted, and one of their numbers summed, by one or two of their fields.

    Dates by month; regions one level below what all of them have in common. Raises UnanswerableCondition where the
    reader does not see a field.
    """
    model: Any = rows.model
    groups = groupable(model, by=reader)
    unseen = [name for name in (by_row, by_column) if name and name not in groups]
    unseen += [name for name in [sum_of] if name and name not in summable(model, by=reader)]
    if unseen:
        raise UnanswerableCondition(_("这个汇总用到了您看不到或者已经停用的字段。"))
    grouped = {"row": _expression(by_row, groups)}
    if by_column:
        grouped["column"] = _expression(by_column, groups)
    figures: dict[str, Any] = {"figure": Count("pk")}
    if sum_of:
        figures["total"] = Sum(sum_of)
    found = list(rows.order_by().values(**grouped).annotate(**figures))
    row_of = _headings(model, by_row, groups, {line["row"] for line in found})
    column_of: dict[Any, Heading] = {None: ALL}
    if by_column:
        column_of = _headings(model, by_column, groups, {line["column"] for line in found})
    counted: dict[tuple[str, str], Figure] = defaultdict(Figure)
    for line in found:
        place = (row_of[line["row"]].key, column_of[line.get("column")].key)
        counted[place] += Figure(line["figure"], line.get("total") or 0)
    return Summary(_in_order(row_of), _in_order(column_of), counted)


def _in_order(headings: Mapping[Any, Heading]) -> list[Heading]:
    """Each once; what says nothing last."""
    once = {heading.key: heading for heading in headings.values()}
    return sorted(once.values(), key=lambda one: (one.key == _NOTHING, one.key))


def _expression(name: str, groups: Mapping[str, Kind]) -> Any:
    if groups[name] is Kind.REGION:
        return F(f"{name}__path")
    return TruncMonth(name) if groups[name] is Kind.DATE else F(name)


def _headings(
    model: type[Record], name: str, groups: Mapping[str, Kind], values: set[Any]
) -> dict[Any, Heading]:
    """Value as found → its heading."""
    empty = Heading(_NOTHING, _("没有填写"), {"field": name, "is": "empty"})
    filled = sorted(value for value in values if value not in (None, ""))
    made = _MAKING.get(groups[name], _choices)(model, name, filled)
    return {value: made.get(value, empty) for value in values}


def _choices(model: type[Record], name: str, codes: list[Any]) -> dict[Any, Heading]:
    one: Any = model._meta.get_field(name)
    places = {code: (place, str(label)) for place, (code, label) in enumerate(one.flatchoices)}
    return {
        code: Heading(f"{place:04}{code}", label, {"field": name, "is": "any_of", "value": [code]})
        for code in codes
        for place, label in [places.get(code, (9999, str(code)))]
    }


def _answers(_model: type[Record], name: str, values: list[bool]) -> dict[Any, Heading]:
    yes = Heading("0", _("是"), {"field": name, "is": "yes"})
    return {
        value: yes if value else Heading("1", _("否"), {"field": name, "is": "no"})
        for value in values
    }


def _months(_model: type[Record], name: str, firsts: list[datetime.date]) -> dict[Any, Heading]:
    return {
        first: Heading(
            first.isoformat(),
            f"{first:%Y-%m}",
            {"field": name, "is": "between", "value": [day.isoformat() for day in month_of(first)]},
        )
        for first in firsts
    }


def month_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Its first and its last day."""
    first, last = this_month(None, day)
    return first or day, last or day


def _regions(_model: type[Record], name: str, paths: list[str]) -> dict[Any, Heading]:
    common = _common(paths)
    level = {path: path[: len(common) + PATH_STEP] for path in paths}
    named = {one.path: one for one in Region.objects.filter(path__in=set(level.values()))}
    found = {}
    for path, shortened in level.items():
        region = named[shortened]
        # What lies in the common area itself, none of the areas below.
        operator = "is" if shortened == common and len(set(level.values())) > 1 else "under"
        leaf = {"field": name, "is": operator, "value": region.pk}
        found[path] = Heading(shortened, region.name, leaf)
    return found


def _common(paths: list[str]) -> str:
    """The path of the lowest area in which all of them lie; "" for none. Of sorted paths the ends tell."""
    if not paths:
        return ""
    first, last = paths[0], paths[-1]
    ends = range(PATH_STEP, len(first) + 1, PATH_STEP)
    shared = [end for end in ends if first[:end] == last[:end]]
    return first[: max(shared, default=0)]


_MAKING: Mapping[Kind, Any] = {Kind.REGION: _regions, Kind.DATE: _months, Kind.YES_NO: _answers}

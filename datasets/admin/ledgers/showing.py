"""A ledger's row as a clerk reads it: words instead of codes, the original cell beside the value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.ledgers.issues import RECORDED_ELSEWHERE, Issue
from datasets.choices import RowAction
from datasets.ledgers.fields import LedgerLayout
from datasets.models import Category, LedgerRow, Record, Region
from datasets.readers import ERROR

#: Rows whose record is a guess or none.
_UNSETTLED = (RowAction.PARK, RowAction.ERROR)
#: What an ID number tells: such a value need not have had a cell of its own.
_INFERRED = ("sex", "birth_date")


@dataclass(frozen=True)
class ShownField:
    name: str
    label: str
    cell: str
    value: str
    recorded: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class ShownIssue:
    label: str
    message: str
    is_error: bool


@dataclass(frozen=True)
class ShownRow:
    """One row of the page."""

    row: LedgerRow
    name: str
    summary: list[str]
    changes: list[ShownField]
    #: What the row says otherwise and the record keeps.
    kept: list[ShownField]
    fields: list[ShownField]
    issues: list[ShownIssue]
    extra: Mapping[str, str]
    #: The page of its record; "" where there is none to open.
    url: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether its child is another area's, which can be asked for it."""
        return any(issue["code"] == RECORDED_ELSEWHERE for issue in self.row.issues)

    @property
    def action_label(self) -> str:
        return str(RowAction(self.row.action).label)


def shown_rows(
    rows: Iterable[LedgerRow], layout: LedgerLayout, pages: Mapping[int, str]
) -> Iterator[ShownRow]:
    """The rows of one page; the names they need are fetched once. `pages`: record → its address."""
    rows = list(rows)
    words = _Words.of(rows, layout)
    for row in rows:
        yield ShownRow(
            row=row,
            name=_name_of(row, layout, words),
            summary=[words.of_value(f, row.values[f]) for f in layout.summary if f in row.values],
            changes=_beside_recorded(row, row.changes, words),
            kept=_beside_recorded(row, row.kept, words),
            fields=list(_fields(row, layout, words)),
            issues=_issues(row, words),
            extra=row.extra,
            url="" if row.action in _UNSETTLED else pages.get(row.record_id or 0, ""),
        )


def _issues(row: LedgerRow, words: "_Words") -> list[ShownIssue]:
    """What is wrong, each sentence once, with all the fields of which it is true."""
    told: dict[tuple[str, bool], list[str]] = {}
    for issue in row.issues:
        sentence = Issue(**issue).message, issue["severity"] == ERROR
        told.setdefault(sentence, []).append(words.label_of(issue["field"]))
    return [
        ShownIssue("、".join(labels), message, is_error)
        for (message, is_error), labels in told.items()
    ]


def _beside_recorded(
    row: LedgerRow, among: Mapping[str, list[Any]], words: "_Words"
) -> list[ShownField]:
    """Fields with what is recorded and what the row says."""
    return [
        ShownField(
            name,
            words.label_of(name),
            _cell(row, name),
            words.of_value(name, said),
            words.of_value(name, recorded),
            is_changed=True,
        )
        for name, (recorded, said) in among.items()
    ]


def _name_of(row: LedgerRow, layout: LedgerLayout, words: "_Words") -> str:
    for name in layout.naming:
        if said := words.of_value(name, row.values.get(name)) or row.cells.get(name):
            return said
    return _("（没有名称）")


def _fields(row: LedgerRow, layout: LedgerLayout, words: "_Words") -> Iterator[ShownField]:
    for name in layout.labels:
        if name in row.cells or name in row.values:
            recorded, _new = row.changes.get(name, ("", ""))
            yield ShownField(
                name=name,
                label=words.label_of(name),
                cell=_cell(row, name),
                value=words.of_value(name, row.values.get(name)),
                recorded=words.of_value(name, recorded),
                is_changed=name in row.changes,
            )


def _cell(row: LedgerRow, field: str) -> str:
    """The original text; a cell that says just what was read is not stored twice."""
    as_read = "" if field in _INFERRED else row.values.get(field, "")
    told = row.cells.get(field, as_read)
    return "、".join(map(str, told)) if isinstance(told, list) else str(told)


@dataclass(frozen=True)
class _Words:
    """Labels of the codes that the rows of a page hold."""

    layout: LedgerLayout
    #: Model → what a result writes → what to read.
    records: Mapping[type[Record], Mapping[str, str]]
    categories: Mapping[str, str]
    labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[LedgerRow], layout: LedgerLayout) -> "_Words":
        records: dict[type[Record], Mapping[str, str]] = {}
        places = {key for name in layout.places for key in _keys(rows, name)}
        if places:
            records[Region] = _regions(places)
        for name, (model, column, shown) in layout.points_to.items():
            found = model._default_manager.filter(**{f"{column}__in": _keys(rows, name)})
            known = {str(key): str(text) for key, text in found.values_list(column, shown)}
            records[model] = {**records.get(model, {}), **known}
        categories = Category.objects.values_list("code", "label") if layout.has_categories else ()
        return cls(layout, records, dict(categories))

    def label_of(self, field: str) -> str:
        """Looked up once a page: translating is dear."""
        if field not in self.labels:
            self.labels[field] = self.layout.label_of(field)
        return self.labels[field]

    def of_value(self, field: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        values = value if isinstance(value, list) else [value]
        return "、".join(self._one(field, one) for one in values)

    def _one(self, field: str, value: Any) -> str:
        model = self.layout.points_to.get(field, (Region,))[0] if self._points(field) else None
        if model:
            return self.records.get(model, {}).get(str(value), str(value))
        if field == "categories":
            return self.categories.get(value, value)
        if listed := self.layout.choices.get(field):
            return str(dict(listed.choices).get(value, value))
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return str(value)

    def _points(self, field: str) -> bool:
        return field in self.layout.places or field in self.layout.points_to


def _keys(rows: list[LedgerRow], name: str) -> set[str]:
    """What the rows write of the records to which the field points."""
    told = [
        value
        for row in rows
        for value in (row.values.get(name), *row.changes.get(name, ()), *row.kept.get(name, ()))
    ]
    return {
        str(key) for value in told for key in (value if isinstance(value, list) else [value]) if key
    }


def _regions(keys: set[str]) -> dict[str, str]:
    ids = [key[1:] for key in keys if key.startswith("#")]
    found = Region.objects.filter(code__in=keys) | Region.objects.filter(pk__in=ids)
    return {
        region.code or f"#{region.pk}": f"{region.parent.name} {region.name}"
        if region.parent
        else region.name
        for region in found.select_related("parent")
    }

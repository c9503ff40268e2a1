"""A ledger's row as a clerk reads it: words instead of codes, the original cell beside the value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.ledgers.issues import ERROR, Issue
from datasets.choices import IdType, Relation, RowAction, Sex
from datasets.ledgers.children import LABELS
from datasets.models import Category, LedgerRow, Region

_CHOICES = {"sex": Sex, "guardian_relation": Relation, "id_type": IdType}
#: What an ID number tells: such a value need not have had a cell of its own.
_INFERRED = ("sex", "birth_date")
_SUMMARY = ("sex", "birth_date", "id_number", "region", "categories")


@dataclass(frozen=True)
class ShownField:
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
    fields: list[ShownField]
    issues: list[ShownIssue]
    extra: Mapping[str, str]

    @property
    def action_label(self) -> str:
        return str(RowAction(self.row.action).label)


def shown_rows(rows: Iterable[LedgerRow]) -> Iterator[ShownRow]:
    """The rows of one page; the names they need are fetched once."""
    rows = list(rows)
    words = _Words.of(rows)
    for row in rows:
        yield ShownRow(
            row=row,
            name=row.values.get("name") or row.cells.get("name") or _("（没有姓名）"),
            summary=[words.of_value(f, row.values[f]) for f in _SUMMARY if f in row.values],
            changes=[
                ShownField(
                    label_of(f),
                    _cell(row, f),
                    words.of_value(f, new),
                    words.of_value(f, old),
                    True,
                )
                for f, (old, new) in row.changes.items()
            ],
            fields=list(_fields(row, words)),
            issues=[
                ShownIssue(
                    label_of(issue["field"]),
                    Issue(**issue).message,
                    issue["severity"] == ERROR,
                )
                for issue in row.issues
            ],
            extra=row.extra,
        )


def label_of(field: str) -> str:
    return str(LABELS.get(field, field))


def _fields(row: LedgerRow, words: "_Words") -> Iterator[ShownField]:
    for name in LABELS:
        if name in row.cells or name in row.values:
            recorded, _new = row.changes.get(name, ("", ""))
            yield ShownField(
                label=label_of(name),
                cell=_cell(row, name),
                value=words.of_value(name, row.values.get(name)),
                recorded=words.of_value(name, recorded),
                is_changed=name in row.changes,
            )


def _cell(row: LedgerRow, field: str) -> str:
    """The original text; a cell that says just what was read is not stored twice."""
    as_read = "" if field in _INFERRED else row.values.get(field, "")
    return str(row.cells.get(field, as_read))


@dataclass(frozen=True)
class _Words:
    """Labels of the codes that the rows of a page hold."""

    regions: Mapping[str, str]
    categories: Mapping[str, str]

    @classmethod
    def of(cls, rows: list[LedgerRow]) -> "_Words":
        codes = {
            value
            for row in rows
            for value in (row.values.get("region"), *row.changes.get("region", ()))
            if value
        }
        ids = [code[1:] for code in codes if code.startswith("#")]
        found = Region.objects.filter(code__in=codes) | Region.objects.filter(pk__in=ids)
        regions = {
            region.code or f"#{region.pk}": f"{region.parent.name} {region.name}"
            if region.parent
            else region.name
            for region in found.select_related("parent")
        }
        return cls(regions, dict(Category.objects.values_list("code", "label")))

    def of_value(self, field: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if field == "region":
            return self.regions.get(value, value)
        if field == "categories":
            return "、".join(self.categories.get(code, code) for code in value)
        if field in _CHOICES:
            return str(_CHOICES[field](value).label)
        return str(value)

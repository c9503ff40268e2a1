"""The base of all resources: django-import-export's machinery, with our rules in place of its writes.

The stock library compares copies of instances, saves them itself and keeps no author. Here a row is
compared cell by cell with what an export of the record would say now, and only what a clerk changed goes
to the record's action, which judges, validates and keeps the history.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.results import RowResult

from datasets.access import Actor
from datasets.actions import dispatch
from datasets.actions.records import NotPermitted, differs
from datasets.models import Record, Region
from datasets.queries.lists import with_keys
from datasets.resources.cells import same
from datasets.resources.columns import Column, column_of
from datasets.resources.fetching import Shown, is_hidden, shown
from datasets.resources.owned import OwnedRows
from datasets.resources.places import Lineages
from datasets.resources.widgets import Number
from datasets.standards.formulas import active
from datasets.standards.masks import is_masked

KEY = "编号"
_LONGEST_KEY = 18


@dataclass(frozen=True)
class Difference:
    """One cell that says something else than the record: its header, the old and the new text."""

    header: str
    old: str
    new: str


@dataclass
class Edit:
    """What a clerk changed in one row."""

    values: dict[str, Any] = field(default_factory=dict)
    owned: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    #: The headers of cells that somebody's export had masked: they say nothing.
    masked: list[str] = field(default_factory=list)


class RecordResource(ModelResource):
    """One collection's canonical sheet, as `by` may see and change it."""

    id = Column("pk", KEY, Number(int), readonly=True, width=8)

    #: What a record's own name reads of others.
    named_by: tuple[str, ...] = ()

    class Meta:
        import_id_fields = ("id",)
        use_transactions = True
        skip_diff = True  # ours is finer, and costs no copy of every instance

    def __init__(self, *, by: Actor) -> None:
        super().__init__()
        self.by = by
        self.reason = _("导入规范表")
        self._context: dict[str, Any] = {"by": by, "lineages": Lineages()}
        self._stored: dict[str, Record] = {}
        self._shown: dict[int, Shown] = {}
        self._before: Shown | None = None
        self._edit = Edit()

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Column:
        return column_of(cls._meta.model, field_name)

    @property
    def model(self) -> type[Record]:
        model: type[Record] = self._meta.model
        return model

    @property
    def columns(self) -> list[Column]:
        """In the order of the sheet."""
        return [self.fields[name] for name in self._meta.fields]

    def shown(
        self, rows: QuerySet[Any], columns: Sequence[Column] | None = None
    ) -> Iterator[Shown]:
        """The records as rows of the sheet, or of one with other columns."""
        return shown(rows, columns or self.columns, self._context)

    def hides(self, column: Column) -> bool:
        """Whether `by` sees the column masked."""
        return is_hidden(self.model, column, self.by)

    def options(self, column: Column, *, area: Region | None) -> list[str]:
        """The words to choose from in a column, where the sheet's rows lie in `area`."""
        return column.widget.options(**self._context, area=area)

    # From here on django-import-export calls.

    def before_import(self, dataset: Any, **options: Any) -> None:
        """Read all records that the sheet names, so that each row is judged by what was there before."""
        typed = [key for key in dataset[KEY] if key.isascii() and key.isdigit()]
        keys = [int(key) for key in typed if len(key) <= _LONGEST_KEY]
        seen = with_keys(self.by.rows(self.model), "id", keys).order_by("pk")
        named = seen.select_related(*self.named_by) if self.named_by else seen
        self._stored = {str(record.pk): record for record in named}
        self._shown = {row.key: row for row in self.shown(seen)}

    def get_instance(self, instance_loader: Any, row: Mapping[str, str]) -> Record | None:
        key = row[KEY].strip()
        if not key:
            return None
        if key not in self._stored:
            raise ValidationError({KEY: _("没有找到编号%(key)s。") % {"key": key}})
        return self._stored[key]

    def import_instance(self, instance: Record, row: Mapping[str, str], **options: Any) -> None:
        """Work out the row's edit. Raises ValidationError by header."""
        self._edit = Edit()
        self._before = self._shown.get(instance.pk)
        errors: dict[str, list[str]] = {}
        for place, column in enumerate(self.columns):
            if column.readonly or column.column_name not in row:
                continue
            try:
                self._compare(place, column, instance, row)
            except ValueError as error:
                errors[column.column_name] = [str(error)]
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        return not self._edit.differences and not import_validation_errors

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def do_instance_save(self, instance: Record, is_create: bool) -> None:
        try:
            self.write(None if is_create else instance, self._edit)
        except NotPermitted as error:
            raise ValidationError({NON_FIELD_ERRORS: [str(error)]}) from error
        except ValidationError as error:
            raise ValidationError(self.by_header(error)) from error

    def after_import_row(self, row: Any, row_result: RowResult, **options: Any) -> None:
        row_result.differences = self._edit.differences
        row_result.masked = self._edit.masked

    # What a collection of its own kind overrides.

    def write(self, record: Record | None, edit: Edit) -> None:
        """Hand the edit to the record's action. Raises NotPermitted, ValidationError."""
        what: dict[str, Any] = {
            "values": edit.values,
            "owned": edit.owned,
            "by": self.by,
            "reason": self.reason,
        }
        if record is None:
            dispatch.create(self.model, **what)
        else:
            dispatch.change(record, **what)

    def by_header(self, error: ValidationError, prefix: str = "") -> dict[str, list[str]]:
        """An action's complaints, by the header of the column that a clerk should look at."""
        if not hasattr(error, "error_dict"):
            return {NON_FIELD_ERRORS: error.messages}
        headers = {column.column_name: column.column_name for column in self.columns}
        headers |= {column.attribute: column.column_name for column in reversed(self.columns)}
        return {
            headers.get(prefix + name, headers.get(name, NON_FIELD_ERRORS)): ValidationError(
                complaints
            ).messages
            for name, complaints in error.error_dict.items()
        }

    def before(self, column: Column) -> Any:
        """What the column read of the row's record before the import; None for a new one."""
        return self._before and self._before.values[self.columns.index(column)]

    def _compare(self, place: int, column: Column, record: Record, row: Mapping[str, str]) -> None:
        """Add to the edit what the cell changes. Raises ValueError."""
        cell, before = row[column.column_name], self._before
        exported = str(before.cells[place]) if before else ""
        if same(cell, exported) and (before or not column.is_required):
            return
        text = active(cell)
        if is_masked(text):
            self._edit.masked.append(column.column_name)
            return
        if column.is_required and not text.strip():
            raise ValueError(_("请填写。"))
        known = before.values[place] if before else ()
        value = column.widget.clean(text, row=row, rows=known, **self._context)
        if value is None and not column.saves_null_values:
            return
        if isinstance(column.widget, OwnedRows):
            self._edit.owned[column.attribute] = value
            changes = bool(value)
        else:
            self._edit.values[column.attribute] = value
            changes = before is None or self.is_change(record, column, value)
        if changes:
            self._edit.differences.append(Difference(column.column_name, exported, text))

    def is_change(self, record: Record, column: Column, value: Any) -> bool:
        return differs(record, column.attribute, value)

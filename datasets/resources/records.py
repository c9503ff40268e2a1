"""The base of all resources: django-import-export's machinery, with our rules in place of its writes.

The stock library compares copies of instances, saves them itself and keeps no author. Here a row is
compared cell by cell with what an export of the record would say now, and only what a clerk changed goes
to the record's action, which judges, validates and keeps the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.results import RowResult

from datasets.access import Actor
from datasets.actions import dispatch
from datasets.actions.records import NotPermitted, differs
from datasets.models import Record
from datasets.resources.cells import Value, same
from datasets.resources.columns import Column, column_of
from datasets.resources.owned import OwnedRows
from datasets.resources.places import Lineages
from datasets.resources.widgets import Number
from datasets.standards.formulas import active

KEY = "编号"
_CHUNK = 500


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


class RecordResource(ModelResource):
    """One collection's canonical sheet, as `by` may see and change it."""

    id = Column("pk", KEY, Number(int), readonly=True, width=8)

    #: What the columns read beyond the record itself.
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

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

    def with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what the columns read, whatever the caller's own list reads."""
        rows = rows.select_related(None).prefetch_related(None)
        rows = rows.select_related(*self.related) if self.related else rows
        return rows.prefetch_related(*self.prefetched)

    def cells(self, record: Model) -> list[Value]:
        """The record as a row of the sheet."""
        return [column.export(record, **self._context) for column in self.columns]

    # From here on django-import-export calls.

    def before_import(self, dataset: Any, **options: Any) -> None:
        """Read all records that the sheet names, so that each row is judged by what was there before."""
        keys = [int(key) for key in dataset[KEY] if key.isascii() and key.isdigit()]
        seen = self.with_related(self.by.rows(self.model))
        for start in range(0, len(keys), _CHUNK):
            chunk = seen.filter(pk__in=keys[start : start + _CHUNK])
            self._stored.update((str(record.pk), record) for record in chunk)

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
        errors: dict[str, list[str]] = {}
        for column in self.columns:
            if column.readonly or column.column_name not in row:
                continue
            try:
                self._compare(column, instance, row)
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

    def _compare(self, column: Column, record: Record, row: Mapping[str, str]) -> None:
        """Add to the edit what the cell changes. Raises ValueError."""
        cell = row[column.column_name]
        is_new = record.pk is None
        exported = "" if is_new else str(column.export(record, **self._context))
        if same(cell, exported) and not (is_new and column.is_required):
            return
        text = active(cell)
        if column.is_required and not text.strip():
            raise ValueError(_("请填写。"))
        value = column.widget.clean(text, row=row, record=record, **self._context)
        if value is None and not column.saves_null_values:
            return
        if isinstance(column.widget, OwnedRows):
            self._edit.owned[column.attribute] = value
            changes = bool(value)
        else:
            self._edit.values[column.attribute] = value
            changes = is_new or self.is_change(record, column, value)
        if changes:
            self._edit.differences.append(Difference(column.column_name, exported, text))

    def is_change(self, record: Record, column: Column, value: Any) -> bool:
        return differs(record, column.attribute, value)

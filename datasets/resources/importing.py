"""A canonical sheet on its way in: all of it or none."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.results import RowResult
from tablib import Dataset

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.ledgers.files import read_sheets
from datasets.ledgers.sheets import UnreadableLedger
from datasets.resources.cells import cell_text
from datasets.resources.records import KEY, Difference, RecordResource
from datasets.resources.registry import COLLECTIONS, SHEETS

# The header is looked for in so many rows: an export has titles above it, a clerk's own sheet may not.
_TITLES = 20
_MASKED = gettext_lazy("这一格的内容是隐藏过的（带星号或写着“已保护”），没有读入，原来的内容不变。")


class NotCanonical(ValueError):
    """The file is no canonical sheet of the collection; the message is one sentence for the clerk."""


class PreviewOutdated(Exception):
    """Since the preview the records, or the file, have changed: what would be written is not what was shown."""


@dataclass(frozen=True)
class RowError:
    """Why the row numbered `row` in the sheet cannot be taken; no `header` where it is the whole row."""

    row: int
    header: str
    message: str


@dataclass(frozen=True)
class RowChange:
    """What the row does: a new record, or the cells that change the one named `name`."""

    row: int
    name: str
    is_new: bool
    differences: list[Difference]


@dataclass
class Outcome:
    """What the import did, or would do; with errors nothing was written."""

    changes: list[RowChange] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unchanged: int = 0
    #: Cells that were masked when they were exported, and so change nothing.
    warnings: list[RowError] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome, another for any other."""
        return sha256(repr(self).encode()).hexdigest()

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created


def preview_import(collection: str, *, content: bytes, file_name: str, by: Actor) -> Outcome:
    """What importing the file would do. Raises NotPermitted, NotCanonical."""
    return _import(collection, content, file_name, by, dry_run=True)


@transaction.atomic
def import_sheet(
    collection: str, *, content: bytes, file_name: str, by: Actor, previewed: str | None = None
) -> Outcome:
    """Import the file; where a row has an error nothing is written.

    `previewed` is the fingerprint of the outcome to which somebody said yes: another one is not written.
    Raises NotPermitted, NotCanonical, PreviewOutdated.
    """
    outcome = _import(collection, content, file_name, by, dry_run=False)
    if previewed is not None and previewed != outcome.fingerprint:
        raise PreviewOutdated
    return outcome


def _import(
    collection: str, content: bytes, file_name: str, by: Actor, *, dry_run: bool
) -> Outcome:
    if collection not in SHEETS:
        raise NotCanonical(_("这种表请在“台账导入”里上传。"))
    resource = COLLECTIONS[collection](by=by)
    if not by.may("import", resource.model):
        raise NotPermitted(
            _("您没有导入“%(name)s”的权限。") % {"name": resource.model._meta.verbose_name}
        )
    numbers, dataset = _dataset(content, file_name, resource)
    repeated = _repeated_keys(numbers, dataset)
    if repeated:
        return Outcome(errors=repeated)
    result = resource.import_data(
        dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
    )
    return _outcome(result, numbers, resource)


def _dataset(content: bytes, file_name: str, resource: RecordResource) -> tuple[list[int], Dataset]:
    """The rows that are not blank, as text, and their numbers in the sheet. Raises NotCanonical."""
    try:
        sheet = read_sheets(content, file_name)[0]
    except UnreadableLedger as error:
        raise NotCanonical(str(error)) from error
    rows = [[cell_text(cell) for cell in row] for row in sheet.rows]
    top = next((top for top, row in enumerate(rows[:_TITLES]) if KEY in map(str.strip, row)), None)
    if top is None:
        raise NotCanonical(_("没有“编号”列的表头。请先导出规范表，在导出的表里修改。"))
    headers = _headers(rows[top], resource)
    dataset = Dataset(headers=headers)
    numbers = []
    for number, row in zip(sheet.numbers[top + 1 :], rows[top + 1 :], strict=True):
        if any(cell.strip() for cell in row):
            dataset.append((row + [""] * len(headers))[: len(headers)])
            numbers.append(number)
    return numbers, dataset


def _headers(row: list[str], resource: RecordResource) -> list[str]:
    headers = [cell.strip() for cell in row]
    while headers and not headers[-1]:
        headers.pop()
    known = {column.column_name for column in resource.columns}
    unknown = [header or _("（空白）") for header in headers if header not in known]
    if unknown:
        raise NotCanonical(_("不认识的列：%(names)s。") % {"names": "、".join(unknown)})
    twice = [header for header, count in Counter(headers).items() if count > 1]
    if twice:
        raise NotCanonical(_("重复的列：%(names)s。") % {"names": "、".join(twice)})
    return headers


def _repeated_keys(numbers: list[int], dataset: Dataset) -> list[RowError]:
    counts = Counter(key.strip() for key in dataset[KEY])
    return [
        RowError(number, KEY, _("编号%(key)s在表里出现了不止一次。") % {"key": key.strip()})
        for number, key in zip(numbers, dataset[KEY], strict=True)
        if key.strip() and counts[key.strip()] > 1
    ]


def _outcome(result: Any, numbers: list[int], resource: RecordResource) -> Outcome:
    for error in result.base_errors:
        raise error.error
    outcome = Outcome()
    for number, row in zip(numbers, result.rows, strict=True):
        if row.errors:
            raise row.errors[0].error  # not the clerk's mistake but ours
        outcome.warnings += [
            RowError(number, header, str(_MASKED)) for header in getattr(row, "masked", ())
        ]
        if row.validation_error:
            outcome.errors += _errors_of(row, number)
        elif row.import_type == RowResult.IMPORT_TYPE_SKIP:
            outcome.unchanged += 1
        else:
            is_new = row.import_type == RowResult.IMPORT_TYPE_NEW
            name = "" if is_new else row.object_repr
            outcome.changes.append(RowChange(number, name, is_new, row.differences))
    return outcome


def _errors_of(row: RowResult, number: int) -> list[RowError]:
    return [
        RowError(number, "" if header == NON_FIELD_ERRORS else header, message)
        for header, messages in row.validation_error.message_dict.items()
        for message in messages
    ]

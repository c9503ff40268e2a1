"""The whole way from a file to a plan or a batch. Doors that take ledgers call this and nothing below."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.actions.ledgers import batches
from datasets.actions.ledgers.batches import Upload
from datasets.actions.ledgers.choices import NOTHING_CHOSEN, LedgerChoices, header_of, row_key
from datasets.actions.ledgers.habits import recall
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.ledgers.progress import Progress, counted, nobody_follows
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import BatchStatus, JobStep
from datasets.custom.loading import follow, made_model
from datasets.custom.specs import Catalogue
from datasets.ledgers.addresses import addresses_in
from datasets.ledgers.agencies import LAYOUT as AGENCIES
from datasets.ledgers.agency_sections import agency_lines
from datasets.ledgers.amounts import monthly_only
from datasets.ledgers.assignments import LAYOUT as ASSIGNMENTS
from datasets.ledgers.children import LAYOUT as CHILDREN
from datasets.ledgers.choices import with_chosen_columns
from datasets.ledgers.context import LONGEST_TITLE
from datasets.ledgers.dating import day_told
from datasets.ledgers.duties import LAYOUT as DUTIES
from datasets.ledgers.families import LAYOUT as FAMILIES
from datasets.ledgers.fields import TICK, LedgerLayout
from datasets.ledgers.files import read_sheets
from datasets.ledgers.fitting import fitting
from datasets.ledgers.forms import find_forms
from datasets.ledgers.guardians import LAYOUT as GUARDIANS
from datasets.ledgers.made import layout_of, with_made_fields
from datasets.ledgers.originals import original_of
from datasets.ledgers.policies import LAYOUT as POLICIES
from datasets.ledgers.problems import as_read_first, without_problems
from datasets.ledgers.regions import LAYOUT as REGIONS
from datasets.ledgers.rows import read_rows
from datasets.ledgers.sheets import Sheet, UnreadableLedger
from datasets.ledgers.tables import Table, find_tables
from datasets.ledgers.title_totals import titles_that_differ
from datasets.ledgers.totals import totals_that_differ
from datasets.ledgers.transposed import is_transposed
from datasets.ledgers.vocabulary import Vocabulary
from datasets.ledgers.words import words_asked
from datasets.matching.places import RegionFinder, keys_to_look_up
from datasets.models import LedgerBatch
from datasets.queries.categories import category_words
from datasets.queries.regions import Place, places_by_key, regions_known_as
from datasets.readers.text import text_of
from datasets.readers.words import LEFT_OUT, word_key
from datasets.standards.garbage import no_garbage_walks
from datasets.standards.region_codes import canonical_code

_BUILT_IN: dict[str, LedgerLayout] = {
    layout.collection: layout
    for layout in (CHILDREN, FAMILIES, GUARDIANS, AGENCIES, DUTIES, ASSIGNMENTS, POLICIES, REGIONS)
}
#: Collection → its layout. Those of one's own come and go.
LAYOUTS = dict(_BUILT_IN)


def _fit(catalogue: Catalogue) -> None:
    LAYOUTS.clear()
    LAYOUTS.update(_BUILT_IN)
    for code in catalogue.fields.keys() & _BUILT_IN.keys():
        LAYOUTS[code] = with_made_fields(_BUILT_IN[code], KINDS[code].model)
    for code in catalogue.collections:
        LAYOUTS[code] = layout_of(made_model(code))


follow(_fit)

#: Sheets that say how the others are to be filled in.
_EXPLAINS = re.compile(
    "(?:填[表写报])?说明|(?:数据)?字典|(?:参照|对照)?代码表?|下拉选?项?|选项|参数|示例|样[例表]|填[写报]示例|模板说明"
)
_TRANSPOSED = gettext_lazy(
    "工作表“%(name)s”是横着写的，一列一名儿童。请改成一行一名儿童（复制以后选择性粘贴，勾选“转置”）再上传。"
)
#: So often a ledger is planned again because forms come between, before somebody has to look.
_ATTEMPTS = 3


@dataclass(frozen=True)
class Reading:
    """A ledger as read: its upload and its rows, every one of them."""

    upload: Upload
    rows: list[ReadRow]


@no_garbage_walks()
def read_ledger(
    content: bytes,
    file_name: str,
    *,
    collection: str,
    by: Actor,
    among: Iterable[str] = (),
    choices: LedgerChoices | None = None,
    progress: Progress = nobody_follows,
) -> Reading:
    """Read every sheet that holds a table of the collection. Raises UnreadableLedger.

    Where its headings clearly are those of another collection `among` these, it is read as that one's.
    Without `choices`, as the sender's files were read before; rows given back to be corrected, as their ledger
    was (problems.py).
    """
    progress(JobStep.READ)
    sheets, first = without_problems(read_sheets(content, file_name))
    layout = fitting(sheets, [LAYOUTS[name] for name in among], own=LAYOUTS[collection])
    collection = layout.collection
    words = category_words() if layout.has_categories else {}
    tables = [(sheet.name, table) for sheet in sheets for table in _tables_of(sheet, layout, words)]
    tables = _without_explanations(tables)
    if choices is None and first:
        choices = as_read_first(first, collection=collection, by=by)
    if choices is None:
        headers = [header_of(one.key for one in table.columns) for _name, table in tables if table]
        choices = recall(collection=collection, headers=headers, by=by)
    slots = {*layout.slots, *(f"{TICK}.{code}" for code in words.values())}
    tables = [
        (name, table and with_chosen_columns(table, choices, among=slots)) for name, table in tables
    ]
    found = [table for _name, table in tables if table is not None]
    if not found:
        raise UnreadableLedger(_no_table(sheets, layout))
    vocabulary = replace(
        _vocabulary_for(found, layout, words, choices, by),
        counts_from_1904=any(sheet.counts_from_1904 for sheet in sheets),
    )
    del sheets
    of = sum(len(table.rows) for table in found)
    reports: list[dict[str, Any]] = []
    rows: list[ReadRow] = []
    parts: list[tuple[Table, range]] = []
    for name, table in tables:
        report = _report(name, table)
        report["counts_from_1904"] = vocabulary.counts_from_1904
        if table is not None:
            each = read_rows(table, layout, vocabulary)
            own = list(counted(each, JobStep.READ, of=of, progress=progress, before=len(rows)))
            report["totals"] = totals_that_differ(table, own, before=rows)
            parts.append((table, range(len(rows), len(rows) + len(own))))
            report["context_lines"] = [
                {"row": row, "with": lines} for row, lines in sorted(table.context_lines.items())
            ]
            rows += own
        reports.append(report)
    if not rows:
        raise UnreadableLedger(_nothing_in(found))
    read = [report for report in reports if report["used"]]
    for report, differing in zip(read, titles_that_differ(parts, rows), strict=True):
        # Of a ledger's rows that were given back, no total is true.
        report["totals"] = [] if first else [*differing, *report["totals"]]
    words_met = words_asked(rows, choices)
    as_of = day_told(found, today=by.today)
    upload = Upload(collection, file_name, content, reports, choices, words_met, as_of)
    return Reading(upload, rows)


def preview(reading: Reading, *, by: Actor) -> Plan:
    """What the ledger would do. Changes nothing. Raises NotPermitted."""
    upload = reading.upload
    choices = upload.choices or NOTHING_CHOSEN
    return batches.plan_rows(
        reading.rows, collection=upload.collection, by=by, choices=choices, as_of=upload.as_of
    )


def read_batch(batch: LedgerBatch, *, by: Actor, progress: Progress = nobody_follows) -> None:
    """Read a batch's file and store what it would do, for somebody to confirm.

    Raises UnreadableLedger, BatchNotWaiting, NotPermitted.
    """
    # One whose columns somebody has chosen is of the collection that they were chosen for.
    is_open = batch.status == BatchStatus.READING and batch.choices is None
    among = importable(by) if is_open else ()
    reading = _read_file(batch, by, progress, among=among)
    batches.keep_preview(
        batch=batch, upload=reading.upload, rows=reading.rows, by=by, progress=progress
    )


def importable(by: Actor) -> list[str]:
    """The collections of which the actor may hand in ledgers, children's first."""
    return [name for name in LAYOUTS if by.may("import", KINDS[name].model)]


def apply_previewed(batch: LedgerBatch, *, by: Actor, progress: Progress = nobody_follows) -> None:
    """Apply what the preview showed. Raises BatchNotWaiting, RegisterMovedOn, NotPermitted.

    Where the register has moved on, the preview is made anew. If it shows the same, that is what was
    confirmed; on RegisterMovedOn it does not, and is to be looked at again.
    """
    reading = _read_file(batch, by, progress)
    shown = batch.plan_sha256
    for _attempt in range(_ATTEMPTS):
        try:
            batches.apply_batch(batch=batch, rows=reading.rows, by=by, progress=progress)
        except RegisterMovedOn:
            batches.keep_preview(
                batch=batch, upload=reading.upload, rows=reading.rows, by=by, progress=progress
            )
            if batch.plan_sha256 != shown:
                raise
        else:
            return
    raise RegisterMovedOn


def _read_file(
    batch: LedgerBatch, by: Actor, progress: Progress, *, among: Iterable[str] = ()
) -> Reading:
    content = original_of(batch)
    choices = None if batch.choices is None else LedgerChoices.of(batch.choices)
    reading = read_ledger(
        content,
        batch.file_name,
        collection=batch.collection,
        by=by,
        among=among,
        choices=choices,
        progress=progress,
    )
    if batch.follows_id is None or choices is None:
        return reading
    decided = [row for row in reading.rows if row_key(row.sheet, row.row) in choices.rows]
    return replace(reading, rows=decided)


def _tables_of(
    sheet: Sheet, layout: LedgerLayout, words: Mapping[str, str]
) -> Sequence[Table | None]:
    if layout.has_forms and is_transposed(sheet, layout):
        raise UnreadableLedger(_TRANSPOSED % {"name": sheet.name})
    forms = find_forms(sheet, layout)
    tables = forms or [monthly_only(one) for one in find_tables(sheet, layout, words)]
    return tables or [None]


def _without_explanations(
    tables: list[tuple[str, Table | None]],
) -> list[tuple[str, Table | None]]:
    """What a sheet of explanations tells of the headings is no record, where another sheet holds the records."""
    if not any(table for name, table in tables if not _EXPLAINS.fullmatch(name)):
        return tables
    return [(name, None if _EXPLAINS.fullmatch(name) else table) for name, table in tables]


def _no_table(sheets: list[Sheet], layout: LedgerLayout) -> str:
    """One sentence, and a second one where the headings are those of another collection."""
    other = fitting(sheets, LAYOUTS.values(), own=layout)
    if other is layout:
        return str(layout.no_table)
    name = KINDS[other.collection].model._meta.verbose_name_plural
    return str(layout.no_table) + _("表头更像“%(name)s”，请选择“%(name)s”再试。") % {"name": name}


def _nothing_in(tables: Sequence[Table]) -> str:
    if all(table.is_of_forms for table in tables):
        return _("登记表还没有填写：姓名和身份证号等都是空的，请填好后重新上传。")
    return _("表头下面没有数据行，请检查后重新上传。")


def _vocabulary_for(
    tables: list[Table],
    layout: LedgerLayout,
    words: Mapping[str, str],
    choices: LedgerChoices,
    by: Actor,
) -> Vocabulary:
    texts: set[str] = set()
    codes: set[str] = set()
    for table in tables:
        lines = [table.sheet, *table.titles, *(text for _row, text in table.sections)]
        texts.update(line for line in lines if len(line) <= LONGEST_TITLE)
        for column in table.columns:
            if column.field not in layout.places:
                continue
            said = {
                text_of(cells[column.index])
                for _n, cells in table.rows
                if column.index < len(cells)
            }
            coded = {text: canonical_code(text) for text in said}
            codes.update(filter(None, coded.values()), (text for text in said if coded[text]))
            texts.update(text for text, code in coded.items() if text and not code)
        if layout.lies_in_village:
            texts |= addresses_in(table)
    finder = RegionFinder(
        regions_known_as(keys_to_look_up(texts), codes),
        home=by.territory.paths,
        reaches_beyond=layout.reaches_beyond,
        down_to_village=layout.lies_in_village,
        taught=_taught_regions(choices),
    )
    categories = {word_key(text): code for text, code in words.items()}
    for text, code in choices.words.get("categories", {}).items():
        categories[text] = code or LEFT_OUT
    lines = [text for table in tables for _row, text in table.sections] if layout.line_slot else []
    return Vocabulary(
        today=by.today,
        categories=categories,
        regions=finder,
        taught=choices.words,
        agency_lines=agency_lines(lines, by) if lines else {},
    )


def _taught_regions(choices: LedgerChoices) -> dict[str, Place]:
    meant = choices.words.get("region", {})
    places = places_by_key(set(meant.values()))
    return {text: places[key] for text, key in meant.items() if key in places}


def _report(name: str, table: Table | None) -> dict[str, Any]:
    if table is None:
        used: dict[str, Any] = {"used": False, "header_rows": [], "columns": []}
        return {"name": name, **used, "left_out": [], "totals": []}
    return {
        "name": table.name,
        "stands_on": table.sheet,
        "used": True,
        "header_rows": table.header_rows,
        "columns": [
            {
                "column": column.letter,
                "header": column.heading,
                "field": column.field,
                "slot": column.slot,
                "why": column.why.value,
            }
            for column in table.columns
        ],
        "left_out": [{"row": row, "why": why} for row, why in sorted(table.left_out.items())],
        "is_of_forms": table.is_of_forms,
    }

"""A whole proposal: the collection, and what each column of the file becomes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.definitions.checking import reserved_codes
from datasets.actions.ledgers.records.references import agencies_named
from datasets.choices import FieldGroup
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.ledgers.fields import header_key
from datasets.ledgers.proposing.cells import Cells, cells_of
from datasets.ledgers.proposing.groups import Sight, sight_of
from datasets.ledgers.proposing.keys import Key, key_of, naming_column
from datasets.ledgers.proposing.kinds import Guess, Known, guess, without_unit
from datasets.ledgers.proposing.names import name_of_collection
from datasets.ledgers.proposing.places import Places
from datasets.ledgers.proposing.tables import Found, HeaderRows, RawColumn, tables_in
from datasets.ledgers.proposing.weighing import Evidence, weigh
from datasets.ledgers.sheets import Sheet
from datasets.standards.naming_codes import code_for

#: The column says where the record lies; the record has a region anyway.
PLACE = "place"
#: The types that a column can become, in the order in which they are offered.
KINDS = (
    "text", "long_text", "person_name", "id_number", "phone", "address", "date", "datetime", "yes_no", "choice",
    "choices", "integer", "decimal", "money", "agency", "region",
)  # fmt: skip
_LONGEST_LABEL = 40
_IN_LIST = 6
_NOT_IN_LIST = ("long_text", "address", "id_number")
#: Of fewer rows nothing is claimed of those to come.
_ENOUGH_ROWS = 5


@dataclass(frozen=True)
class ProposedColumn:
    """What a column becomes. `kind` is a type's code or PLACE; `place_slot` which part of the region it says."""

    raw: RawColumn
    cells: Cells
    evidence: Evidence
    is_kept: bool
    label: str
    code: str
    kind: str
    options: Mapping[str, Any]
    sight: Sight
    why_left: str = ""
    group: FieldGroup = FieldGroup.BASIC
    is_required: bool = False
    is_unique: bool = False
    is_key: bool = False
    in_list: bool = False

    @property
    def place_slot(self) -> str:
        return self.raw.place_slot or "region.joined"

    @property
    def is_field(self) -> bool:
        return self.is_kept and self.kind != PLACE

    @property
    def kind_label(self) -> str:
        return str(TYPES[self.kind].label) if self.kind in TYPES else ""

    @property
    def slot(self) -> str:
        """What the column holds when the ledger is read by the new layout; "" for nothing."""
        if not self.is_kept:
            return ""
        return self.place_slot if self.kind == PLACE else self.code


@dataclass(frozen=True)
class Proposal:
    """`title`: the code of the field by which a record is called; `key`: what tells the rows apart."""

    found: Found
    columns: Sequence[ProposedColumn]
    label: str
    code: str
    title: str
    has_region: bool
    key: Key
    places: Places

    @property
    def fields(self) -> list[ProposedColumn]:
        return [one for one in self.columns if one.is_field]


def propose(
    sheets: Sequence[Sheet], file_name: str, *, by: Actor, header: HeaderRows | None = None
) -> Proposal:
    """`header`: as somebody chose it. Raises UnreadableLedger."""
    found = tables_in(sheets, header)
    cells = [cells_of(found, column) for column in found.columns]
    places = Places(found, _texts_of_places(found, cells), by)
    if places.drop_lines():
        cells = [cells_of(found, column) for column in found.columns]
    known = Known(_agency_asker(by), places.is_region)
    by_slot = _place_columns(found)
    guesses = [
        _guess(one, its, by_slot, known) for one, its in zip(found.columns, cells, strict=True)
    ]
    columns = _columns(found, cells, guesses, places, by_slot)
    columns, key, title = _with_keys(found, columns)
    label = name_of_collection(
        titles=[title for table in found.tables for title in reversed(table.titles)],
        sheet=found.tables[0].sheet,
        file_name=file_name,
        is_region=places.is_region,
    ) or _("新数据集")
    return Proposal(
        found=found,
        columns=columns,
        label=label,
        code=code_for(label, taken=models_by_collection().keys(), otherwise="collection"),
        title=title,
        has_region=bool(by_slot) or places.are_in_titles,
        key=key,
        places=places,
    )


def _place_columns(found: Found) -> dict[str, RawColumn]:
    """Part of the record's region → its column, the first of that heading."""
    columns: dict[str, RawColumn] = {}
    for one in found.columns:
        if one.place_slot:
            columns.setdefault(one.place_slot, one)
    return columns


def _guess(
    column: RawColumn, cells: Cells, by_slot: Mapping[str, RawColumn], known: Known
) -> Guess:
    if by_slot.get(column.place_slot) is column:
        return Guess(PLACE)
    return guess(column.heading, cells, known)


def _columns(
    found: Found,
    cells: Sequence[Cells],
    guesses: Sequence[Guess],
    places: Places,
    by_slot: Mapping[str, RawColumn],
) -> list[ProposedColumn]:
    columns: list[ProposedColumn] = []
    taken = set(reserved_codes())
    labels: set[str] = set()
    for raw, its, guessed in zip(found.columns, cells, guesses, strict=True):
        kind = guessed.kind
        evidence = evidence_of(raw, its, guessed, places, by_slot)
        why_left = _why_left(raw, its)
        label = _label_of(raw, guessed, labels)
        code = code_for(label, taken=taken, otherwise="field")
        if kind != PLACE and not why_left:
            taken.add(code)
            labels.add(label)
        sight = Sight(FieldGroup.BASIC) if kind == PLACE else sight_of(raw.heading, kind, its)
        columns.append(
            ProposedColumn(
                raw, its, evidence,
                is_kept=not why_left, why_left=why_left, label=label, code=code, kind=kind,
                options=guessed.options, sight=sight, group=sight.group,
                is_required=_is_always_said(kind, evidence),
            )
        )  # fmt: skip
    return columns


def evidence_of(
    raw: RawColumn, cells: Cells, as_what: Guess, places: Places, by_slot: Mapping[str, RawColumn]
) -> Evidence:
    if as_what.kind == PLACE:
        return places.evidence(raw, by_slot)
    return weigh(cells, as_what.kind, as_what.options)


def _is_always_said(kind: str, evidence: Evidence) -> bool:
    """Of a part nothing is claimed of the whole."""
    is_full = not evidence.blanks and not evidence.misfits
    return kind != PLACE and is_full and evidence.is_whole and evidence.rows >= _ENOUGH_ROWS


def _why_left(raw: RawColumn, cells: Cells) -> str:
    if raw.counts_rows and _counts(cells):
        return _("只是行号")
    if not cells.said:
        return _("整列都是空的")
    return ""


def _counts(cells: Cells) -> bool:
    """1, 2, 3 …, here and there interrupted."""
    numbers = [one.text for one in cells.said]
    return bool(numbers) and sum(text.isdigit() for text in numbers) * 10 >= len(numbers) * 9


def _label_of(raw: RawColumn, guessed: Guess, taken: Collection[str]) -> str:
    heading = "".join(raw.heading.split()).strip("*＊:：、")
    has_unit = guessed.kind in ("integer", "decimal", "money")
    plain = (without_unit(heading) if has_unit else "") or heading
    if header_key(plain) == "编号":  # every collection has a 编号 of its own
        plain = _("原编号")
    label, number = plain[:_LONGEST_LABEL], 2
    while label in taken:
        label = f"{plain[: _LONGEST_LABEL - 3]}{number}"
        number += 1
    return label


def _with_keys(
    found: Found, columns: list[ProposedColumn]
) -> tuple[list[ProposedColumn], Key, str]:
    kinds = {place: one.kind for place, one in enumerate(columns) if one.is_field}
    basic = {
        place: kind for place, kind in kinds.items() if columns[place].group == FieldGroup.BASIC
    }
    filled = {
        place: (one.evidence.rows - one.cells.blanks) / max(1, one.evidence.rows)
        for place, one in enumerate(columns)
    }
    title = naming_column(found, basic, filled)
    able = {
        place: kind
        for place, kind in kinds.items()
        if columns[place].group == FieldGroup.BASIC or kind in ("id_number", "phone")
    }
    regions = [place for place, one in enumerate(columns) if one.kind == PLACE]
    key = key_of(found, able, title, regions)
    called = "" if title is None else columns[title].code
    shown = is_in_list(columns, called)
    settled = [
        replace(
            one,
            is_key=place in key.columns,
            is_unique=key.is_unique and place in key.columns and one.evidence.is_whole,
            is_required=one.is_required
            or (place == title and not one.cells.blanks and not one.evidence.misfits),
            in_list=one.code in shown,
        )
        for place, one in enumerate(columns)
    ]
    return settled, key, called


def is_in_list(columns: Sequence[ProposedColumn], title: str) -> set[str]:
    """The codes of the first few that everybody may see and that are short, and of the title."""
    able = [
        one.code
        for one in columns
        if one.is_field and one.kind not in _NOT_IN_LIST and one.group == FieldGroup.BASIC
    ]
    return {*able[:_IN_LIST], title}


def _texts_of_places(found: Found, cells: Sequence[Cells]) -> set[str]:
    """What may name a region: the cells of columns that are called so, or that hold short words."""
    return {
        entry.text
        for column, its in zip(found.columns, cells, strict=True)
        if column.place_slot or names_places(column.heading)
        for entry in its.said
        if len(entry.text) <= _LONGEST_LABEL
    }


#: Words of a heading under which places stand.
_PLACES = ("籍", "地区", "辖区", "所在地", "镇", "乡", "村", "社区", "县", "区")


def names_places(heading: str) -> bool:
    return any(word in heading for word in _PLACES)


def _agency_asker(by: Actor) -> Callable[[str], bool]:
    """Asks the directory once, when a column may hold agencies."""
    finders: list[Any] = []

    def is_agency(text: str) -> bool:
        if not finders:
            finders.append(agencies_named(set(), by))
        return len(finders[0].find(text, near=None)) == 1

    return is_agency

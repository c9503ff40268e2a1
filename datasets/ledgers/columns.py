"""Step three: which field each column holds, and why we think so."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from datasets.actions.ledgers.choices import column_key
from datasets.ledgers.fields import TICK, LedgerLayout, Slots, header_key
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import is_nothing

_LETTERS = 26
#: Where a kind is told twice, the finer word says both.
_COARSE, _FINE = "大类", "小类"
_REGISTERED, _LIVED_IN = re.compile("户[籍口]"), re.compile("居住|现住|常住|现居")
ROW_NUMBERS = frozenset({"序号", "编号", "序", "行号", "NO"})


class Why(StrEnum):
    """Why a column holds what we think it holds."""

    HEADING = "heading"
    GROUP = "group"
    NEIGHBOUR = "neighbour"
    TICKS = "ticks"
    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    #: And why it holds nothing.
    TAKEN = "taken"
    ANOTHER = "another"
    SOMEBODY_ELSE = "somebody_else"
    NO_TICKS = "no_ticks"
    OTHERWISE = "otherwise"
    ROW_NUMBER = "row_number"
    UNKNOWN = "unknown"


#: A person other than the record's own: plain slot → that person's slot.
Person = Mapping[str, str]
#: Persons we have no fields for: of the record's family, and not.
RELATIVE: Person = MappingProxyType({})
STRANGER: Person = MappingProxyType({})
#: What is asked of each person under the same heading.
_PLAIN = frozenset(
    {"id_number", "guardian_phone", "birth_date", "sex", "guardian_relation", "health"}
)
#: What right behind somebody's name is theirs, and what else may stand between: 监护人 | 关系 | 年龄 | 身体状况.
_OF_NEIGHBOUR = frozenset({"birth_date", "sex", "ethnicity", "health"})
_BETWEEN = frozenset({"guardian_relation", "id_number", "guardian_id_number"})
_BETWEEN_HEADINGS = frozenset({"年龄", "周岁", "文化程度", "学历", "职业", "政治面貌", "婚姻状况"})


@dataclass(frozen=True)
class Column:
    """One column: its place among the cells (`index` from 0), its heading, and its slot ("" for none).

    `stands_at` is its place on the sheet where that is another one (a form, forms.py).
    """

    index: int
    heading: str
    slot: str
    stands_at: int | None = None
    why: Why = Why.HEADING

    @property
    def key(self) -> str:
        return column_key(self.letter, self.heading)

    @property
    def letter(self) -> str:
        return column_letter(self.index if self.stands_at is None else self.stands_at)

    @property
    def field(self) -> str | None:
        """The field's name in results; None where the column maps to no field."""
        name = self.slot.split(".")[0]
        return "categories" if name == TICK else name or None


def column_letter(index: int) -> str:
    """A, B, … Z, AA, as Excel counts; `index` from 0."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, _LETTERS)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters


def column_index(letters: str) -> int:
    """The place of a column, from 0, of the letters that `column_letter` gives it."""
    place = 0
    for letter in letters:
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1


def columns_of(levels: list[list[Cell]], layout: LedgerLayout, slots: Slots) -> list[Column]:
    """The columns under a header of one or more rows; groups merged over several columns are spread."""
    width = max(len(row) for row in levels)
    texts = [[_heading(row[i]) if i < len(row) else "" for i in range(width)] for row in levels]
    for lower, upper in pairwise(reversed(texts)):  # from below: a group may stand over groups
        _spread_groups(upper, lower)
    columns: list[Column] = []
    taken: set[str] = set()
    person: Person = {}
    parts_of = {index: _distinct([level[index] for level in texts]) for index in range(width)}
    alone = Counter(header_key(parts[0]) for parts in parts_of.values() if len(parts) == 1)
    is_near = False
    for index, parts in parts_of.items():
        if not parts:
            continue
        if _is_told_better(parts, parts_of.values(), slots):
            columns.append(Column(index, " ".join(parts), "", why=Why.TAKEN))
            continue
        named = _person_named(parts, layout, slots, taken)
        person = person if named is None else named
        is_near = _is_name_of(named, parts, slots) or (is_near and _stands_between(parts, slots))
        is_repeated = alone[header_key(parts[0])] > 1
        if is_near and slots.of(parts[0]) in _OF_NEIGHBOUR and len(parts) == 1:
            slot, why = _neighbours(slots.of(parts[0]), person, taken)
        else:
            slot, why = _slot_of(parts, layout, slots, person, taken, is_repeated=is_repeated)
        if slots.is_otherwise(slot, "".join(parts)):
            slot, why = "", Why.OTHERWISE
        if why == Why.TAKEN and _names_another(parts, layout, slots, person):
            why = Why.ANOTHER
        taken.add(slot)
        if slot in layout.essential:
            person = {}
        columns.append(Column(index=index, heading=" ".join(parts), slot=slot, why=why))
    return [_filling_in(column, layout, slots, taken) for column in columns]


def _is_told_better(parts: list[str], others: Iterable[list[str]], slots: Slots) -> bool:
    """Whether another column says the same finer (困境小类), or of where a child lives, not where it is registered."""
    if _COARSE in parts[-1]:
        return any(_FINE in other[-1] for other in others if other)
    slot = slots.of(parts[-1])
    if not slot.startswith("region.") or not _REGISTERED.search("".join(parts[:-1])):
        return False
    return any(
        slots.of(other[-1]) == slot and _LIVED_IN.search("".join(other[:-1]))
        for other in others
        if other
    )


def _is_name_of(person: "Person | None", parts: list[str], slots: Slots) -> bool:
    """Whether the heading asks for the name of somebody else: 监护人 and 监护人姓名, not 监护人电话."""
    if person is None or len(parts) > 1:
        return False
    return person is STRANGER or slots.of(parts[0]).endswith(("_name", "_head"))


def _stands_between(parts: list[str], slots: Slots) -> bool:
    """Whether the heading asks of the person named before it, so that the next one may too."""
    if len(parts) > 1:
        return False
    is_asked = slots.of(parts[0]) in _OF_NEIGHBOUR | _BETWEEN
    return is_asked or header_key(parts[0]) in _BETWEEN_HEADINGS


def _neighbours(slot: str, person: Person, taken: set[str]) -> tuple[str, Why]:
    """What 身体状况 right behind 监护人 asks: of the guardian, for whom we may have no such field."""
    theirs = person.get(slot, "")
    return (theirs, Why.NEIGHBOUR) if theirs and theirs not in taken else ("", Why.SOMEBODY_ELSE)


def _names_another(parts: list[str], layout: LedgerLayout, slots: Slots, person: Person) -> bool:
    """Whether a heading that comes a second time names another record in the same row: 儿童2姓名, 次子 / 姓名."""
    if not layout.persons or slots.of(parts[-1]) not in layout.essential:
        return False
    if len(parts) > 1:
        return layout.is_about_the_record(header_key("".join(parts[:-1])))
    return not person and person is not RELATIVE and person is not STRANGER


def _filling_in(column: Column, layout: LedgerLayout, slots: Slots, taken: set[str]) -> Column:
    """The column, for what no other column holds where it is as good."""
    for slot, headings in layout.instead.items():
        if column.slot or slot in taken or slots.is_otherwise(slot, column.heading):
            continue
        if header_key(column.heading) in headings:
            taken.add(slot)
            return replace(column, slot=slot, why=Why.HEADING)
    return column


def _heading(cell: Cell) -> str:
    text = text_of(cell)
    return "" if is_nothing(text) else text


def _slot_of(
    parts: list[str],
    layout: LedgerLayout,
    slots: Slots,
    person: "Person",
    taken: set[str],
    *,
    is_repeated: bool,
) -> tuple[str, Why]:
    """The slot under these headings ("" for none), and why."""
    whole = slots.of("".join(parts))
    if len(parts) == 1 and whole in _PLAIN:
        theirs = _somebody_elses(whole, person, taken, is_repeated=is_repeated)
        if theirs is not None:
            return theirs
    if whole and whole not in taken:
        return whole, Why.TICKS if whole.startswith(TICK) else Why.HEADING
    if tick := _tick_under(parts, slots):
        return ("", Why.TAKEN) if tick in taken else (tick, Why.TICKS)
    key = header_key(parts[-1])
    slot = slots.of(parts[-1])
    if not slot and key in person:
        # 父亲 / 状况: a heading that means something of this person alone.
        slot, why = person[key], Why.GROUP if len(parts) > 1 else Why.NEIGHBOUR
    elif not slot:
        return "", Why.ROW_NUMBER if key in ROW_NUMBERS else Why.UNKNOWN
    else:
        slot, why = _slot_of_person(slot, parts, layout, person, taken)
    if slot in taken:
        return "", Why.TAKEN
    return slot, Why.TICKS if slot.startswith(TICK) else why


def _tick_under(parts: list[str], slots: Slots) -> str:
    """The slot of a category's word under a heading that speaks of categories (困境类型 / 监护缺失类 / 父母强戒)."""
    above = {slots.of(part).partition(".")[0] for part in parts[:-1]}
    return slots.ticks.get(header_key(parts[-1]), "") if above & {"categories", TICK} else ""


def _slot_of_person(
    slot: str, parts: list[str], layout: LedgerLayout, person: "Person", taken: set[str]
) -> tuple[str, Why]:
    """The slot as the group above it, or the person named before it, means it."""
    if len(parts) > 1:
        group = header_key("".join(parts[:-1]))
        if not _is_told(group, layout):
            group = "".join(parts[:-1])  # 家庭成员1（父亲）
        if any(word in group for word in layout.persons):
            slot = person.get(slot, "")
        elif not layout.is_about_the_record(group):
            # 父亲 / 姓名: another person's name, or something we do not know.
            slot = ""
        return slot, Why.GROUP if slot else Why.SOMEBODY_ELSE
    if slot in taken:
        # 监护人 | 身份证号 after the child's own: the heading repeats for the person named before.
        slot = person.get(slot, "")
        return slot, Why.NEIGHBOUR if slot else Why.TAKEN
    return slot, Why.HEADING


def _is_told(group: str, layout: LedgerLayout) -> bool:
    """Whether a group heading says by itself of whom its columns speak."""
    return layout.is_about_the_record(group) or any(
        word in group for word in (*layout.persons, *layout.other_persons)
    )


def _person_named(
    parts: list[str], layout: LedgerLayout, slots: Slots, taken: set[str]
) -> "Person | None":
    """Whom a heading names, for itself and for the plain ones after it (监护人 | 身份证号); None for nobody."""
    if len(parts) > 1:
        return person_in(parts, layout)
    if _is_strangers(parts[0], layout, slots, taken):
        return STRANGER
    named = person_in(parts, layout)
    if named:
        return named
    if any(word in parts[0] for word in layout.other_persons):
        return RELATIVE if any(word in parts[0] for word in layout.relatives) else STRANGER
    return None


def _is_strangers(heading: str, layout: LedgerLayout, slots: Slots, taken: set[str]) -> bool:
    """Whether what follows is of somebody we have no fields for: 代理家长, 五老姓名, a 委托监护人 beside the 监护人."""
    key = header_key(heading)
    for slot, words in layout.instead.items():
        if key in words:
            return slot in taken
    is_known = slots.of(heading) or any(word in key for word in layout.relatives)
    return not is_known and bool(layout.strangers and layout.strangers.search(key))


def _somebody_elses(
    slot: str, person: "Person", taken: set[str], *, is_repeated: bool
) -> tuple[str, Why] | None:
    """What a plain heading asks of the person named before it; None where it asks of the record itself.

    网格员 | 联系电话 is the grid worker's; 父亲姓名 | 联系电话 only where there is another 联系电话, and
    监护人 | 身份证号 too.
    """
    if person is STRANGER or (person is RELATIVE and is_repeated):
        return "", Why.SOMEBODY_ELSE
    theirs = person.get(slot, slot)
    is_theirs = is_repeated and theirs != slot and theirs not in taken
    return (theirs, Why.NEIGHBOUR) if is_theirs else None


def person_in(parts: list[str], layout: LedgerLayout) -> Mapping[str, str]:
    """The person other than the record's own whom headings name: plain slot → that person's slot."""
    text = "".join(parts)
    named = [slots for word, slots in layout.persons.items() if word in text]
    # 父亲或母亲姓名: one of the two, and nobody knows which.
    return named[0] if named and all(slots is named[0] for slots in named) else {}


def _spread_groups(upper: list[str], lower: list[str]) -> None:
    """A group heading stands in its first column only: give it to those right of it that have a sub-heading."""
    group = ""
    for index, text in enumerate(upper):
        if text:
            group = text
        elif group and lower[index]:
            upper[index] = group
        else:
            group = ""


def _distinct(parts: list[str]) -> list[str]:
    """The non-empty headings of a column from top to bottom; a cell merged downwards counts once."""
    found: list[str] = []
    for part in parts:
        if part and (not found or found[-1] != part):
            found.append(part)
    return found

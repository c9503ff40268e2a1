"""What a ledger of a collection can say: its fields, and the headers under which ledgers write them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Record
from datasets.readers import Reader
from datasets.standards.writing import half_width

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")
#: The slot of a column that is ticked where its child falls in the category: "tick.orphan".
TICK = "tick"

_WHETHER = re.compile("是?否(?:为|是|属于|属|享受|纳入|有)?(.+)")
_HAN_ALONE = re.compile(r"[一-鿿]+")
_NUMBERING = re.compile(r"^\(?[0-9一二三四五六七八九十]{1,3}[).、]")
#: 监护人1, 儿童2姓名, 联系方式1: of several alike the first is the one that we have a field for.
_ORDINAL = re.compile("(?<![0-9])[1-9](?![0-9])")
_NOISE = re.compile(r"[\s*:：#＊、,，.。/\\|\-—_\"'“”]+")


@dataclass(frozen=True)
class LedgerField:
    """One field of a collection. `name` is its name in results; `part` tells columns of one field apart."""

    name: str
    aliases: tuple[str, ...]
    part: str = ""
    #: Headings too many to list, as `header_key` has them.
    pattern: str = ""
    #: What makes a heading mean something else, wherever in it: 补助标准（元/年） is no monthly amount.
    unless: str = ""

    @property
    def slot(self) -> str:
        return f"{self.name}.{self.part}" if self.part else self.name


@dataclass(frozen=True)
class LedgerLayout:
    """The ledger of a collection.

    `essential` are the slots of which a table has at least one; `persons` maps a person whose columns
    may repeat the plain headings (姓名, 身份证号) to that person's fields.
    """

    collection: str
    fields: tuple[LedgerField, ...]
    #: What a clerk calls each field.
    labels: Mapping[str, Any]
    #: The reader of each slot, given the words and the day; `regions` are read from all their parts at once.
    readers: Callable[[Vocabulary], dict[str, Reader]]
    #: What no single cell can show: `check(row, today=)` notes it on the row.
    check: Callable[..., None]
    essential: frozenset[str]
    #: The slots that call the record by its name, the best first: a row that fills none of them may be a note.
    naming: tuple[str, ...]
    #: Said of a file without such a table.
    no_table: Any
    #: So many of the fields a header must tell before it is one.
    enough_fields: int = 3
    #: Words of a group heading or a neighbouring column → {plain slot: that person's slot}.
    persons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Slot → the headings that fill it where no column bears its own: 委托监护人 in a ledger of left-behind children.
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Words of a group heading that mean somebody whose columns we have no fields for.
    other_persons: tuple[str, ...] = ()
    #: What unknown headings have that name somebody of neither the record nor its family: 五老姓名, 爱心妈妈.
    strangers: re.Pattern[str] | None = None
    #: Words of a group heading that mean the record's own person, or nobody in particular ("": any word).
    neutral_groups: tuple[str, ...] = ("",)
    #: The fields that tell a row at a glance, beside its name.
    summary: tuple[str, ...] = ()
    #: The fields of listed words.
    choices: Mapping[str, Any] = field(default_factory=dict)
    #: Field that names another record → its model, the column that results write and the one to read.
    points_to: Mapping[str, tuple[type[Record], str, str]] = field(default_factory=dict)
    #: The fields that hold a region.
    places: frozenset[str] = frozenset({"region"})
    #: Whether each row lies in a region, best in a village: what does not say so is told.
    lies_in_village: bool = False
    #: Whether a sheet may also be a form of one record, each label beside its cell (登记表).
    has_forms: bool = False
    #: Whether rows may speak of regions beyond the reader's own (what may be written there is another question).
    reaches_beyond: bool = False
    #: Whether rows name categories, in words, ticks or titles.
    has_categories: bool = False
    #: What the lines above the table say of all its rows: slot → value.
    title_values: Callable[[list[str]], dict[str, Any]] = lambda _titles: {}
    #: The slot that a line among the rows fills for those below it (一、市民政局), and the columns that say it instead.
    line_slot: str = ""
    line_unless: frozenset[str] = frozenset()
    #: The slots that a form has filled in beforehand, or that belong to a household: alone they tell of nobody.
    frame: frozenset[str] = frozenset()
    #: Among `other_persons`, those whose number may also be the record's own: 父亲姓名 | 联系电话.
    relatives: tuple[str, ...] = ()
    #: What a clerk calls a slot that holds only a part of its field.
    part_labels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[str, ...]:
        """What a column can hold, in the order of the fields; columns of ticks aside."""
        return tuple(dict.fromkeys(one.slot for one in self.fields))

    def label_of(self, slot: str) -> str:
        """What a clerk calls the slot or the field; the name itself where nobody calls it anything."""
        return str(self.part_labels.get(slot) or self.labels.get(slot, slot))

    def is_about_the_record(self, group: str) -> bool:
        """Whether the columns under this group heading speak of the record itself."""
        return any(word in group for word in self.neutral_groups) and not any(
            word in group for word in self.other_persons
        )

    def slots_by_heading(self, categories: Mapping[str, str]) -> "Slots":
        """Every heading that means something; a category's word (to its code) heads a column of ticks."""
        ticks = {header_key(word): f"{TICK}.{code}" for word, code in categories.items()}
        named: dict[str, str] = {}
        for one in self.fields:
            for alias in one.aliases:
                named.setdefault(_as_written(alias), one.slot)
        for one in self.fields:
            for alias in one.aliases:
                named.setdefault(header_key(alias), one.slot)
        slots = Slots(ticks | named)
        slots.ticks = ticks
        slots.patterns = [(re.compile(one.pattern), one.slot) for one in self.fields if one.pattern]
        slots.unless = {one.slot: re.compile(one.unless) for one in self.fields if one.unless}
        return slots


class Slots(dict[str, str]):
    """Heading → slot: as it is written, and by its header key. The first field of a heading has it.

    `ticks` are those of categories alone (其他, which elsewhere heads remarks).
    """

    ticks: Mapping[str, str] = MappingProxyType({})
    patterns: Sequence[tuple[re.Pattern[str], str]] = ()
    unless: Mapping[str, re.Pattern[str]] = MappingProxyType({})

    def is_otherwise(self, slot: str, heading: str) -> bool:
        """Whether the whole heading, its groups and brackets too, says that it is not quite the slot's."""
        pattern = self.unless.get(slot)
        return bool(pattern and pattern.search(_as_written(heading)))

    def of(self, heading: str) -> str:
        """The slot of a heading, or of one of the headings it joins (身份证号/证件号); "" for none."""
        key = header_key(heading)
        slot = self.get(_as_written(heading)) or self.get(key, "")
        if slot:
            return slot
        if "/" in half_width(heading):
            parts = {self.get(header_key(part), "") for part in half_width(heading).split("/")}
            return parts.pop() if len(parts) == 1 else ""
        if is_so := _WHETHER.fullmatch(key):  # 是否低保: a column of ticks
            return self.ticks.get(is_so[1], "")
        found = next((slot for pattern, slot in self.patterns if pattern.fullmatch(key)), "")
        plain = _ORDINAL.sub("", key)
        return found or (self.of(plain) if plain != key else "")


def _as_written(text: str) -> str:
    """村（社区） and 村 are two headings where a table has both."""
    return "".join(half_width(text).split())


def header_key(text: str) -> str:
    """How headers are compared: half width, no blanks, no punctuation, no brackets' content."""
    if _HAN_ALONE.fullmatch(text):
        return text
    plain = _NUMBERING.sub("", half_width(text).strip())
    without = _NOISE.sub("", _IN_BRACKETS.sub("", plain))
    return (without or _NOISE.sub("", plain).strip("()[]")).upper()

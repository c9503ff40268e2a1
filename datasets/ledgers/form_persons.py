"""Of whom a form asks: a heading speaks for the labels right of it and below, a label for those behind it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from datasets.ledgers.columns import RELATIVE, STRANGER, Person, person_in
from datasets.ledgers.fields import LedgerLayout, header_key
from datasets.standards.writing import half_width

#: 困境儿童帮扶卡 names the form, not whom the labels below speak of.
_FORM = re.compile("[表卡册]$|档案$|台账$")
#: What is longer, or has such signs, is a line of text.
_LONGEST_HEADING, _SENTENCE = 14, re.compile("[:,;。]")
#: Others of the household, of whom we keep nothing.
_FAMILY = re.compile("家庭成员|家属|兄弟|姐妹|社会关系|主要亲属")
#: Who writes and signs the form.
_OFFICIAL = re.compile(
    "签[字名]|盖章|经办|审[核批]|意见|负责人|调查|核实|建档人|采集人|录入人|登记人|记录人"
)
#: A child's record has one guardian.
_ANOTHER_GUARDIAN = re.compile("监护人(?:姓名)?[(（]?[2-9二三四]|第[2-9二三四]监护人|其他监护人")
#: What a form asks of each person; anything else it asks of the child, wherever it stands.
_PERSONAL = frozenset(
    {"name", "sex", "id_type", "id_number", "birth_date", "ethnicity", "health", "disability",
     "residence_address", "household_address", "guardian_phone"}
)  # fmt: skip


@dataclass
class Asked:
    """Knows of whom a form asks as its reader goes from label to label."""

    layout: LedgerLayout
    #: How often each slot is asked for by a plain label, and how often the child's name.
    plain: Counter[str] = field(default_factory=Counter)
    #: Column → whom the heading there names: None for the child itself, {} for somebody unknown.
    headings: dict[int, Person | None] = field(default_factory=dict)
    #: Whom the last label named: 监护人姓名, then 身份证号, which the child's own has had; and in which row.
    near: Person = field(default_factory=dict)
    near_row: int = -1
    #: Whether all that is asked on that line is asked of that person: 父亲 | 王大 | 身份证号 | …
    is_line_theirs: bool = False
    answered: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Another child's form begins."""
        self.answered, self.near, self.headings = set(), {}, {}
        self.is_line_theirs = False

    def person_at(self, column: int) -> Person | None:
        at = max((one for one in self.headings if one <= column), default=None)
        return None if at is None else self.headings[at]

    def enter(self, heading: str, column: int, *, is_of_slot: bool) -> None:
        """A label without an answer of its own: the heading of those right of it and below."""
        before = self.person_at(column)
        if _FORM.search(heading):
            person: Person | None = None
        elif is_of_slot:
            person = person_in([heading], self.layout) or before
        else:
            person = self._person_after(heading, before)
        if person is not before:
            self.headings = {at: one for at, one in self.headings.items() if at < column}
            self.headings[column] = person

    def mention(self, label: str, row: int) -> None:
        """A label that we have no field for: 帮扶责任人, whose telephone may follow."""
        is_strangers = any(word in label for word in self.layout.other_persons)
        is_relatives = any(word in label for word in self.layout.relatives)
        is_another = _OFFICIAL.search(label) or _ANOTHER_GUARDIAN.search(half_width(label))
        if (is_strangers and not is_relatives) or is_another:
            self.near, self.near_row = STRANGER, row

    def enter_line(self, parent: Person, row: int) -> None:
        self.near, self.near_row, self.is_line_theirs = parent, row, True

    def slot_of(self, slot: str, label: str, *, row: int, column: int) -> str:
        """The slot that the label asks for here; "" where it asks something of somebody else."""
        named = person_in([label], self.layout)
        if named:
            self._leave_for(named, column)
            self.near, self.near_row, self.is_line_theirs = named, row, False
        elif self.near is STRANGER and self._is_own_again(slot, row):
            self.near = {}
        person = self.person_at(column)
        own = slot or (person or self.near).get(header_key(label), "")
        if person is not None and slot in _PERSONAL:
            own = person.get(slot, "")
        elif person is None and slot and not named:
            own = self._near_slot(slot, row)
        self.answered.add(own)
        return own

    def _leave_for(self, named: Person, column: int) -> None:
        """监护人 | 王老根 below 母亲情况 ends what that heading said."""
        if self.person_at(column) not in (None, named):
            self.headings = {at: one for at, one in self.headings.items() if at > column}

    def _is_own_again(self, slot: str, row: int) -> bool:
        """Whether the label no longer asks of the stranger before it; a telephone on the next line still may."""
        still_theirs = ("", "guardian_phone", "guardian_relation")
        return slot == "name" or (row != self.near_row and slot not in still_theirs)

    def _near_slot(self, slot: str, row: int) -> str:
        """A plain label behind one that named somebody: theirs where the child has its own besides."""
        if self.near is STRANGER:
            return "" if slot in _PERSONAL or slot == "guardian_relation" else slot
        theirs = self.near.get(slot, "")
        is_repeated = self.is_line_theirs or self.plain[slot] > max(1, self.plain["name"])
        if theirs and (slot in self.answered or (is_repeated and row == self.near_row)):
            return theirs
        return slot

    def _person_after(self, label: str, person: Person | None) -> Person | None:
        """Of whom the labels after this heading speak; a line of text is no heading."""
        if len(label) > _LONGEST_HEADING or _SENTENCE.search(half_width(label)):
            return person
        named = person_in([label], self.layout)
        if named:
            return named
        if _FAMILY.search(label) or any(word in label for word in self.layout.other_persons):
            return RELATIVE
        return None if self.layout.is_about_the_record(label) else person


def parent_in(relation: str, layout: LedgerLayout) -> Mapping[str, str]:
    """The slots of the parent that a relation names (father, mother); none for another relative."""
    return layout.persons.get({"father": "父亲", "mother": "母亲"}.get(relation, ""), {})

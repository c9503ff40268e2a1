"""What a ledger of children would do to the register. Pure: reads rows and a Register, writes nothing."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from datasets.access import Actor, Territory
from datasets.actions.ledgers.children.adults import (
    Changes,
    FamilyTarget,
    GuardianTarget,
    Household,
    Target,
)
from datasets.actions.ledgers.children.beside import NOTHING_BESIDE, Beside, beside_children
from datasets.actions.ledgers.children.households import Households
from datasets.actions.ledgers.children.known import NOTHING_KNOWN, known_rows
from datasets.actions.ledgers.children.parents import SOURCES, Parents
from datasets.actions.ledgers.children.settling import Settler
from datasets.actions.ledgers.choices import NEW, NOTHING_CHOSEN, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.issues import LEAVING, RECORDED_ELSEWHERE, Issue
from datasets.actions.ledgers.match_decisions import Decided, decided_in_sight
from datasets.actions.ledgers.plan import Plan, PlannedRow
from datasets.actions.ledgers.progress import Progress, counted, nobody_follows
from datasets.actions.ledgers.records.plan import same
from datasets.actions.ledgers.rows import NOTHING, ReadRow, says_the_same
from datasets.choices import IdType, JobStep, RowAction
from datasets.matching.children import Person, Verdict
from datasets.models import Child
from datasets.models.regions import common_path
from datasets.queries.matching import CHILD_FIELDS, ChildState, Register, Sought, register_for
from datasets.queries.regions import Place
from datasets.standards.id_numbers import birth_date_in, sex_in

_PARENTS = frozenset(source for sources in SOURCES.values() for source in sources.values())
_ADULTS_NUMBERS = ("guardian_id_number", *(sources["id_number"] for sources in SOURCES.values()))

AnyTarget = TypeVar("AnyTarget", bound=Target)


@dataclass(slots=True)
class ChildRow(PlannedRow):
    """One child's row, with the household it speaks of."""

    child: ChildState | None = None
    household: Household | None = None
    new_categories: Sequence[str] = ()
    #: Columns of the child to set beyond what a new child's row says itself: field → value.
    child_values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    #: The records that cells of defined fields name, by field.
    linked: Mapping[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {**self.read.values, **self.linked} if self.linked else self.read.values

    @property
    def pointed_to(self) -> dict[str, Any]:
        return dict(self.linked or {})

    def set(self, name: str, value: Any) -> None:
        """Set a column of the child."""
        self.child_values = {**self.child_values, name: value}

    def is_about(self, child: ChildState) -> None:
        self.child = child
        self.record_id = child.id

    def changes_nothing(self) -> None:
        """Of a child that stays as it is the key is enough: its state need not be held to the end."""
        self.action = RowAction.UNCHANGED
        self.child = self.household = None


@dataclass
class ChildrenPlan(Plan):
    rows: list[ChildRow]
    families: list[FamilyTarget]
    guardians: list[GuardianTarget]
    beside: Beside = NOTHING_BESIDE


def plan_children(
    rows: list[ReadRow],
    *,
    by: Actor,
    choices: LedgerChoices = NOTHING_CHOSEN,
    progress: Progress = nobody_follows,
) -> ChildrenPlan:
    """Decide for each row by the register as it is now, and by what people decided."""
    progress(JobStep.PLAN, 0, len(rows))  # fetching comes first, and takes its time
    territory = by.area("import", Child)
    known = known_rows(rows, territory=territory, choices=choices)
    register = known.leave_to_planning(rows, lambda others: register_for(sought_by(others)))
    return make_plan(
        rows,
        register,
        territory=territory,
        choices=choices,
        decided=decided_in_sight("children", by),
        beside=beside_children(known.others(rows), register, by),
        known=known.child_of,
        progress=progress,
    )


def sought_by(rows: Iterable[ReadRow]) -> Sought:
    """What the register must be asked for these rows; rows with errors ask nothing."""
    valid = [row.values for row in rows if not row.has_errors]
    paths = {values["region"].path for values in valid}
    texts = {text: text for values in valid for text in values.values() if isinstance(text, str)}
    return Sought(
        id_numbers={v["id_number"] for v in valid if "id_number" in v},
        people={(v.get("id_number", ""), v["name"]) for v in valid},
        guardian_id_numbers={v[name] for v in valid for name in _ADULTS_NUMBERS if name in v},
        guardian_phones={v["guardian_phone"] for v in valid if "guardian_phone" in v},
        household_numbers={v["household_number"] for v in valid if "household_number" in v},
        has_parents=any(not _PARENTS.isdisjoint(v) for v in valid),
        within=common_path(paths),
        values=texts,
    )


def make_plan(
    rows: Sequence[ReadRow],
    register: Register,
    *,
    territory: Territory,
    choices: LedgerChoices = NOTHING_CHOSEN,
    decided: Mapping[str, Decided] | None = None,
    beside: Beside = NOTHING_BESIDE,
    known: Mapping[int, int] = NOTHING_KNOWN,
    progress: Progress = nobody_follows,
) -> ChildrenPlan:
    """Decide for each row: create, update, unchanged, park or error.

    `known`: the rows (their places, from 0) of which it is known that they change nothing, each with its child's key.
    """
    planner = _Planner(register, territory, choices, decided or {}, beside)
    planner.undated = {_called(row) for row in rows if _is_undated(row)}
    told = counted(rows, JobStep.PLAN, of=len(rows), progress=progress)
    planned = [
        _known_again(row, known[place]) if place in known else planner.plan(row)
        for place, row in enumerate(told)
    ]
    households = planner.households
    return ChildrenPlan(
        planned, _only_written(households.families), _only_written(households.guardians), beside
    )


def _leaves(planned: ChildRow) -> bool:
    return any(issue.code == LEAVING for issue in planned.issues)


def _called(row: ReadRow) -> tuple[str, int]:
    return row.values["name"], row.values["region"].id


def _is_undated(row: ReadRow) -> bool:
    is_told = "birth_date" in row.values or "birth_date" in _derived(row)
    return not is_told and not row.has_errors


def _known_again(row: ReadRow, child_id: int) -> ChildRow:
    return ChildRow(row, action=RowAction.UNCHANGED, issues=row.issues, record_id=child_id)


def _only_written(targets: list[AnyTarget]) -> list[AnyTarget]:
    return [target for target in targets if target.is_new or target.values]


class _Planner:
    """Goes through the rows once, remembering which row spoke of whom."""

    def __init__(
        self,
        register: Register,
        territory: Territory,
        choices: LedgerChoices,
        decided: Mapping[str, Decided],
        beside: Beside,
    ) -> None:
        self.register = register
        self.beside = beside
        self.territory = territory
        self.choices = choices
        self.settler = Settler(register, self._in_sight, decided)
        self.households = Households(register, territory.covers, kept=choices.kept)
        self.parents = Parents(self.households)
        self._by_number: dict[str, ReadRow] = {}
        self._by_person: dict[tuple[Any, ...], ReadRow] = {}
        self._by_child: dict[int, ReadRow] = {}
        #: Names with their villages of which some row of the file tells no birth date.
        self.undated: set[tuple[str, int]] = set()
        #: Of those, the birth dates told so far, None where a row tells none.
        self._birthdays: dict[tuple[str, int], set[datetime.date | None]] = {}

    def plan(self, row: ReadRow) -> ChildRow:
        planned = ChildRow(row, issues=row.issues)
        if not row.has_errors:
            self._decide(planned, _person_of(row))
        return planned

    def _decide(self, planned: ChildRow, person: Person) -> None:
        if not self.territory.covers(person.place.path):
            # The reader looks at home only, but a village's successor may lie elsewhere.
            params = {"name": person.place.name}
            planned.issues += (Issue("region", "outside_territory", params=params),)
            return
        decision = self.choices.rows.get(row_key(planned.read.sheet, planned.read.row), "")
        if decision == SKIP:
            planned.skip(_identity_of(planned.read))
            return
        if self.beside.linked and not self._links(planned):
            return
        if self._repeats(planned, person, decision):
            return
        verdict = self.settler.settle(planned, person, decision)
        if verdict.doubt or (verdict.child and not self._in_sight(verdict.child)):
            self._park(planned, verdict)
        elif verdict.child is None and decision != NEW and _leaves(planned):
            # Whoever leaves is recorded, or need not be.
            planned.action = RowAction.PARK
            planned.note("name", "leaving_unrecorded")
        elif verdict.child:
            earlier = self._by_child.setdefault(verdict.child.id, planned.read)
            if earlier is planned.read:
                self._update(planned, verdict.child)
            else:
                _settle_repeated(planned, earlier)
        else:
            self._create(planned)

    def _links(self, planned: ChildRow) -> bool:
        """Take over which records the cells of defined fields name; False where that is not known."""
        linked = self.beside.linked.get((planned.read.sheet, planned.read.row))
        if linked is None:
            return True
        planned.issues += linked.issues
        planned.linked = linked.pointed_to
        if linked.action != RowAction.UNCHANGED:
            planned.action, planned.cannot_be_new = linked.action, True
            return False
        return True

    def _in_sight(self, child: ChildState) -> bool:
        return self.territory.covers(child.place.path)

    def _repeats(self, planned: ChildRow, person: Person, decision: str) -> bool:
        """Whether an earlier row of the file described the child; says then what to do with this one."""
        row = planned.read
        if person.id_number:
            earlier = self._by_number.setdefault(person.id_number, row)
            if earlier is not row:
                planned.cannot_be_new = True
                _settle_repeated(planned, earlier)
                return True
        if decision == NEW:
            return False
        born_or_guardian = person.birth_date or person.guardian_name
        key = (person.name, person.birth_date, person.place.id, born_or_guardian)
        earlier = self._by_person.setdefault(key, row)
        if earlier is row:
            return self._may_repeat(planned, person)
        if person.id_number and earlier.values.get("id_number"):
            planned.note("id_number", "id_number_differs")
            planned.action = RowAction.PARK
        else:
            _settle_repeated(planned, earlier)
        return True

    def _may_repeat(self, planned: ChildRow, person: Person) -> bool:
        """Whether an earlier row names a child of the village alike, of which only one tells the birth date."""
        called = (person.name, person.place.id)
        if called not in self.undated:
            return False
        birthdays = self._birthdays.setdefault(called, set())
        is_doubtful = bool(birthdays) and (person.birth_date is None) != (None in birthdays)
        birthdays.add(person.birth_date)
        if is_doubtful:
            planned.note("name", "namesake_in_file")
            planned.action = RowAction.PARK
        return is_doubtful

    def _park(self, planned: ChildRow, verdict: Verdict) -> None:
        planned.action = RowAction.PARK
        child = verdict.child
        if child is not None and not self._in_sight(child):
            # Not a word of who or where: only that the child is recorded.
            planned.note(_identity_of(planned.read), RECORDED_ELSEWHERE)
            return
        if child is not None:
            planned.is_about(child)
        about = "name" if verdict.doubt in ("name_differs", "doubtful_namesake") else "id_number"
        planned.note(about, verdict.doubt, **(verdict.params or {}))

    def _create(self, planned: ChildRow) -> None:
        planned.action = RowAction.CREATE
        # All of it is new: what the row changes of its household is not told.
        planned.household = self._household_of(planned, None, {})
        planned.new_categories = planned.read.values.get("categories", ())
        planned.child_values = _derived(planned.read)

    def _update(self, planned: ChildRow, child: ChildState) -> None:
        planned.is_about(child)
        self._set_fields(planned, child)
        self._set_beside(planned, child)
        self._set_place(planned, child)
        added = [
            code
            for code in planned.read.values.get("categories", ())
            if code not in child.categories
        ]
        if added:
            # A ledger names what it knows; it never ends a category that it does not name.
            present = sorted(child.categories)
            planned.new_categories = added
            planned.changes["categories"] = [present, [*present, *added]]
        household = planned.household = self._household_of(planned, child, planned.changes)
        self._set_relation(planned, household)
        if planned.changes or _takes_another_guardian(household):
            planned.action = RowAction.UPDATE
        else:
            planned.changes_nothing()
            # A second row with this number is settled by the first: nobody asks for the child again.
            self.register.children_by_id_number.pop(planned.read.values.get("id_number", ""), None)

    def _household_of(
        self, planned: ChildRow, child: ChildState | None, changes: Changes
    ) -> Household:
        household = self.households.of(planned, child, changes)
        self.parents.add_to(household, planned, child, changes)
        return household

    def _set_fields(self, planned: ChildRow, child: ChildState) -> None:
        values = planned.read.values
        for name, recorded in zip(CHILD_FIELDS, child.fields, strict=True):
            value = values.get(name, recorded)
            if value == recorded or says_the_same(name, value, recorded):
                continue
            if self._takes(planned, name, recorded, value):
                _change(planned, name, recorded, value)
        for name, value in _derived(planned.read).items():
            if getattr(child.fields, name) in ("", None):
                _change(planned, name, None, value)

    def _set_beside(self, planned: ChildRow, child: ChildState) -> None:
        for name in self.beside.names:
            said, recorded = planned.values.get(name), self.beside.of(child).get(name)
            if said is None or same(recorded, said):
                continue
            if self._takes(planned, name, recorded, said):
                _change(planned, name, recorded, said)

    def _set_place(self, planned: ChildRow, child: ChildState) -> None:
        place: Place = planned.read.values["region"]
        if place.id == child.place.id or child.place.path.startswith(place.path):
            return
        if self._takes(planned, "region", child.place, place):
            planned.changes["region"] = [child.place, place]
            planned.set("region_id", place.id)

    def _set_relation(self, planned: ChildRow, household: Household) -> None:
        relation, link = planned.read.values.get("guardian_relation"), household.link
        if not relation or link is None or link.relation == relation:
            return
        if self._takes(planned, "guardian_relation", link.relation, relation):
            planned.changes["guardian_relation"] = [link.relation or None, relation]

    def _takes(self, planned: ChildRow, name: str, recorded: Any, said: Any) -> bool:
        """Whether the row's value is taken; where somebody chose to keep what is recorded, that is noted."""
        if name not in self.choices.kept or recorded in ("", None):
            return True
        planned.keep(name, recorded, said)
        return False


def _takes_another_guardian(household: Household) -> bool:
    return household.link is not None and not household.link.is_principal


def _person_of(row: ReadRow) -> Person:
    values = row.values
    number = values.get("id_number")
    born: datetime.date | None = values.get("birth_date") or _derived(row).get("birth_date")
    return Person(
        name=values["name"],
        id_number=number,
        birth_date=born,
        place=values["region"],
        guardian_name=values.get("guardian_name"),
        guardian_phone=values.get("guardian_phone"),
    )


def _derived(row: ReadRow) -> Mapping[str, Any]:
    """The birth date and the sex that the ID number tells, where the row itself does not."""
    values = row.values
    if "birth_date" in values and "sex" in values:
        return NOTHING
    number = values.get("id_number")
    if not number or values.get("id_type", IdType.RESIDENT) not in IdType.with_check_character():
        return NOTHING
    derived: dict[str, Any] = {}
    if "birth_date" not in values:
        derived["birth_date"] = birth_date_in(number)
    if "sex" not in values:
        derived["sex"] = sex_in(number)
    return derived


def _identity_of(row: ReadRow) -> str:
    return "id_number" if "id_number" in row.values else "name"


def _settle_repeated(planned: ChildRow, earlier: ReadRow) -> None:
    """A second row of one child: nothing to do where it says the same, doubtful where it does not."""
    is_same = planned.read.values == earlier.values
    planned.action = RowAction.UNCHANGED if is_same else RowAction.PARK
    code = "twice_in_file" if is_same else "conflict_in_file"
    planned.note(_identity_of(planned.read), code, row=earlier.row)


def _change(planned: ChildRow, name: str, recorded: Any, value: Any) -> None:
    planned.changes[name] = [None if recorded == "" else recorded, value]
    planned.set(name, value)

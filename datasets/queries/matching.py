"""The part of the register that a ledger's rows may speak of, fetched set-wise."""

import datetime
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q

from datasets.choices import ChildStatus
from datasets.models import Child, ChildCategory, Family, Guardian, Guardianship
from datasets.models.regions import path_range
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.regions import Place

Key = TypeVar("Key", bound=Hashable)
State = TypeVar("State")


class ChildFields(NamedTuple):
    """The fields of a child that a ledger can set, as they are compared."""

    name: str
    sex: str
    id_type: str
    id_number: str | None
    birth_date: datetime.date | None
    ethnicity: str
    residence_address: str
    household_address: str
    school: str
    grade: str
    health: str
    disability: str
    aid: str
    subsidy_amount: Decimal | None
    remark: str


class GuardianFields(NamedTuple):
    name: str
    id_number: str | None
    phone: str
    condition: str = ""


class FamilyFields(NamedTuple):
    household_number: str
    head_name: str


CHILD_FIELDS = ChildFields._fields
GUARDIAN_FIELDS = GuardianFields._fields
FAMILY_FIELDS = FamilyFields._fields

_PLACE = ("region_id", "region__code", "region__name", "region__path")
_FAMILY = ("family_id", "family__region_id", *(f"family__{name}" for name in FAMILY_FIELDS))
_GUARDIAN = ("id", "family__region__path", *_FAMILY, *GUARDIAN_FIELDS)


@dataclass(slots=True)
class FamilyState:
    id: int
    region_id: int
    fields: FamilyFields


@dataclass(slots=True)
class GuardianState:
    """A guardian as recorded; `path` is the region of the family."""

    id: int
    path: str
    family: FamilyState
    fields: GuardianFields


@dataclass(slots=True)
class GuardianshipState:
    id: int
    guardian: GuardianState
    relation: str
    is_principal: bool


@dataclass(slots=True)
class ChildState:
    """A child as recorded, with its present categories (codes) and its guardians, the principal one first."""

    id: int
    is_open: bool
    place: Place
    family: FamilyState | None
    fields: ChildFields
    categories: tuple[str, ...] = ()
    guardianships: tuple[GuardianshipState, ...] = ()


@dataclass
class Register:
    """Records by what a row can name them with."""

    children_by_id_number: dict[str, list[ChildState]] = field(default_factory=dict)
    #: Of the names of people whom no ID number settles.
    children_by_name: dict[str, list[ChildState]] = field(default_factory=dict)
    guardians_by_id_number: dict[str, list[GuardianState]] = field(default_factory=dict)
    guardians_by_phone: dict[tuple[str, str], list[GuardianState]] = field(default_factory=dict)
    #: Of the families met, where rows name parents.
    guardians_by_family: dict[int, list[GuardianState]] = field(default_factory=dict)
    families_by_number: dict[tuple[int, str], FamilyState] = field(default_factory=dict)

    def children(self) -> Iterator[ChildState]:
        """All that rows could match, some of them twice."""
        for index in (self.children_by_id_number, self.children_by_name):
            for children in index.values():
                yield from children

    def guardians(self) -> Iterator[GuardianState]:
        """The children's own, and all others that rows could mean; some of them twice."""
        for child in self.children():
            yield from (link.guardian for link in child.guardianships)
        for index in (
            self.guardians_by_id_number, self.guardians_by_phone, self.guardians_by_family,
        ):  # fmt: skip
            for guardians in index.values():
                yield from guardians


@dataclass(frozen=True)
class Sought:
    """What the rows of a ledger name, all of it once."""

    id_numbers: set[str]
    #: (ID number or "", name) of each row.
    people: set[tuple[str, str]]
    guardian_id_numbers: set[str]
    guardian_phones: set[str]
    household_numbers: set[str]
    #: Every row's region lies under this path: namesakes elsewhere are nobody's concern.
    within: str
    #: Whether rows name fathers and mothers: whoever is recorded in their families may be one.
    has_parents: bool = False
    #: The rows' values, each by itself: what is recorded the same need not be held twice.
    values: dict[Any, Any] = field(default_factory=dict)


def register_for(sought: Sought) -> Register:
    """All that such rows could match: ID numbers in the whole register, names in the rows' own area.

    Uses up `sought`: 100,000 names need not be held while their records come.
    """
    return _Fetching(sought).register


class _Fetching:
    """Asks for each table once, and makes one state of each record and one object of equal values."""

    def __init__(self, sought: Sought) -> None:
        self.register = Register()
        self.sought = sought
        self.area = Q(**path_range("region__path", sought.within)) if sought.within else Q()
        self.one_of = sought.values.setdefault
        self.places: dict[int, Place] = {}
        self.children: dict[int, ChildState] = {}
        self.guardians: dict[int, GuardianState] = {}
        self.families: dict[int, FamilyState] = {}
        self.add_children()
        self.add_categories()
        self.add_guardianships()
        sought.values.clear()
        self.add_guardians()
        self.add_families()
        if sought.has_parents:
            self.add_families_members()

    def add_children(self) -> None:
        sought = self.sought
        for status in ChildStatus:  # each has an index of its own
            which = Q(id_number__in=sought.id_numbers, status=status)
            self.add_children_of(which)
        settled = {child.fields.id_number for child in self.children.values()}
        names = {name for number, name in sought.people if number not in settled}
        if names:
            which = Q(name__in=among_texts(names), status=ChildStatus.OPEN)
            self.add_children_of(self.area & which)
        sought.id_numbers.clear()
        sought.people.clear()
        for child in self.children.values():
            if child.fields.id_number:
                _add(self.register.children_by_id_number, child.fields.id_number, child)
            if child.fields.name in names:
                _add(self.register.children_by_name, child.fields.name, child)

    def add_children_of(self, which: Q) -> None:
        rows = Child.objects.filter(which, archived_date=None).values_list(
            "id", "status", *_PLACE, *_FAMILY, *CHILD_FIELDS
        )
        for key, status, *rest in rows.iterator():
            if key in self.children:
                continue
            place, family, values = rest[:4], rest[4:8], rest[8:]
            self.children[key] = ChildState(
                id=key,
                is_open=status == ChildStatus.OPEN,
                place=self.place(*place),
                family=self.family(*family) if family[0] else None,
                fields=ChildFields._make(map(self.one_of, values, values)),
            )

    def add_categories(self) -> None:
        links = ChildCategory.objects.filter(
            child_id__in=among_keys(self.children), until_date=None
        ).values_list("child_id", "category__code")
        for child_id, code in links.iterator():
            child = self.children[child_id]
            codes = (*child.categories, code)
            child.categories = self.one_of(codes, codes)

    def add_guardianships(self) -> None:
        columns = (*_through("guardian__", _GUARDIAN), "id", "child_id", "relation", "is_principal")
        links = Guardianship.objects.filter(child_id__in=among_keys(self.children))
        for row in links.values_list(*columns).iterator():
            *guardian, key, child_id, relation, is_principal = row
            # Siblings share one state, so that what one row says of their mother the other sees.
            state = self.guardian(*guardian)
            link = GuardianshipState(key, state, self.one_of(relation, relation), is_principal)
            self.children[child_id].guardianships += (link,)

    def add_guardians(self) -> None:
        """Those of the children, and any other that a row may mean."""
        sought = self.sought
        questions = [Q(id_number__in=sought.guardian_id_numbers)]
        if sought.within and sought.guardian_phones:
            area = Q(**path_range("family__region__path", sought.within))
            questions.append(area & Q(phone__in=sought.guardian_phones))
        for question in questions:
            known = Guardian.objects.filter(question, archived_date=None).order_by()
            found = known.values_list("id", flat=True)
            unknown = [key for key in found.iterator() if key not in self.guardians]
            if unknown:
                rows = Guardian.objects.filter(pk__in=among_keys(unknown)).order_by()
                for row in rows.values_list(*_GUARDIAN).iterator():
                    self.guardian(*row)
        for guardian in sorted(self.guardians.values(), key=lambda one: one.id):
            fields = guardian.fields
            if fields.id_number:
                _add(self.register.guardians_by_id_number, fields.id_number, guardian)
            if fields.phone:
                _add(self.register.guardians_by_phone, (fields.name, fields.phone), guardian)

    def add_families_members(self) -> None:
        among = Guardian.objects.filter(family_id__in=among_keys(self.families), archived_date=None)
        for row in among.order_by("id").values_list(*_GUARDIAN).iterator():
            guardian = self.guardian(*row)
            _add(self.register.guardians_by_family, guardian.family.id, guardian)

    def add_families(self) -> None:
        numbers = self.sought.household_numbers
        if not numbers:
            return
        which = self.area & Q(household_number__in=among_texts(numbers), archived_date=None)
        rows = Family.objects.filter(which)
        for row in rows.values_list("id", "region_id", *FAMILY_FIELDS):
            family = self.family(*row)
            key = (family.region_id, family.fields.household_number)
            self.register.families_by_number[key] = family

    def place(self, key: int, code: str | None, name: str, path: str) -> Place:
        if key not in self.places:
            self.places[key] = Place(key, code, name, path)
        return self.places[key]

    def family(self, key: int, region_id: int, *values: Any) -> FamilyState:
        if key not in self.families:
            fields = FamilyFields._make(map(self.one_of, values, values))
            self.families[key] = FamilyState(key, region_id, fields)
        return self.families[key]

    def guardian(self, key: int, path: str, *rest: Any) -> GuardianState:
        if key not in self.guardians:
            of_family, values = rest[: len(_FAMILY)], rest[len(_FAMILY) :]
            fields = GuardianFields._make(map(self.one_of, values, values))
            family = self.family(*of_family)
            self.guardians[key] = GuardianState(key, self.one_of(path, path), family, fields)
        return self.guardians[key]


def _through(prefix: str, columns: Iterable[str]) -> list[str]:
    return [prefix + column for column in columns]


def _add(index: dict[Key, list[State]], key: Key, one: State) -> None:
    """Almost always the only one: a list of one takes less than a list that expects more."""
    if key in index:
        index[key].append(one)
    else:
        index[key] = [one]

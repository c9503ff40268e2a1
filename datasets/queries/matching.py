"""The part of the register that a ledger's rows may speak of, fetched set-wise."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from datasets.choices import ChildStatus
from datasets.models import Child, ChildCategory, Family, Guardian, Guardianship
from datasets.models.regions import path_range
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.regions import Place

#: The fields of each record that a ledger can set, as they are compared.
CHILD_FIELDS = (
    "name", "sex", "id_type", "id_number", "birth_date", "ethnicity", "residence_address",
    "household_address", "school", "grade", "health", "disability", "aid", "subsidy_amount", "remark",
)  # fmt: skip
GUARDIAN_FIELDS = ("name", "id_number", "phone")
FAMILY_FIELDS = ("household_number", "head_name")

_PLACE = ("region_id", "region__code", "region__name", "region__path")


@dataclass(slots=True)
class FamilyState:
    id: int
    region_id: int
    fields: dict[str, Any]


@dataclass(slots=True)
class GuardianState:
    """A guardian as recorded; `path` is the region of the family."""

    id: int
    path: str
    family: FamilyState
    fields: dict[str, Any]


@dataclass(slots=True)
class GuardianshipState:
    id: int
    guardian: GuardianState
    relation: str
    is_principal: bool


@dataclass(slots=True)
class ChildState:
    """A child as recorded, with its present categories (codes) and its guardians."""

    id: int
    is_open: bool
    place: Place
    family: FamilyState | None
    fields: dict[str, Any]
    categories: set[str] = field(default_factory=set)
    guardianships: list[GuardianshipState] = field(default_factory=list)


@dataclass
class Register:
    """Records by what a row can name them with."""

    children_by_id_number: dict[str, list[ChildState]] = field(
        default_factory=lambda: defaultdict(list)
    )
    children_by_name: dict[str, list[ChildState]] = field(default_factory=lambda: defaultdict(list))
    guardians_by_id_number: dict[str, list[GuardianState]] = field(
        default_factory=lambda: defaultdict(list)
    )
    guardians_by_phone: dict[tuple[str, str], list[GuardianState]] = field(
        default_factory=lambda: defaultdict(list)
    )
    families_by_number: dict[tuple[int, str], FamilyState] = field(default_factory=dict)


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


def register_for(sought: Sought) -> Register:
    """All that such rows could match: ID numbers in the whole register, names in the rows' own area."""
    register = Register()
    children: dict[int, ChildState] = {}
    for status in ChildStatus:  # each has an index of its own
        which = Q(id_number__in=among_texts(sought.id_numbers), status=status)
        _add_children(children, which)
    settled = {child.fields["id_number"] for child in children.values()}
    names = {name for number, name in sought.people if number not in settled}
    area = Q(**path_range("region__path", sought.within)) if sought.within else Q()
    if names:
        which = area & Q(name__in=among_texts(names), status=ChildStatus.OPEN)
        _add_children(children, which)
    _add_categories(children)
    _add_guardianships(children)
    for child in children.values():
        if child.fields["id_number"]:
            register.children_by_id_number[child.fields["id_number"]].append(child)
        register.children_by_name[child.fields["name"]].append(child)
    _add_guardians(register, sought)
    if sought.household_numbers:
        which = area & Q(household_number__in=among_texts(sought.household_numbers))
        for family in _families(which):
            register.families_by_number[family.region_id, family.fields["household_number"]] = (
                family
            )
    return register


def _add_children(children: dict[int, ChildState], which: Q) -> None:
    rows = Child.objects.filter(which)
    family_of: dict[int, int] = {}
    for row in rows.values_list("id", "status", "family_id", *_PLACE, *CHILD_FIELDS):
        key, status, family_id, region_id, code, name, path, *values = row
        if key in children:
            continue
        children[key] = ChildState(
            id=key,
            is_open=status == ChildStatus.OPEN,
            place=Place(region_id, code, name, path),
            family=None,
            fields=dict(zip(CHILD_FIELDS, values, strict=True)),
        )
        if family_id:
            family_of[key] = family_id
    if not family_of:
        return
    which_families = Q(pk__in=among_keys(set(family_of.values())))
    families = {family.id: family for family in _families(which_families)}
    for key, family_id in family_of.items():
        children[key].family = families[family_id]


def _add_categories(children: dict[int, ChildState]) -> None:
    links = ChildCategory.objects.filter(child_id__in=among_keys(children), until_date=None)
    for child_id, code in links.values_list("child_id", "category__code"):
        children[child_id].categories.add(code)


def _add_guardianships(children: dict[int, ChildState]) -> None:
    guardians: dict[int, GuardianState] = {}
    links = Guardianship.objects.filter(child_id__in=among_keys(children))
    columns = ("id", "child_id", "relation", "is_principal", *_guardian_columns("guardian__"))
    for row in links.values_list(*columns):
        key, child_id, relation, is_principal, *guardian = row
        # Siblings share one state, so that what one row says of their mother the other sees.
        state = guardians.setdefault(guardian[0], _guardian_state(guardian))
        children[child_id].guardianships.append(
            GuardianshipState(key, state, relation, is_principal)
        )


def _add_guardians(register: Register, sought: Sought) -> None:
    known = {
        link.guardian.id: link.guardian
        for children in register.children_by_name.values()
        for child in children
        for link in child.guardianships
    }
    questions = [Q(id_number__in=among_texts(sought.guardian_id_numbers))]
    if sought.within and sought.guardian_phones:
        area = Q(**path_range("family__region__path", sought.within))
        questions.append(area & Q(phone__in=among_texts(sought.guardian_phones)))
    for question in questions:
        rows = Guardian.objects.filter(question)
        for row in rows.order_by("id").values_list(*_guardian_columns("")):
            known.setdefault(row[0], _guardian_state(row))
    for guardian in sorted(known.values(), key=lambda one: one.id):
        fields = guardian.fields
        if fields["id_number"]:
            register.guardians_by_id_number[fields["id_number"]].append(guardian)
        if fields["phone"]:
            register.guardians_by_phone[fields["name"], fields["phone"]].append(guardian)


def _families(which: Q) -> list[FamilyState]:
    rows = Family.objects.filter(which)
    return [
        FamilyState(key, region_id, dict(zip(FAMILY_FIELDS, values, strict=True)))
        for key, region_id, *values in rows.values_list("id", "region_id", *FAMILY_FIELDS)
    ]


def _guardian_columns(prefix: str) -> list[str]:
    family = ("family__region__path", "family_id", "family__region_id")
    names = ("id", *family, *(f"family__{name}" for name in FAMILY_FIELDS), *GUARDIAN_FIELDS)
    return [prefix + name for name in names]


def _guardian_state(row: Any) -> GuardianState:
    key, path, family_id, region_id, *values = row
    of_family, of_guardian = values[: len(FAMILY_FIELDS)], values[len(FAMILY_FIELDS) :]
    family = FamilyState(family_id, region_id, dict(zip(FAMILY_FIELDS, of_family, strict=True)))
    return GuardianState(key, path, family, dict(zip(GUARDIAN_FIELDS, of_guardian, strict=True)))

"""The guardian and the family that a row speaks of: found, made once for siblings, or changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from datasets.actions.ledgers.rows import ReadRow
from datasets.queries.matching import (
    ChildState,
    FamilyState,
    GuardianshipState,
    GuardianState,
    Register,
)
from datasets.queries.regions import Place

#: A guardian's field → the row's field.
_GUARDIAN_SOURCES = {
    "name": "guardian_name",
    "id_number": "guardian_id_number",
    "phone": "guardian_phone",
}
_FAMILY_SOURCES = {"household_number": "household_number", "head_name": "household_head"}


class Noted(Protocol):
    """A row being planned: what was read, and a way to warn on a field."""

    @property
    def read(self) -> ReadRow: ...

    def note(self, field_name: str, code: str, **params: Any) -> None: ...


@dataclass(slots=True)
class Target:
    """A family or guardian that rows speak of: recorded (`state`), or still to be made.

    `values` are what the rows set; `said_by` remembers which row said what first, so that a second
    row that says otherwise is told, and the same file read again changes nothing.
    """

    state: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    said_by: dict[str, tuple[Any, int]] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0

    @property
    def is_new(self) -> bool:
        return self.state is None

    def stored(self, name: str) -> Any:
        return self.state.fields.get(name) if self.state else None


@dataclass(slots=True)
class FamilyTarget(Target):
    state: FamilyState | None = None
    region_id: int = 0


@dataclass(slots=True)
class GuardianTarget(Target):
    state: GuardianState | None = None
    family: FamilyTarget | None = None


@dataclass(slots=True)
class Household:
    """What a row says of the adults: the guardian with the relation, and the family."""

    family: FamilyTarget | None = None
    guardian: GuardianTarget | None = None
    link: GuardianshipState | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)


class Households:
    """All families and guardians of one ledger; `in_sight` tells which recorded ones may be used."""

    def __init__(self, register: Register, in_sight: Callable[[str], bool]) -> None:
        self.register = register
        self.in_sight = in_sight
        self.families: list[FamilyTarget] = []
        self.guardians: list[GuardianTarget] = []
        self._family_of_state: dict[int, FamilyTarget] = {}
        self._guardian_of_state: dict[int, GuardianTarget] = {}
        self._new_families: dict[tuple[int, str], FamilyTarget] = {}
        self._new_guardians: dict[tuple[Any, ...], GuardianTarget] = {}

    def of(self, planned: Noted, child: ChildState | None) -> Household:
        """The household of a row; `child` is the recorded child it speaks of, None for a new one."""
        household = Household()
        row = planned.read
        place: Place = row.values["region"]
        if child is not None and child.family is not None:
            household.family = self._recorded_family(child.family)
        name = row.values.get("guardian_name")
        if name:
            self._settle_guardian(household, row, child, place)
        elif row.values.get("guardian_phone") or row.values.get("guardian_id_number"):
            household.link = _principal(child)
            if household.link:
                household.guardian = self._recorded_guardian(household.link.guardian)
            else:
                planned.note("guardian_name", "guardian_name_missing")
        if household.guardian:
            self._say(household.guardian, _GUARDIAN_SOURCES, planned, household)
        if household.family is None:
            household.family = self._family_for(row, household.guardian, place)
            if child is not None and household.family is not None:
                head = household.family.values.get("head_name") or row.values.get("guardian_name")
                household.changes["family"] = [None, head or row.values["name"]]
        if household.guardian and household.guardian.is_new and household.guardian.family is None:
            household.guardian.family = household.family
        if household.family:
            self._fill_family(household.family, row, household)
        return household

    def _settle_guardian(
        self, household: Household, row: ReadRow, child: ChildState | None, place: Place
    ) -> None:
        values = row.values
        number = values.get("guardian_id_number")
        household.link = _link_to(child, values["guardian_name"], number)
        if household.link:
            household.guardian = self._recorded_guardian(household.link.guardian)
            return
        household.guardian = self._same_guardian_elsewhere(row) or self._new_guardian(row, place)
        before = _principal(child)
        household.changes["guardian_name"] = [
            before.guardian.fields["name"] if before else None,
            values["guardian_name"],
        ]

    def _same_guardian_elsewhere(self, row: ReadRow) -> GuardianTarget | None:
        """The guardian of a brother or sister: the same number, or the same name with the same phone."""
        number = row.values.get("guardian_id_number")
        name, phone = row.values["guardian_name"], row.values.get("guardian_phone")
        found = self.register.guardians_by_id_number.get(number, ()) if number else ()
        if not found and phone:
            found = [
                guardian
                for guardian in self.register.guardians_by_phone.get((name, phone), ())
                if not number or not guardian.fields["id_number"]
            ]
        for guardian in found:
            if self.in_sight(guardian.path):
                return self._recorded_guardian(guardian)
        return None

    def _new_guardian(self, row: ReadRow, place: Place) -> GuardianTarget:
        values = row.values
        name = values["guardian_name"]
        keys: list[tuple[Any, ...]] = []
        if values.get("guardian_id_number"):
            keys.append(("number", values["guardian_id_number"]))
        elif values.get("guardian_phone"):
            keys.append(("phone", name, values["guardian_phone"], place.id))
        elif address := values.get("residence_address") or values.get("household_address"):
            keys.append(("address", name, address, place.id))
        for key in keys:
            if key in self._new_guardians:
                return self._new_guardians[key]
        target = GuardianTarget(sheet=row.sheet, row=row.row)
        self.guardians.append(target)
        for key in keys:
            self._new_guardians[key] = target
        return target

    def _recorded_guardian(self, state: GuardianState) -> GuardianTarget:
        target = self._guardian_of_state.get(state.id)
        if target is None:
            target = self._guardian_of_state[state.id] = GuardianTarget(state=state)
            self.guardians.append(target)
        return target

    def _recorded_family(self, state: FamilyState) -> FamilyTarget:
        target = self._family_of_state.get(state.id)
        if target is None:
            target = FamilyTarget(state=state, region_id=state.region_id)
            self._family_of_state[state.id] = target
            self.families.append(target)
        return target

    def _family_for(
        self, row: ReadRow, guardian: GuardianTarget | None, place: Place
    ) -> FamilyTarget | None:
        """The family of a child that has none yet: by household number, by the guardian, or a new one."""
        number = row.values.get("household_number")
        if number:
            recorded = self.register.families_by_number.get((place.id, number))
            if recorded:
                return self._recorded_family(recorded)
            if (place.id, number) in self._new_families:
                return self._new_families[place.id, number]
        if guardian and guardian.state:
            family = self._family_of_state.get(guardian.state.family_id)
            return family or self._recorded_family(
                FamilyState(guardian.state.family_id, place.id, {})
            )
        if guardian and guardian.family:
            return guardian.family
        if not (guardian or number or row.values.get("household_head")):
            return None
        return self._new_family(row, place, number)

    def _new_family(self, row: ReadRow, place: Place, number: str | None) -> FamilyTarget:
        values = row.values
        target = FamilyTarget(sheet=row.sheet, row=row.row, region_id=place.id)
        target.values["address"] = (
            values.get("residence_address") or values.get("household_address") or ""
        )
        target.values["head_name"] = values.get("guardian_name") or ""
        self.families.append(target)
        if number:
            self._new_families[place.id, number] = target
        return target

    def _say(
        self, target: Target, sources: dict[str, str], planned: Noted, household: Household
    ) -> None:
        """Let the row set the target's fields; the first row that says something wins."""
        row = planned.read
        for name, source in sources.items():
            value = row.values.get(source)
            if value is None:
                continue
            said, by = target.said_by.setdefault(name, (value, row.row))
            if said != value:
                planned.note(source, "guardian_conflict", row=by)
                continue
            before = target.values.get(name, target.stored(name))
            if before == value or (name == "id_number" and self._number_taken(target, value)):
                continue
            target.values[name] = value
            target.sheet, target.row = target.sheet or row.sheet, target.row or row.row
            household.changes.setdefault(source, [before or None, value])

    def _number_taken(self, target: Target, number: str) -> bool:
        """Whether another guardian of the same family bears the number already."""
        state = target.state
        return state is not None and any(
            other.family_id == state.family_id and other.id != state.id
            for other in self.register.guardians_by_id_number.get(number, ())
        )

    def _fill_family(self, family: FamilyTarget, row: ReadRow, household: Household) -> None:
        """The household's number and head: what is recorded is not overwritten, only completed."""
        for name, source in _FAMILY_SOURCES.items():
            value = row.values.get(source)
            if not value or name in family.said_by:
                continue
            if family.is_new:
                family.values[name] = value
            elif family.state and family.state.fields.get(name) == "":
                if name == "household_number" and self._household_taken(family, value):
                    continue
                family.values[name] = value
                family.sheet, family.row = row.sheet, row.row
                household.changes[source] = [None, value]
            family.said_by[name] = (value, row.row)

    def _household_taken(self, family: FamilyTarget, number: str) -> bool:
        key = (family.region_id, number)
        return key in self.register.families_by_number or (
            self._new_families.setdefault(key, family) is not family
        )


def _principal(child: ChildState | None) -> GuardianshipState | None:
    links = child.guardianships if child else ()
    return next((link for link in links if link.is_principal), None)


def _link_to(child: ChildState | None, name: str, number: str | None) -> GuardianshipState | None:
    """The child's guardian of this number or, where no numbers contradict each other, of this name."""
    links = child.guardianships if child else ()
    if number:
        for link in links:
            if link.guardian.fields["id_number"] == number:
                return link
    named = [link for link in links if link.guardian.fields["name"] == name]
    named.sort(key=lambda link: not link.is_principal)
    return named[0] if named else None

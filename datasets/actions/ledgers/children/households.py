"""The guardian and the family that a row speaks of: found, made once for siblings, or changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any

from datasets.actions.ledgers.children.adults import (
    Changes,
    FamilyTarget,
    GuardianTarget,
    Household,
    Noted,
)
from datasets.actions.ledgers.rows import ReadRow, says_the_same
from datasets.matching.children import is_spelling_of
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
#: Who makes a family known where no guardian does; it is called after the first adult whom the row names.
_MEMBERS = ("household_head", "father_name", "mother_name")
_HEADS = ("guardian_name", "father_name", "mother_name")
_PARENTS_NUMBERS = ("father_id_number", "mother_id_number")
_FAMILY_SOURCES = {"household_number": "household_number", "head_name": "household_head"}


class Households:
    """All families and guardians of one ledger; `in_sight` tells which recorded ones may be used.

    `kept` are the row's fields whose recorded value stays.
    """

    def __init__(
        self,
        register: Register,
        in_sight: Callable[[str], bool],
        *,
        kept: Collection[str] = frozenset(),
    ) -> None:
        self.kept = kept
        self.register = register
        self.in_sight = in_sight
        self.families: list[FamilyTarget] = []
        self.guardians: list[GuardianTarget] = []
        self._family_of_state: dict[int, FamilyTarget] = {}
        self._guardian_of_state: dict[int, GuardianTarget] = {}
        self._new_families: dict[tuple[int, str], FamilyTarget] = {}
        self._new_guardians: dict[tuple[Any, ...], GuardianTarget] = {}
        self._bearers: dict[str, list[GuardianTarget]] = defaultdict(list)

    def of(self, planned: Noted, child: ChildState | None, changes: Changes) -> Household:
        """The household of a row; `child` is the recorded child it speaks of, None for a new one.

        What the row changes of it is added to `changes`.
        """
        household = Household()
        row = planned.read
        place: Place = row.values["region"]
        if child is not None and child.family is not None:
            household.family = self._recorded_family(child.family)
        name = row.values.get("guardian_name")
        if name:
            self._settle_guardian(household, planned, child, changes)
        elif row.values.get("guardian_phone") or row.values.get("guardian_id_number"):
            household.link = _principal(child)
            if household.link:
                household.guardian = self.recorded_guardian(household.link.guardian)
            else:
                planned.note("guardian_name", "guardian_name_missing")
        if household.guardian:
            self.say(household.guardian, planned, household, changes)
        if household.family is None:
            household.family = self._family_for(row, household.guardian, place)
            if child is not None and household.family is not None:
                head = household.family.values.get("head_name") or row.values.get("guardian_name")
                changes["family"] = [None, head or row.values["name"]]
        if household.guardian and household.guardian.is_new and household.guardian.family is None:
            household.guardian.family = household.family
        if household.family:
            self._fill_family(household.family, row, changes)
        return household

    def _settle_guardian(
        self, household: Household, planned: Noted, child: ChildState | None, changes: Changes
    ) -> None:
        row, values = planned.read, planned.read.values
        link = _link_to(child, values["guardian_name"], values.get("guardian_id_number"))
        known = link.guardian if link else self._same_guardian_elsewhere(row)
        if known and not is_spelling_of(values["guardian_name"], known.fields.name):
            # Somebody's number in somebody else's row would rename the one and move the other.
            planned.note("guardian_name", "guardian_name_differs", name=known.fields.name)
            return
        before = _principal(child)
        if before and before is not link and "guardian_name" in self.kept:
            recorded = before.guardian.fields.name
            planned.keep("guardian_name", recorded, values["guardian_name"])
            return
        household.link = link
        household.guardian = self.recorded_guardian(known) if known else self._new_guardian(row)
        if link:
            return
        changes["guardian_name"] = [
            before.guardian.fields.name if before else None,
            values["guardian_name"],
        ]

    def _same_guardian_elsewhere(self, row: ReadRow) -> GuardianState | None:
        """The guardian of a brother or sister: the same number, or the same name with the same phone."""
        number = row.values.get("guardian_id_number")
        name, phone = row.values["guardian_name"], row.values.get("guardian_phone")
        numbered = self.register.guardians_by_id_number.get(number, ()) if number else ()
        called = self.register.guardians_by_phone.get((name, phone), ()) if phone else ()
        # Those out of sight are as if they were not: neither found nor in the way of others.
        found = [one for one in numbered if self.in_sight(one.path)] or [
            one
            for one in called
            if self.in_sight(one.path) and not (number and one.fields.id_number)
        ]
        return found[0] if found else None

    def _new_guardian(self, row: ReadRow) -> GuardianTarget:
        """A guardian whom an earlier row of the file made, or gave this number to; else a new one."""
        values = row.values
        number = values.get("guardian_id_number")
        if number and self._bearers[number]:
            return self._bearers[number][0]
        target = GuardianTarget(sheet=row.sheet, row=row.row)
        contact = values.get("guardian_phone") or (
            values.get("residence_address") or values.get("household_address")
        )
        if contact and not number:
            key = (values["guardian_name"], contact, values["region"].id)
            known = self._new_guardians.setdefault(key, target)
            if known is not target:
                return known
        self.guardians.append(target)
        return target

    def new_guardian_in(self, household: Household, row: ReadRow) -> GuardianTarget:
        """Somebody of the household whom nobody has named before."""
        target = GuardianTarget(sheet=row.sheet, row=row.row, family=household.family)
        self.guardians.append(target)
        return target

    def recorded_guardian(self, state: GuardianState) -> GuardianTarget:
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
            return self._recorded_family(guardian.state.family)
        if guardian and guardian.family:
            return guardian.family
        if guardian is None and (known := self._family_of_parent(row)):
            return known
        if not (guardian or number or any(row.values.get(name) for name in _MEMBERS)):
            return None
        return self._new_family(row, place, number)

    def _family_of_parent(self, row: ReadRow) -> FamilyTarget | None:
        """That of a brother or sister with the same father's or mother's number."""
        for number in filter(None, map(row.values.get, _PARENTS_NUMBERS)):
            recorded = self.register.guardians_by_id_number.get(number, ())
            state = next((one for one in recorded if self.in_sight(one.path)), None)
            if state:
                return self._recorded_family(state.family)
            if self._bearers[number]:
                return self._bearers[number][0].family
        return None

    def _new_family(self, row: ReadRow, place: Place, number: str | None) -> FamilyTarget:
        values = row.values
        target = FamilyTarget(sheet=row.sheet, row=row.row, region_id=place.id)
        target.values["address"] = (
            values.get("residence_address") or values.get("household_address") or ""
        )
        target.values["head_name"] = next(filter(None, map(values.get, _HEADS)), "")
        self.families.append(target)
        if number:
            self._new_families[place.id, number] = target
        return target

    def say(
        self,
        target: GuardianTarget,
        planned: Noted,
        household: Household,
        changes: Changes,
        *,
        sources: Mapping[str, str] = _GUARDIAN_SOURCES,
    ) -> None:
        """Let the row set the person's fields; the first row that says something wins."""
        row = planned.read
        said = row, sources
        for name, source in sources.items():
            value = row.values.get(source)
            if value is None:
                continue
            if name == "id_number" and not self._may_bear(target, value, household):
                continue
            first, said_as = target.said_by.setdefault(name, said)
            if first.values[said_as[name]] != value:
                planned.note(source, "guardian_conflict", row=first.row)
                continue
            before = target.values.get(name, target.stored(name))
            if says_the_same(name, value, before):
                continue
            if source in self.kept and target.stored(name):
                planned.keep(source, target.stored(name), value)
                continue
            target.values[name] = value
            target.sheet, target.row = target.sheet or row.sheet, target.row or row.row
            changes.setdefault(source, [before or None, value])

    def _may_bear(self, guardian: GuardianTarget, number: str, household: Household) -> bool:
        """Whether nobody else of the guardian's family bears the number, recorded or by an earlier row."""
        bearers = self._bearers[number]
        family = _family_of(guardian, household)
        taken = any(
            one.family.id == family and (guardian.state is None or one.id != guardian.state.id)
            for one in self.register.guardians_by_id_number.get(number, ())
        ) or any(one is not guardian and _family_of(one, household) == family for one in bearers)
        if not taken and guardian not in bearers:
            bearers.append(guardian)
        return not taken

    def _fill_family(self, family: FamilyTarget, row: ReadRow, changes: Changes) -> None:
        """The household's number and head: what is recorded is not overwritten, only completed."""
        for name, source in _FAMILY_SOURCES.items():
            value = row.values.get(source)
            if not value or name in family.said_by or family.stored(name):
                continue
            if name == "household_number" and not self._may_take(family, value, row):
                continue
            family.said_by[name] = row, _FAMILY_SOURCES
            family.values[name] = value
            if family.state:
                family.sheet, family.row = row.sheet, row.row
                changes[source] = [None, value]

    def _may_take(self, family: FamilyTarget, number: str, row: ReadRow) -> bool:
        """Whether the family may take the number: it counts in its own village, where nobody else has it."""
        key = (family.region_id, number)
        if row.values["region"].id != family.region_id or key in self.register.families_by_number:
            return False
        return self._new_families.setdefault(key, family) is family


def _family_of(guardian: GuardianTarget, household: Household) -> Any:
    """What tells the guardian's family from others: its key, or the target of one still to be made."""
    if guardian.state:
        return guardian.state.family.id
    family = guardian.family or household.family
    return family.state.id if family and family.state else family


def _principal(child: ChildState | None) -> GuardianshipState | None:
    links = child.guardianships if child else ()
    return next((link for link in links if link.is_principal), None)


def _link_to(child: ChildState | None, name: str, number: str | None) -> GuardianshipState | None:
    """The child's guardian of this number, else of this name: another number is then a correction."""
    links = child.guardianships if child else ()
    if number:
        for link in links:
            if link.guardian.fields.id_number == number:
                return link
    named = [link for link in links if link.guardian.fields.name == name]
    named.sort(key=lambda link: not link.is_principal)
    return named[0] if named else None

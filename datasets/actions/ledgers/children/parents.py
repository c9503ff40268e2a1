"""The father and the mother that a row names beside the guardian: found, made once for siblings, or changed."""

from typing import Any

from datasets.actions.ledgers.children.adults import (
    Changes,
    GuardianTarget,
    Household,
    Noted,
    Parent,
)
from datasets.actions.ledgers.children.households import Households
from datasets.choices import Relation
from datasets.matching.children import is_spelling_of
from datasets.queries.matching import ChildState, GuardianshipState, GuardianState

#: The parent's relation → that person's field → the row's field.
SOURCES = {
    Relation.FATHER: {
        "name": "father_name",
        "id_number": "father_id_number",
        "phone": "father_phone",
        "condition": "father_condition",
    },
    Relation.MOTHER: {
        "name": "mother_name",
        "id_number": "mother_id_number",
        "phone": "mother_phone",
        "condition": "mother_condition",
    },
}


class Parents:
    """Those of one ledger. A parent named by a row is one of the child's guardians, the principal one or not."""

    def __init__(self, households: Households) -> None:
        self.households = households
        self._new: dict[tuple[Any, ...], GuardianTarget] = {}

    def add_to(
        self, household: Household, planned: Noted, child: ChildState | None, changes: Changes
    ) -> None:
        """Settle the row's father and mother; `household` is what the row says of the other adults."""
        for relation, sources in SOURCES.items():
            values = planned.read.values
            if not any(source in values for source in sources.values()):
                continue
            link = _recorded(child, relation, values.get(sources["name"]))
            if sources["name"] not in values:
                if link is None:
                    planned.note(sources["name"], "parent_name_missing")
                    continue
                parent = Parent(relation, self.households.recorded_guardian(link.guardian), link)
            else:
                found = self._named(household, planned, relation, child, link)
                if found is None:
                    continue
                parent = found
            self._take(parent, household, planned, changes)

    def _take(self, parent: Parent, household: Household, planned: Noted, changes: Changes) -> None:
        sources = SOURCES[parent.relation]
        household.parents = (*household.parents, parent)
        is_added = parent.link is None and parent.guardian is not household.guardian
        if is_added:
            changes[sources["name"]] = [None, planned.read.values[sources["name"]]]
        self.households.say(parent.guardian, planned, household, changes, sources=sources)

    def _named(
        self,
        household: Household,
        planned: Noted,
        relation: Relation,
        child: ChildState | None,
        link: GuardianshipState | None,
    ) -> Parent | None:
        values, sources = planned.read.values, SOURCES[relation]
        name, number = values[sources["name"]], values.get(sources["id_number"])
        if _is_guardian_too(values, relation, number):
            guardian = household.guardian
            return Parent(relation, guardian, household.link) if guardian else None
        state = link.guardian if link else self._known(household, name, number)
        if state is None:
            key = (id(household.family), relation, name)
            target = self._new.get(key) or self.households.new_guardian_in(household, planned.read)
            return Parent(relation, self._new.setdefault(key, target), None)
        if not is_spelling_of(name, state.fields.name):
            planned.note(sources["name"], "parent_differs", name=state.fields.name)
            return None
        links = child.guardianships if child else ()
        link = next((one for one in links if one.guardian is state), None)
        return Parent(relation, self.households.recorded_guardian(state), link)

    def _known(self, household: Household, name: str, number: str | None) -> GuardianState | None:
        """A recorded person of the number, or of the name in the child's own family."""
        register, family = self.households.register, household.family
        if number:
            bearers = register.guardians_by_id_number.get(number, ())
            found = next((one for one in bearers if self.households.in_sight(one.path)), None)
            if found:
                return found
        if family is None or family.state is None:
            return None
        members = register.guardians_by_family.get(family.state.id, ())
        named = [one for one in members if one.fields.name == name]
        return next((one for one in named if not number or not one.fields.id_number), None)


def _is_guardian_too(values: dict[str, Any], relation: Relation, number: str | None) -> bool:
    """Whether the row's guardian and its father (mother) are one person, named twice."""
    other = values.get("guardian_id_number")
    if number and other:
        return bool(number == other)
    said = values.get("guardian_relation")
    name = values[SOURCES[relation]["name"]]
    return name == values.get("guardian_name") and said in (None, relation)


def _recorded(
    child: ChildState | None, relation: Relation, name: str | None
) -> GuardianshipState | None:
    """The child's guardian of this name, else the one recorded as its father (mother)."""
    links = child.guardianships if child else ()
    named = [link for link in links if name and link.guardian.fields.name == name]
    return next(iter(named), None) or next(
        (link for link in links if link.relation == relation), None
    )

"""Whose row it is where matching alone can't tell: as somebody decided now, or on an earlier ledger."""

import hashlib
from collections.abc import Callable, Mapping

from datasets.actions.ledgers.choices import NEW
from datasets.actions.ledgers.match_decisions import Decided
from datasets.actions.ledgers.plan import Candidate, PlannedRow
from datasets.matching.children import Person, Verdict, evidence, find_child
from datasets.queries.matching import ChildState, Register


class Settler:
    """Knows what was decided; `in_sight` tells which recorded children may be decided on."""

    def __init__(
        self,
        register: Register,
        in_sight: Callable[[ChildState], bool],
        decided: Mapping[str, Decided],
    ) -> None:
        self.register = register
        self.in_sight = in_sight
        self.decided = decided

    def settle(self, planned: PlannedRow, person: Person, decision: str) -> Verdict:
        """The verdict on a row; what is known of its candidates is noted on the row for whoever looks at it."""
        verdict = find_child(person, self.register, in_sight=self.in_sight)
        planned.cannot_be_new = self._is_taken(person)
        if decision == NEW and not planned.cannot_be_new:
            self._show(planned, person, verdict)
            planned.decision = decision
            return Verdict()
        if not verdict.doubt:
            return verdict
        self._show(planned, person, verdict)
        open_ones = {str(one.id): one for one in verdict.candidates if self._may_be(one)}
        if decision in open_ones:
            planned.decision = decision
            return Verdict(child=open_ones[decision])
        return self._as_before(planned, person, verdict, open_ones)

    def _as_before(
        self,
        planned: PlannedRow,
        person: Person,
        verdict: Verdict,
        open_ones: Mapping[str, ChildState],
    ) -> Verdict:
        """What was decided of this very person on an earlier ledger is not asked again."""
        decided = self.decided.get(identity_of(person)) if self.decided else None
        if decided is None:
            return verdict
        same = [open_ones[str(key)] for key in decided.same if str(key) in open_ones]
        if len(same) == 1:
            return Verdict(child=same[0])
        verdict = find_child(
            person, self.register, ruled_out=decided.others, in_sight=self.in_sight
        )
        self._show(planned, person, verdict)
        return verdict

    def _show(self, planned: PlannedRow, person: Person, verdict: Verdict) -> None:
        planned.identity = identity_of(person)
        planned.candidates = tuple(
            Candidate(one.id, one.place.id, tuple(evidence(person, one)))
            for one in verdict.candidates
            if self.in_sight(one)
        )

    def _may_be(self, child: ChildState) -> bool:
        return child.is_open and self.in_sight(child)

    def _is_taken(self, person: Person) -> bool:
        found = self.register.children_by_id_number.get(person.id_number or "", ())
        return any(one.is_open for one in found)


def identity_of(person: Person) -> str:
    """The person as a row describes it, as a fingerprint: another name, number or birth date is another one."""
    told = [person.name, person.id_number or "", str(person.birth_date or "")]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()

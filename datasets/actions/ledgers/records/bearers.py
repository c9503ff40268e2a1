"""What a duty table says beside its duties: the agencies on which each is laid, in their own regions.

A table adds bearers and never takes one away: what it does not name may still hold.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from datasets.access import Actor
from datasets.actions.ledgers.choices import NOTHING_CHOSEN, SKIP, LedgerChoices
from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.actions.ledgers.records.duties import BEARERS, DUTIES
from datasets.actions.ledgers.records.plan import RecordsPlan, plan_records
from datasets.actions.ledgers.records.rows import RecordRow
from datasets.actions.ledgers.records.rules import RecordRules
from datasets.actions.ledgers.records.writing import write_records
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import DutyPart, RowAction
from datasets.history.bulk import Origin, Write, insert_rows, new_keys, update_rows
from datasets.models import DutyAssignment
from datasets.queries.lists import among_keys
from datasets.queries.records import Target

_SETTLED = (RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED)


@dataclass(slots=True)
class Bearer:
    """An agency that bears a row's duty: newly, or in another part than recorded (`key`)."""

    row: RecordRow
    agency: Target
    part: str
    key: int | None = None


@dataclass
class DutiesPlan(RecordsPlan):
    bearers: list[Bearer] = field(default_factory=list)


def plan_duties(
    rows: list[ReadRow],
    *,
    by: Actor,
    choices: LedgerChoices = NOTHING_CHOSEN,
    progress: Progress = nobody_follows,
    rules: RecordRules = DUTIES,
) -> DutiesPlan:
    """Decide for each row, its agencies included."""
    plan = plan_records(rows, rules=rules, by=by, choices=choices, progress=progress)
    planner = _Bearers(plan.rows, by)
    for row in plan.rows:
        if row.decision != SKIP and row.action in _SETTLED:
            planner.add(row)
    return DutiesPlan(plan.rows, plan.rules, planner.found)


class _Bearers:
    """Goes through the rows, knowing who bears each duty as recorded and by the rows above."""

    def __init__(self, rows: list[RecordRow], by: Actor) -> None:
        self.area = by.area("import", DutyAssignment)
        self.found: list[Bearer] = []
        self.may_assign = by.may("import", DutyAssignment)
        #: By duty (its key, or the identity of the row that makes it) → by agency → assignment and part.
        self.borne: dict[int, dict[int, tuple[int | None, str]]] = defaultdict(dict)
        #: The codes of those agencies, in their order.
        self.codes: dict[int, list[str]] = defaultdict(list)
        recorded = among_keys({row.record_id for row in rows if row.record_id})
        running = DutyAssignment.objects.filter(duty_id__in=recorded, until_date=None)
        columns = ("id", "duty_id", "agency_id", "agency__code", "part")
        for key, duty, agency, code, part in running.order_by("id").values_list(*columns):
            self.borne[duty][agency] = key, part
            self.codes[duty].append(code)

    def add(self, row: RecordRow) -> None:
        before = len(self.found)
        first = row.same_as or row
        duty = first.record_id or -id(first)
        present = [*self.codes[duty]]
        for name, part in BEARERS.items():
            for agency in row.said.get(name, ()):
                self._lay(row, duty, agency, part or row.said.get("part", ""), name)
        if row.action == RowAction.ERROR or (first is not row and first.action == RowAction.ERROR):
            del self.found[before:]
        elif len(self.found) > before and row.action != RowAction.CREATE:
            row.action = RowAction.UPDATE
            row.changes["agencies"] = [present or None, self.codes[duty]]

    def _lay(self, row: RecordRow, duty: int, agency: Target, part: str, name: str) -> None:
        key, recorded = self.borne[duty].get(agency.id, (None, ""))
        if recorded and (not part or part == recorded):
            return
        if not self.may_assign:
            row.refuse(name, "may_not_assign")
        elif agency.place and not self.area.covers(agency.place.path):
            row.refuse(name, "outside_territory", name=agency.place.name)
        else:
            self.found.append(Bearer(row, agency, part or DutyPart.LEAD.value, key))
            self.borne[duty][agency.id] = key, part or DutyPart.LEAD.value
            self.codes[duty] = [code for code in self.codes[duty] if code != agency.key]
            self.codes[duty].append(agency.key)


@transaction.atomic
def write_duties(plan: DutiesPlan, *, origin: Origin, progress: Progress = nobody_follows) -> None:
    """Write duties and who bears them, with full history."""
    write_records(plan, origin=origin, progress=progress)
    new = [bearer for bearer in plan.bearers if bearer.key is None]
    keys = new_keys(DutyAssignment, len(new))
    insert_rows(
        DutyAssignment,
        ["duty_id", "agency_id", "region_id", "part"],
        (_write(bearer, key) for bearer, key in zip(new, keys, strict=True)),
        origin=origin,
    )
    update_rows(
        DutyAssignment,
        ["part"],
        (
            Write(bearer.key, (bearer.part,), bearer.row.read.sheet, bearer.row.read.row)
            for bearer in plan.bearers
            if bearer.key is not None
        ),
        origin=origin,
    )


def _write(bearer: Bearer, key: int) -> Write:
    row, place = bearer.row, bearer.agency.place
    duty_id = (row.same_as or row).record_id
    if duty_id is None or place is None:
        raise AssertionError("Duties are written before their bearers.")
    values = (duty_id, bearer.agency.id, place.id, bearer.part)
    return Write(key, values, row.read.sheet, row.read.row)

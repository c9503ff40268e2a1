"""What a ledger of records would do to the register, by the rules of its collection. Writes nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from datasets.access import Actor
from datasets.actions.ledgers.choices import NOTHING_CHOSEN, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.progress import Progress, counted, nobody_follows
from datasets.actions.ledgers.records.finding import Doubt, Register, are_keys
from datasets.actions.ledgers.records.naming import resolve_references
from datasets.actions.ledgers.records.rows import Coming, RecordRow
from datasets.actions.ledgers.records.rules import Key, RecordRules
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import JobStep, RowAction
from datasets.queries.lists import among_keys
from datasets.queries.records import RecordState, Target, states_of
from datasets.queries.regions import Place
from datasets.standards.formulas import active
from datasets.standards.writing import one_line


@dataclass
class RecordsPlan(Plan):
    rows: list[RecordRow]
    rules: RecordRules


def plan_records(
    rows: list[ReadRow],
    *,
    rules: RecordRules,
    by: Actor,
    choices: LedgerChoices = NOTHING_CHOSEN,
    progress: Progress = nobody_follows,
) -> RecordsPlan:
    """Decide for each row by the register as it is now, and by what people decided."""
    progress(JobStep.PLAN, 0, len(rows))
    planned = [RecordRow(row, issues=[*row.issues], said=dict(row.values)) for row in rows]
    valid = [row for row in planned if not row.read.has_errors]
    for row in valid:
        row.action = RowAction.UNCHANGED  # until something is found
    rules.prepare(valid)
    resolve_references(valid, rules, by)
    for row in valid:
        if choices.rows.get(row_key(row.read.sheet, row.read.row)) == SKIP:
            row.skip(rules.naming)
    settled = [row for row in valid if row.action == RowAction.UNCHANGED and row.decision != SKIP]
    register = register_of(settled, rules)
    planner = _Planner(
        rules, register, by, ids_count=are_keys(settled, register), kept=choices.kept
    )
    for row in counted(settled, JobStep.PLAN, of=len(settled), progress=progress):
        planner.decide(row)
    refuse_orphans(settled)
    return RecordsPlan(planned, rules)


def register_of(rows: list[RecordRow], rules: RecordRules) -> Register:
    """The records that the rows may speak of."""
    keys = {row.said["id"] for row in rows if "id" in row.said}
    which = rules.sought([row.said for row in rows])
    if which:
        which |= Q(pk__in=among_keys(keys))
    return Register(
        rules, states_of(rules.model, rules.fields, written_by=rules.written_by, which=which)
    )


class _Planner:
    """Goes through the rows once, remembering which row spoke of which record."""

    def __init__(
        self,
        rules: RecordRules,
        register: Register,
        by: Actor,
        *,
        ids_count: bool,
        kept: Collection[str],
    ) -> None:
        self.kept = kept
        self.rules = rules
        self.register = register
        self.area = by.area("import", rules.model)
        self.ids_count = ids_count
        self._by_record: dict[int, RecordRow] = {}
        self._by_key: dict[tuple[Any, ...], RecordRow] = {}

    def decide(self, row: RecordRow) -> None:
        if "id" in row.said and not self.ids_count:
            row.note("id", "key_ignored")
            del row.said["id"]
        found = self.register.find(row.said)
        if isinstance(found, Doubt):
            self._doubt(row, found)
        elif found:
            self._is_about(row, found.record, found.by)
        else:
            self._create(row)

    def _doubt(self, row: RecordRow, doubt: Doubt) -> None:
        if doubt.record and not self._in_sight(doubt.record):
            row.park(doubt.about, "record_elsewhere")
        elif doubt.is_error:
            row.refuse(doubt.about, doubt.code, **doubt.params)
        else:
            row.park(doubt.about, doubt.code, **doubt.params)
            row.record_id = doubt.record.id if doubt.record else None

    def _is_about(self, row: RecordRow, record: RecordState, found_by: tuple[str, ...]) -> None:
        earlier = self._by_record.setdefault(record.id, row)
        if earlier is not row:
            self._repeats(row, earlier)
            return
        row.record, row.record_id = record, record.id
        in_sight = self._in_sight(record)
        for name in self.rules.fields:
            if name in found_by or self._says_less(row, record, name):
                continue
            if name not in row.said or _same(record.fields[name], row.said[name]):
                continue
            if name in self.kept and record.fields[name] not in (None, ""):
                if in_sight:
                    row.keep(name, record.fields[name], row.said[name])
            else:
                row.changes[name] = [_or_none(record.fields[name]), row.said[name]]
                row.written[name] = row.said[name]
        if not row.written:
            return
        row.action = RowAction.UPDATE
        if not in_sight:
            row.changes, row.written = {}, {}
            row.park(self.rules.naming, "record_elsewhere")
        else:
            self._check(row, record.fields | row.written)

    def _create(self, row: RecordRow) -> None:
        row.action = RowAction.CREATE
        for key in self.rules.keys:
            wanted = key.asked(row.said)
            if wanted is None:
                continue
            earlier = self._by_key.setdefault((key, *wanted), row)
            if earlier.action == RowAction.ERROR:
                self._by_key[key, *wanted] = earlier = row
            if earlier is not row and (key.is_unique or not self._told_apart(row, earlier, key)):
                self._repeats(row, earlier)
                return
        row.written = {name: row.said[name] for name in self.rules.fields if name in row.said}
        for name, value, warning in self.rules.complete(row.written, self.register.taken):
            row.written[name] = row.said[name] = value
            if warning:
                model_field: Any = self.rules.model._meta.get_field(name)
                label = dict(model_field.flatchoices).get(value, value)
                row.note(name, warning, **{name: str(label)})
        self._check(row, row.written)

    def _says_less(self, row: RecordRow, record: RecordState, name: str) -> bool:
        """What is no change unless the row tells the record by its 编号: a shorter name, a wider region."""
        said, recorded = row.said.get(name), record.fields[name]
        if "id" in row.said or not said or not recorded:
            return False
        if name == self.rules.naming and isinstance(said, str):
            return self.rules.is_spelling(said, record.fields)
        if name != "region":
            return False
        # A title's region, or the town of a record in a village.
        return bool(recorded.path.startswith(said.path)) or "region" not in row.read.cells

    def _check(self, row: RecordRow, after: dict[str, Any]) -> None:
        """Refuse what the record as it would be may not be."""
        for name in self.rules.fields:
            if after.get(name) in (None, "") and is_required(self.rules, name):
                row.refuse(name, "missing")
        for name in ("region", "parent"):
            place = row.written.get(name)
            if isinstance(place, Place) and not self.area.covers(place.path):
                row.refuse(name, "outside_territory", name=place.name)
        above = row.written.get("parent")
        if row.record and isinstance(above, Place) and above.path.startswith(row.record.path):
            row.refuse("parent", "circle")
        for name, code, params in self.rules.faults(after):
            row.refuse(name, code, **params)
        taken = self.register.other_with(after, row.record_id)
        if taken:
            key, other = taken
            text = key.fields[-1]
            name = other.fields[self.rules.naming]
            row.refuse(text, "taken", text=str(after[text]), name=name)
        if row.action == RowAction.ERROR:
            row.changes = {}

    def _repeats(self, row: RecordRow, earlier: RecordRow) -> None:
        """A second row of one record: nothing to do where it says the same, doubtful where it does not."""
        apart = {*self.rules.lists, *self.rules.beside}
        mine, theirs = (
            {name: value for name, value in one.read.values.items() if name not in apart}
            for one in (row, earlier)
        )
        is_same = mine == theirs
        if is_same and apart & {*row.read.values, *earlier.read.values}:
            row.same_as, row.record, row.record_id = earlier, earlier.record, earlier.record_id
            row.action = RowAction.UNCHANGED
            return
        row.note(
            self.rules.naming,
            "record_twice" if is_same else "record_conflict",
            row=earlier.read.row,
        )
        row.action = RowAction.UNCHANGED if is_same else RowAction.PARK

    def _told_apart(self, row: RecordRow, other: RecordRow, key: Key) -> bool:
        """Whether something that only one record may have, tried before `key`, differs in both."""
        before = self.rules.keys[: self.rules.keys.index(key)]
        return any(
            one.is_unique and one.of(row.said) is not None and one.of(other.said) is not None
            for one in before
        )

    def _in_sight(self, record: RecordState) -> bool:
        return not record.path or self.area.covers(record.path)


def is_required(rules: RecordRules, name: str) -> bool:
    model_field: Any = rules.model._meta.get_field(name)
    return not model_field.blank and not model_field.has_default()


def refuse_orphans(rows: list[RecordRow]) -> None:
    """Refuse those that hang on a row which makes no record, and circles of rows."""
    refused = True
    while refused:
        refused = False
        for row in rows:
            for name, value in row.written.items():
                if not isinstance(value, Coming) or row.action == RowAction.ERROR:
                    continue
                if value.row.action != RowAction.CREATE:
                    row.refuse(name, "reference_refused", text=value.name)
                    refused = True
                elif any(one is row for one in chain_above(value.row, name)):
                    row.refuse(name, "circle")
                    refused = True


def chain_above(row: RecordRow, name: str) -> Iterator[RecordRow]:
    """The row and the rows that it hangs on by the field, each once."""
    seen: set[int] = set()
    current: RecordRow | None = row
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        above = current.written.get(name)
        current = above.row if isinstance(above, Coming) else None


def _same(recorded: Any, said: Any) -> bool:
    """Whether the row says what is recorded, but for how texts are spaced."""
    if isinstance(said, Place | Target):
        return recorded is not None and recorded.id == said.id and not isinstance(said, Coming)
    if isinstance(recorded, str) and isinstance(said, str):
        stored = one_line(recorded)
        return said in (stored, active(stored))
    return bool(recorded == said)


def _or_none(value: Any) -> Any:
    return None if value == "" else value

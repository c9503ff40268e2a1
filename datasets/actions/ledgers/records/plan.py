"""What a ledger of records would do to the register, by the rules of its collection. Writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from datasets.access import Actor
from datasets.access.territory import region_path_lookup
from datasets.actions.ledgers.choices import NEW, NOTHING_CHOSEN, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.plan import TAKEN, Candidate, Plan
from datasets.actions.ledgers.progress import Progress, counted, nobody_follows
from datasets.actions.ledgers.records.finding import Doubt, Found, Register, are_keys
from datasets.actions.ledgers.records.naming import resolve_references
from datasets.actions.ledgers.records.rows import Coming, RecordRow
from datasets.actions.ledgers.records.rules import Key, RecordRules
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import JobStep, RowAction
from datasets.custom.conditions import are_conditional, faults_of
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
    planned = [RecordRow(row, issues=row.issues, said=dict(row.values)) for row in rows]
    valid = [row for row in planned if not row.read.has_errors]
    for row in valid:
        row.action = RowAction.UNCHANGED  # until something is found
    rules.prepare(valid)
    resolve_references(valid, rules, by)
    for row in valid:
        if choices.rows.get(row_key(row.read.sheet, row.read.row)) == SKIP:
            row.skip(rules.naming)
    settled = [row for row in valid if row.action == RowAction.UNCHANGED and row.decision != SKIP]
    register = register_of(settled, rules, by)
    planner = _Planner(rules, register, by, ids_count=are_keys(settled, register), choices=choices)
    # Those that somebody decided come last: they take no record from a row that tells it for certain.
    in_turn = sorted(settled, key=lambda row: bool(planner.decision_on(row)))
    for row in counted(in_turn, JobStep.PLAN, of=len(settled), progress=progress):
        planner.decide(row)
    planner.finish(settled)
    refuse_orphans(settled)
    return RecordsPlan(planned, rules)


def register_of(rows: list[RecordRow], rules: RecordRules, by: Actor) -> Register:
    """The records that the rows may speak of.

    A person's record that the actor does not see is none of them: a row left "unchanged" would say that what it
    guesses of a stranger is so.
    """
    keys = {row.said["id"] for row in rows if "id" in row.said}
    which = rules.sought([row.said for row in rows])
    if which:
        which |= Q(pk__in=among_keys(keys))
    path_lookup = region_path_lookup(rules.model)
    if path_lookup and not rules.model.is_public_knowledge:
        which &= by.area("view", rules.model).condition(path_lookup)
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
        choices: LedgerChoices,
    ) -> None:
        self.by = by
        self.kept = choices.kept
        self.decisions = choices.rows
        self.rules = rules
        self.register = register
        self.are_conditional = are_conditional(rules.model)
        self.area = by.area("import", rules.model)
        self.ids_count = ids_count
        self.choosable = self._choosable(
            int(word) for word in choices.rows.values() if word.isdecimal()
        )
        self._by_record: dict[int, RecordRow] = {}
        self._by_key: dict[tuple[Any, ...], RecordRow] = {}

    def decision_on(self, row: RecordRow) -> str:
        return self.decisions.get(row_key(row.read.sheet, row.read.row), "")

    def decide(self, row: RecordRow) -> None:
        decision = self.decision_on(row)
        if "id" in row.said and not self.ids_count and str(row.said["id"]) != decision:
            row.note("id", "key_ignored")
            del row.said["id"]
        found = self.register.find(row.said)
        if isinstance(found, Doubt):
            self._doubt(row, found, decision)
        elif not _agree(found, decision):
            record = found.record if found else None
            self._doubt(row, Doubt(self.rules.naming, "decision_void", record=record), decision)
        elif found:
            self._is_about(row, found.record, found.by)
        else:
            self._create(row, decision)
        if row.action != RowAction.PARK:
            row.decision = decision

    def finish(self, rows: Iterable[RecordRow]) -> None:
        """Leave of the candidates those that the actor may choose, and mark which other rows are already."""
        asked = [row for row in rows if row.candidates]
        choosable = self._choosable(one.record_id for row in asked for one in row.candidates)
        for row in asked:
            keys = [one.record_id for one in row.candidates if one.record_id in choosable]
            row.candidates = tuple(
                Candidate(key, evidence=() if self._by_record.get(key, row) is row else (TAKEN,))
                for key in keys
            )

    def _choosable(self, keys: Iterable[int]) -> set[int]:
        """Those that the actor both sees and may change by a ledger."""
        wanted = set(keys)
        if not wanted:
            return set()
        rows = self.by.rows(self.by.rows(self.rules.model), "import")
        return set(rows.filter(pk__in=among_keys(wanted)).values_list("pk", flat=True))

    def _doubt(self, row: RecordRow, doubt: Doubt, decision: str) -> None:
        """Do as somebody decided, as far as that can be; else leave the row to somebody."""
        if doubt.record and not self._in_sight(doubt.record):
            row.park(doubt.about, "record_elsewhere")
            return
        if doubt.is_error:
            row.refuse(doubt.about, doubt.code, **doubt.params)
            return
        alike = self.register.alike(row.said)
        row.candidates = tuple(Candidate(one.record.id) for one in alike)
        is_taken = row.cannot_be_new = self._is_taken(row)
        chosen = next((one for one in alike if str(one.record.id) == decision), None)
        if chosen and chosen.record.id in self.choosable:
            self._take(row, chosen)
        elif decision == NEW and not is_taken:
            row.said.pop("id", None)
            self._create(row, decision)
        else:
            row.park(doubt.about, doubt.code, **doubt.params)
            row.cannot_be_new = is_taken
            row.record_id = doubt.record.id if doubt.record else None

    def _take(self, row: RecordRow, chosen: Found) -> None:
        """Write the row into the record that somebody chose, unless another row has what only one may have."""
        if row.said.get("id") != chosen.record.id:
            row.said.pop("id", None)
        for key in self.rules.keys:
            earlier = self._earlier_with(row, key) if key.is_unique else None
            if earlier:
                self._repeats(row, earlier)
                return
        self._is_about(row, chosen.record, chosen.by)

    def _is_taken(self, row: RecordRow) -> bool:
        """Whether the row can't be a new record: a recorded one, or an earlier row, has what is only one's."""
        return self.register.is_taken(row.said) or any(
            self._by_key.get((key, *wanted), row) is not row
            for key in self.rules.keys
            if key.is_unique and (wanted := key.asked(row.said))
        )

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
            if name not in row.said or same(record.fields[name], row.said[name]):
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

    def _create(self, row: RecordRow, decision: str) -> None:
        row.action = RowAction.CREATE
        for key in self.rules.keys:
            earlier = self._earlier_with(row, key)
            is_free = decision == NEW or (earlier and self._told_apart(row, earlier, key))
            if earlier and (key.is_unique or not is_free):
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

    def _earlier_with(self, row: RecordRow, key: Key) -> RecordRow | None:
        """The earlier row that says the same of the key; without one the key is this row's."""
        wanted = key.asked(row.said)
        if wanted is None:
            return None
        earlier = self._by_key.setdefault((key, *wanted), row)
        if earlier.action == RowAction.ERROR:
            self._by_key[key, *wanted] = earlier = row
        return None if earlier is row else earlier

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
        self._check_made(row, after)
        taken = self.register.other_with(after, row.record_id)
        if taken:
            key, other = taken
            text = key.fields[-1]
            name = other.fields[self.rules.naming]
            row.refuse(text, "taken", text=str(after[text]), name=name)
        if row.action == RowAction.ERROR:
            row.changes = {}

    def _check_made(self, row: RecordRow, after: dict[str, Any]) -> None:
        """By what defined fields say of each other. A field of which nothing is said has its default."""
        for name in self.rules.given & row.written.keys():
            row.refuse(name, "number_unknown", text=str(row.written[name]))
        if not self.are_conditional:
            return
        model = self.rules.model

        def value_of(name: str) -> Any:
            field: Any = model._meta.get_field(name)
            return after[name] if name in after else field.get_default()

        given = [name for name in row.written if name not in self.rules.given]
        for name, sentence in faults_of(model, given, value_of).items():
            if name in self.rules.fields:
                row.refuse(name, "refused", sentence=sentence)

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
        row.cannot_be_new = self._is_taken(row)

    def _told_apart(self, row: RecordRow, other: RecordRow, key: Key) -> bool:
        """Whether something that only one record may have, tried before `key`, differs in both."""
        before = self.rules.keys[: self.rules.keys.index(key)]
        return any(
            one.is_unique and one.of(row.said) is not None and one.of(other.said) is not None
            for one in before
        )

    def _in_sight(self, record: RecordState) -> bool:
        return not record.path or self.area.covers(record.path)


def _agree(found: Found | None, decision: str) -> bool:
    """Whether what the row tells for certain is what was decided of it."""
    return decision in ("", str(found.record.id) if found else NEW)


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


def same(recorded: Any, said: Any) -> bool:
    """Whether the row says what is recorded, but for how texts are spaced."""
    if isinstance(said, Place | Target):
        return recorded is not None and recorded.id == said.id and not isinstance(said, Coming)
    if isinstance(recorded, str) and isinstance(said, str):
        stored = one_line(recorded)
        return one_line(said) in (stored, active(stored))
    return bool(recorded == said)


def _or_none(value: Any) -> Any:
    return None if value == "" else value

"""Regions: by code, else by name under their parent. Paths and short names are worked out as rows are written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from datasets.access import Actor
from datasets.actions.ledgers.choices import NOTHING_CHOSEN, SKIP, LedgerChoices
from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.actions.ledgers.records.plan import RecordsPlan, plan_records
from datasets.actions.ledgers.records.references import regions_coded
from datasets.actions.ledgers.records.rows import Coming, RecordRow
from datasets.actions.ledgers.records.rules import Fault, Key, RecordRules, Taken, Values
from datasets.actions.ledgers.records.writing import write_records
from datasets.actions.ledgers.rows import ReadRow
from datasets.actions.regions import move_region, path_under
from datasets.choices import RegionLevel, RowAction
from datasets.history.bulk import Origin, Write, insert_rows, new_keys
from datasets.models import Region, RegionName
from datasets.models.regions import PATH_STEP
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.regions import Place
from datasets.seeds.regions import RANKS
from datasets.standards.region_codes import LEVELS, canonical_code
from datasets.standards.region_names import region_key

#: A code's length → that of the code above it.
_ABOVE = {4: 2, 6: 4, 9: 6, 12: 9}


def _codes(rows: Iterable[Values]) -> set[str]:
    written = {row["code"] for row in rows if "code" in row}
    return written | set(map(canonical_code, written))


def _prepare(rows: list[RecordRow]) -> None:
    """The code of a region that is not recorded tells the region above it."""
    unsaid = [
        row
        for row in rows
        if "code" in row.said and not {"parent", "parent.name"} & row.said.keys()
    ]
    recorded = Region.objects.filter(code__in=among_texts(_codes(row.said for row in unsaid)))
    known = set(recorded.values_list("code", flat=True))
    for row in unsaid:
        code = canonical_code(row.said["code"])
        if not known & {code, row.said["code"]} and len(code) in _ABOVE:
            row.said["parent"] = code[: _ABOVE[len(code)]]


def _sought(rows: Sequence[Values]) -> Q:
    """By code; by name those rows that have no code, and those records."""
    names = {region_key(row["name"]) for row in rows if "name" in row}
    unnumbered = {region_key(row["name"]) for row in rows if "name" in row and "code" not in row}
    return (
        Q(code__in=among_texts(_codes(rows)))
        | Q(name_key__in=among_texts(unnumbered))
        | Q(name_key__in=among_texts(names), code=None)
    )


def _complete(said: Values, _taken: Taken) -> Iterator[tuple[str, Any, str]]:
    code = canonical_code(said.get("code", ""))
    if code:
        yield "code", code, ""
    if "level" not in said:
        above = _level_of(said.get("parent"))
        below = list(RegionLevel.values)[RANKS[above] + 1 :] if above else []
        if code:
            yield "level", LEVELS[len(code)], ""
        elif below:
            yield "level", below[0], "level_assumed"


def _faults(after: Values) -> Iterator[Fault]:
    parent, level = after.get("parent"), after.get("level")
    above = _level_of(parent)
    if parent is None and level != RegionLevel.PROVINCE:
        yield "parent", "missing", {}
    elif above and level and RANKS[above] >= RANKS[level]:
        yield "level", "level_not_below", {"name": parent.name if parent else ""}
    if after.get("successor") and not after.get("retired_date"):
        yield "retired_date", "successor_without_date", {}
    if after.get("pilot_phase") and not after.get("is_pilot"):
        yield "is_pilot", "phase_without_pilot", {}


def _level_of(parent: Any) -> str:
    if isinstance(parent, Coming):
        row: RecordRow = parent.row
        code = canonical_code(row.said.get("code", ""))
        return str(row.said.get("level") or (LEVELS[len(code)] if code else ""))
    return parent.level if isinstance(parent, Place) else ""


REGIONS = RecordRules(
    model=Region,
    fields=(
        "code", "name", "level", "parent", "is_pilot", "pilot_phase", "retired_date", "successor",
    ),
    naming="name",
    keys=(
        Key(("code",), is_unique=True, confirmed_by="name", form=canonical_code),
        Key(("parent", "name")),
    ),
    doubts=(Key(("parent", "name"), form=region_key),),
    references={"parent": regions_coded, "successor": regions_coded},
    is_spelling=lambda name, recorded: region_key(name) == region_key(recorded["name"]),
    prepare=_prepare,
    sought=_sought,
    complete=_complete,
    faults=_faults,
)  # fmt: skip


@dataclass
class RegionsPlan(RecordsPlan):
    #: Further names to add: the row and the name.
    names: list[tuple[RecordRow, str]] = field(default_factory=list)


def plan_regions(
    rows: list[ReadRow],
    *,
    by: Actor,
    choices: LedgerChoices = NOTHING_CHOSEN,
    progress: Progress = nobody_follows,
    rules: RecordRules = REGIONS,
) -> RegionsPlan:
    """Decide for each row, its further names and what moves together included."""
    plan = plan_records(rows, rules=rules, by=by, choices=choices, progress=progress)
    for row in plan.rows:
        is_root = row.action == RowAction.CREATE and row.written.get("parent") is None
        if is_root and not by.area("import", Region).is_whole:
            row.refuse("parent", "outside_territory", name=row.said.get("name", ""))
    _refuse_circles(plan.rows)
    return RegionsPlan(plan.rows, plan.rules, list(_further_names(plan.rows)))


def _further_names(rows: list[RecordRow]) -> Iterator[tuple[RecordRow, str]]:
    """The names that a row adds, and the one that it replaces; none is ever taken away."""
    applied = (RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED)
    naming = [
        row
        for row in rows
        if row.decision != SKIP
        and row.action in applied
        and ("other_names" in row.said or "name" in row.changes)
    ]
    present: dict[int, list[str]] = {}
    keys = among_keys({row.record_id for row in naming if row.record_id})
    for region_id, name in RegionName.objects.filter(region_id__in=keys).values_list(
        "region_id", "name"
    ):
        present.setdefault(region_id, []).append(name)
    for row in naming:
        before = present.get(row.record_id or 0, [])
        wanted = [*row.said.get("other_names", ())]
        if "name" in row.changes and row.record:
            wanted.append(row.record.fields["name"])
        new = [name for name in dict.fromkeys(wanted) if name not in before]
        if new and row.action != RowAction.CREATE:
            row.action = RowAction.UPDATE
            row.changes["other_names"] = [before or None, [*before, *new]]
        yield from ((row, name) for name in new)


def _refuse_circles(rows: list[RecordRow]) -> None:
    """Refuse moves that together would put a region under itself."""
    moved = {row.record_id: row for row in rows if row.record_id and "parent" in row.written}
    for row in moved.values():
        seen: set[int] = set()
        above = row.written["parent"]
        while isinstance(above, Place | Coming):
            if isinstance(above, Coming):
                above = above.row.written.get("parent")
                continue
            steps = [
                int(above.path[at : at + PATH_STEP]) for at in range(0, len(above.path), PATH_STEP)
            ]
            lowest = next((moved[key] for key in reversed(steps) if key in moved), None)
            if lowest is None or lowest.record_id is None:
                break
            if lowest is row or lowest.record_id in seen:
                row.refuse("parent", "circle")
                break
            seen.add(lowest.record_id)
            above = lowest.written["parent"]


@transaction.atomic
def write_regions(
    plan: RegionsPlan, *, origin: Origin, progress: Progress = nobody_follows
) -> None:
    """Write regions, the paths of what moves and all below, and further names, with full history."""
    write_records(plan, origin=origin, derive=_Paths().derived, progress=progress)
    settle_regions(
        row.record_id
        for row in plan.rows
        if row.record_id and row.action == RowAction.UPDATE and "parent" in row.written
    )
    names = new_keys(RegionName, len(plan.names))
    insert_rows(
        RegionName,
        ["region_id", "name", "name_key"],
        (
            Write(key, (row.record_id, name, region_key(name)), row.read.sheet, row.read.row)
            for key, (row, name) in zip(names, plan.names, strict=True)
        ),
        origin=origin,
    )


class _Paths:
    """The columns that a region's others tell; each path is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def derived(self, row: RecordRow) -> dict[str, Any]:
        if row.action == RowAction.UPDATE:
            name = row.written.get("name")
            return {"name_key": region_key(name)} if name else {}
        return {"path": self._of(row), "name_key": region_key(row.written["name"])}

    def _of(self, row: RecordRow) -> str:
        if row.record_id is None:
            raise AssertionError("Keys are given before paths are worked out.")
        if row.record_id not in self._known:
            parent = row.written.get("parent")
            above = self._of(parent.row) if isinstance(parent, Coming) else ""
            above = parent.path if isinstance(parent, Place) else above
            self._known[row.record_id] = path_under(above, row.record_id)
        return self._known[row.record_id]


def settle_regions(keys: Iterable[int]) -> None:
    """Work out anew what follows from the names and parents of these regions, one after the other."""
    for key in keys:
        region = Region.objects.select_related("parent").get(pk=key)
        Region.objects.filter(pk=key).update(name_key=region_key(region.name))
        move_region(region, region.parent)

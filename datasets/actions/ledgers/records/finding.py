"""Which recorded record a row speaks of: by 编号, else by its keys in their order; never by a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from datasets.actions.ledgers.records.rules import Key, RecordRules, Values, plain_key
from datasets.queries.records import RecordState, Target
from datasets.queries.regions import Place

_ALIKE = 0.6
#: More than can be compared side by side: the row must say more.
_MOST_ALIKE = 12


@dataclass(frozen=True)
class Doubt:
    """Why a human must say: an issue on a field; an error where the row contradicts the register outright."""

    about: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    record: RecordState | None = None
    is_error: bool = False


@dataclass(frozen=True)
class Found:
    """The record, and the fields by which it was found: they say the same, however they are written."""

    record: RecordState
    by: tuple[str, ...] = ()


class Register:
    """The records that the rows may speak of, by 编号 and by every key."""

    def __init__(self, rules: RecordRules, states: Iterable[RecordState]) -> None:
        self.rules = rules
        self.by_id: dict[int, RecordState] = {}
        self._taken: dict[str, set[Any]] = {}
        self._by_key: dict[Key, dict[Any, list[RecordState]]] = {
            key: defaultdict(list) for key in (*rules.keys, *rules.doubts)
        }
        self._holding: dict[Key, dict[Any, RecordState]] = {
            key: {} for key in rules.keys if key.is_unique
        }
        for state in states:
            self.by_id[state.id] = state
            if rules.is_past(state.fields):
                continue
            for key, index in self._by_key.items():
                if wanted := key.of(state.fields):
                    index[wanted].append(state)
            for key, holders in self._holding.items():
                holders[_exact(key, state.fields)] = state

    def find(self, said: Values) -> Found | Doubt | None:
        """The record, a doubt about it, or None: nobody has recorded it."""
        if "id" in said:
            return self._by_its_key(said)
        passed: list[Key] = []
        for key in self.rules.keys:
            wanted = key.asked(said)
            if wanted is None:
                continue
            found = self._by_key[key].get(wanted, [])
            if len(found) > 1:
                return Doubt(key.fields[-1], "several_records", {"count": len(found)})
            if found:
                return self._confirmed(found[0], said, key, passed)
            passed.append(key)
        return self._doubted(said, passed)

    def _by_its_key(self, said: Values) -> Found | Doubt:
        record = self.by_id.get(said["id"])
        if record is None:
            return Doubt("id", "key_unknown", {"key": said["id"]}, is_error=True)
        if not self.agrees(said, record):
            params = {"key": record.id, "name": self._called(record)}
            return Doubt("id", "key_of_another", params, record)
        return Found(record)

    def alike(self, said: Values) -> list[Found]:
        """The records of which anything in the row tells, the surest first, whether it is right or not."""
        found: dict[int, Found] = {}
        if said.get("id") in self.by_id:
            found[said["id"]] = Found(self.by_id[said["id"]])
        passed = [key for key in self.rules.keys if key.asked(said)]
        for key, index in self._by_key.items():
            wanted = key.asked(said)
            for record in index.get(wanted, ()) if wanted else ():
                if key not in self.rules.doubts or not _are_told_apart(record, passed):
                    found.setdefault(record.id, Found(record, key.fields))
        return list(found.values())[:_MOST_ALIKE]

    def is_taken(self, said: Values) -> bool:
        """Whether a record has already what only one may have."""
        record = self.by_id.get(said.get("id", 0))
        if record and self.agrees(said, record):
            return True
        return any(
            wanted in self._by_key[key]
            for key in self.rules.keys
            if key.is_unique and (wanted := key.asked(said))
        )

    def agrees(self, said: Values, record: RecordState) -> bool:
        """Whether the row says at least one thing that tells this record, or nothing of the kind at all."""
        names = {name for key in self.rules.keys for name in key.fields}
        told = [name for name in names if said.get(name) not in ("", None)]
        return not told or any(_same_part(name, said, record.fields) for name in told)

    def other_with(self, values: Values, own: int | None) -> tuple[Key, RecordState] | None:
        """A key that only one record may have, and another record that has it already."""
        if self.rules.is_past(values):
            return None
        for key, holders in self._holding.items():
            holder = holders.get(_exact(key, values))
            if holder and holder.id != own and key.of(values) is not None:
                return key, holder
        return None

    def taken(self, name: str) -> set[Any]:
        """The values that the field has in the records known here; the caller adds what it gives out."""
        if name not in self._taken:
            self._taken[name] = {state.fields[name] for state in self.by_id.values()}
        return self._taken[name]

    def _confirmed(
        self, record: RecordState, said: Values, key: Key, passed: list[Key]
    ) -> Found | Doubt:
        params = {"name": self._called(record)}
        for earlier in passed:
            if earlier.of(record.fields) is not None:
                return Doubt(earlier.fields[-1], "key_differs", params, record)
        name = key.confirmed_by
        if name and said.get(name) and not _are_alike(said[name], record.fields[name]):
            return Doubt(name, "name_differs_under_key", params, record)
        return Found(record, key.fields)

    def _doubted(self, said: Values, passed: list[Key]) -> Doubt | None:
        """A record that is like the row, unless a number of its own tells it from the row."""
        for key in self.rules.doubts:
            wanted = key.asked(said)
            for record in self._by_key[key].get(wanted, ()) if wanted else ():
                if not _are_told_apart(record, passed):
                    params = {"name": self._called(record)}
                    return Doubt(key.fields[-1], "record_alike", params, record)
        return None

    def _called(self, record: RecordState) -> str:
        called = record.fields[self.rules.naming]
        return called.name if isinstance(called, Target) else str(called)


def _are_told_apart(record: RecordState, passed: Iterable[Key]) -> bool:
    """Whether the record has another number of its own than the row, which `passed` says in vain."""
    return any(key.is_unique and key.of(record.fields) is not None for key in passed)


def are_keys(rows: Iterable[Any], register: Register) -> bool:
    """Whether the column 编号 holds keys of the register: in most ledgers it counts the rows."""
    told = [row.said for row in rows if "id" in row.said]
    known = [(said, register.by_id[said["id"]]) for said in told if said["id"] in register.by_id]
    agreeing = sum(register.agrees(said, record) for said, record in known)
    return not told or (bool(known) and agreeing * 2 > len(known))


def _same_part(name: str, said: Values, recorded: Values) -> bool:
    mine, theirs = said[name], recorded[name]
    if isinstance(mine, Place | Target):
        return theirs is not None and bool(mine.id == theirs.id)
    return bool(plain_key(mine) == plain_key(theirs))


def _exact(key: Key, values: Values) -> tuple[Any, ...]:
    """The key as the database compares it."""
    parts = (values.get(name) for name in key.fields)
    return tuple(part.id if isinstance(part, Place | Target) else part for part in parts)


def _are_alike(one: str, other: str) -> bool:
    """Whether two names may be one, written differently."""
    mine, theirs = plain_key(one), plain_key(other)
    return mine in theirs or theirs in mine or SequenceMatcher(a=mine, b=theirs).ratio() >= _ALIKE

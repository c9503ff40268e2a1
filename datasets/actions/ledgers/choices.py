"""What a person decided about a ledger: its columns, its words, whose value stays, whose row it is."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Next month's 11月补助 stands where this month's 10月补助 stood.
_MONTH = re.compile(r"\d+(?=[年月季])")

#: What a parked row can be besides a record: somebody new, or nobody's.
NEW = "new"
SKIP = "skip"


@dataclass(frozen=True)
class LedgerChoices:
    """Every decision about one file. What nobody decided is not in it.

    `columns`: column (`column_key`) → slot, "" for "leave out". `words`: field → text as compared → code,
    "" for "leave out". `kept`: fields whose recorded value stays. `rows`: parked row (`row_key`) → the key of
    the record that it is, NEW or SKIP. `habits`: the keys of the remembered ones that are in it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    rows: Mapping[str, str] = field(default_factory=dict)
    habits: tuple[int, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "LedgerChoices":
        """From the form in which a batch stores them."""
        return cls(
            columns=stored.get("columns", {}),
            words=stored.get("words", {}),
            kept=frozenset(stored.get("kept", ())),
            rows=stored.get("rows", {}),
            habits=tuple(stored.get("habits", ())),
        )

    def as_stored(self) -> dict[str, Any]:
        stored = {
            "columns": dict(self.columns),
            "words": {name: dict(words) for name, words in self.words.items()},
            "kept": sorted(self.kept),
            "rows": dict(self.rows),
            "habits": list(self.habits),
        }
        return {name: part for name, part in stored.items() if part}


NOTHING_CHOSEN = LedgerChoices()


def row_key(sheet: str, row: int) -> str:
    """A row as choices name it."""
    return f"{sheet}!{row}"


def column_key(letter: str, heading: str) -> str:
    """A column as choices name it, the same every month."""
    return f"{letter} {_MONTH.sub('', heading)}"


def header_of(columns: Iterable[str]) -> str:
    """The fingerprint of a table's header, from the keys of its columns in their order."""
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()

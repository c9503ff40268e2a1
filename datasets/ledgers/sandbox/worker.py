"""Opens one file in a process of its own, under limits of memory and time.

A broken file can make its reader panic, hang or ask for gigabytes (a flipped bit in an .xls is enough);
it must take down nothing but this process. Arguments: the Limits, as name=number. Standard input: the
file. Standard output: a pickle of ("sheets", [(name, rows, row numbers)]) or ("refused", code, parameters).
"""

import pickle
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from datasets.ledgers.sandbox.kinds import kind_of
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import Cell, Sheet


def main() -> None:
    limits = Limits(**{name: int(n) for name, n in (one.split("=") for one in sys.argv[1:])})
    resource.setrlimit(resource.RLIMIT_AS, (limits.bytes, limits.bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    for forbidden in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(forbidden, (0, 0))
    pickle.dump(_result(sys.stdin.buffer.read(), limits), sys.stdout.buffer, protocol=5)


def _result(content: bytes, limits: Limits) -> tuple[Any, ...]:
    try:
        # The reader of this kind of file and no other: each costs time to load.
        reader = import_module(f"datasets.ledgers.sandbox.{kind_of(content)}")
        told = [_as_told(sheet, limits) for sheet in reader.read(content, limits)]
    except Refused as refusal:
        return "refused", refusal.code, refusal.params
    except (MemoryError, RecursionError):
        return "refused", "heavy", {}
    return "sheets", told


def _as_told(sheet: Sheet, limits: Limits) -> tuple[str, list[list[Cell]], list[int]]:
    """Without the empty rows at its end, of which a formatted sheet has thousands."""
    rows = sheet.rows
    while rows and all(
        cell is None or (isinstance(cell, str) and not cell.strip()) for cell in rows[-1]
    ):
        rows.pop()
    for number, row in zip(sheet.numbers, rows, strict=False):
        _tidy(row, sheet.name, number, limits)
    return sheet.name, rows, sheet.numbers[: len(rows)]


def _tidy(row: list[Cell], name: str, number: int, limits: Limits) -> None:
    """Excel lets a cell hold NUL (as _x0000_), PostgreSQL no text, and nobody sees it."""
    for index, cell in enumerate(row):
        if isinstance(cell, str):
            if len(cell) > limits.cell:
                raise Refused("cell", sheet=name, row=number, limit=limits.cell)
            if "\0" in cell:
                row[index] = cell.replace("\0", "")


if __name__ == "__main__":
    main()

"""Opens one file in a process of its own, under limits of memory and time.

A broken file can make its reader panic, hang or ask for gigabytes (a flipped bit in an .xls is enough);
it must take down nothing but this process. Arguments: the Limits, as name=number. Standard input: the
file. Standard output: pickles, ("sheet", name), ("rows", row numbers, rows) again and again, a few thousand
rows each so that no process ever holds a sheet twice; at the end ("counts_from_1904",) of a workbook that does;
or, in the midst of it, ("refused", code, parameters).
"""

import gc
import pickle
import resource
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from datasets.ledgers.sandbox.kinds import kind_of
from datasets.ledgers.sandbox.limits import OUT_OF_MEMORY, Limits, Refused
from datasets.ledgers.sheets import NumberedRows
from datasets.standards.cells import Cell
from datasets.standards.decoding import Undecodable

_ROWS_AT_ONCE = 5_000


def main() -> None:
    limits = Limits(**{name: int(n) for name, n in (one.split("=") for one in sys.argv[1:])})
    resource.setrlimit(resource.RLIMIT_AS, (limits.bytes, limits.bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    for forbidden in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(forbidden, (0, 0))
    gc.disable()  # rows are plain lists: the collector would walk them for nothing
    try:
        for told in _told(sys.stdin.buffer.read(), limits):
            pickle.dump(told, sys.stdout.buffer, protocol=5)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _told(content: bytes, limits: Limits) -> Iterator[tuple[Any, ...]]:
    try:
        # The reader of this kind of file and no other: each costs time to load.
        kind = kind_of(content)
        reader = import_module(f"datasets.ledgers.sandbox.{kind}")
        for name, rows in reader.read(content, limits):
            yield "sheet", name
            filled = _without_empty_end(rows)
            while some := list(islice(filled, _ROWS_AT_ONCE)):
                _tidy(some, name, limits)
                yield "rows", [number for number, _row in some], [row for _number, row in some]
        if kind == "workbooks":
            days = import_module("datasets.ledgers.sandbox.date_systems")
            yield from [("counts_from_1904",)] if days.counts_from_1904(content) else []
    except Refused as refusal:
        yield "refused", refusal.code, refusal.params
    except Undecodable as refusal:
        yield "refused", refusal.code, {}
    except (MemoryError, RecursionError):
        yield "refused", "heavy", {}


def _without_empty_end(rows: NumberedRows) -> NumberedRows:
    """Without the empty rows at the end, of which a formatted sheet has thousands."""
    held: list[tuple[int, list[Cell]]] = []
    for number, row in rows:
        held.append((number, row))
        if any(
            cell is not None and not (isinstance(cell, str) and not cell.strip()) for cell in row
        ):
            yield from held
            held.clear()


def _tidy(rows: list[tuple[int, list[Cell]]], name: str, limits: Limits) -> None:
    """Of texts that come again each row gets the same one: a pickle, and who reads it, holds it once."""
    texts: dict[str, str] = {}
    known = texts.setdefault
    for _number, row in rows:
        row[:] = [known(cell, cell) if isinstance(cell, str) else cell for cell in row]
    if any(len(text) > limits.cell or "\0" in text for text in texts):
        for number, row in rows:
            _tidy_odd(number, row, name, limits)


def _tidy_odd(number: int, row: list[Cell], name: str, limits: Limits) -> None:
    """Excel lets a cell hold NUL (as _x0000_), PostgreSQL no text, and nobody sees it."""
    for index, cell in enumerate(row):
        if isinstance(cell, str):
            if len(cell) > limits.cell:
                raise Refused("cell", sheet=name, row=number, limit=limits.cell)
            row[index] = cell.replace("\0", "")


if __name__ == "__main__":
    main()

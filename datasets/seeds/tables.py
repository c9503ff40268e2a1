"""The small tables that come with the program."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent

Row = dict[str, str]


def seed_rows(name: str) -> list[Row]:
    """The rows of `<name>.csv`, by header."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

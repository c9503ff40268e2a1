"""The village that a home's address names, where neither a column nor a title says in which one the child lives."""

from collections.abc import Iterable, Sequence
from typing import Any

from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.tables import Table
from datasets.matching.places import Noted, RegionFinder, without_house
from datasets.queries.regions import Place
from datasets.readers import WARNING
from datasets.readers.text import text_of

#: Where the child lives comes first: its village keeps the archive (属地管理). Where it is registered is a guess.
LIVED_IN, REGISTERED = "residence_address", "household_address"
#: What an address may answer: no place at all, or one above the village.
_OPEN = frozenset({"region_missing", "region_no_village"})


def addresses_in(table: Table) -> set[str]:
    """The addresses of the rows that no column of the region speaks for, without group and house number."""
    places = [column.index for column in table.columns if column.field == "region"]
    homes = [column.index for column in table.columns if column.slot in (LIVED_IN, REGISTERED)]
    return {
        without_house(text_of(cells[home]))
        for _number, cells in table.rows
        if not any(text_of(cells[place]) for place in places if place < len(cells))
        for home in homes
        if home < len(cells) and cells[home]
    }


def village_of_address(
    row: ReadRow,
    said: tuple[Place | None, Sequence[Noted]],
    upper: Iterable[str],
    finder: RegionFinder,
) -> tuple[str, Place, list[Noted]] | None:
    """The address, its village and what to note of it; None where it is not asked, or names no one village.

    `said` is what columns and titles say of the place, `upper` the county and the township that they name.
    """
    place, noted = said
    if not _OPEN.intersection(code for code, _severity, _params in noted):
        return None
    for slot in (LIVED_IN, REGISTERED):
        address: Any = row.values.get(slot)
        if not address:
            continue
        found, doubts = finder.look((*upper, "", address))
        if found is None or not all(
            code == "region_retired" for code, _severity, _params in doubts
        ):
            continue
        if place and not found.path.startswith(place.path):
            continue
        guessed: Noted = ("region_from_household", WARNING, {"name": found.name})
        return address, found, [*doubts, *([guessed] if slot == REGISTERED else [])]
    return None

"""What a file says of places: in columns of its own, in its titles, in lines among its rows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from datasets.access import Actor
from datasets.ledgers.context import LONGEST_TITLE, Context, Surroundings
from datasets.ledgers.proposing.cells import MOST_ROWS, Spot
from datasets.ledgers.proposing.tables import Found, RawColumn
from datasets.ledgers.proposing.weighing import EXAMPLES, SHOWN_MISFITS, Evidence
from datasets.ledgers.tables import Table
from datasets.matching.places import RegionFinder, keys_to_look_up
from datasets.queries.regions import regions_known_as
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.region_codes import canonical_code

_PARTS = ("region.county", "region.township", "region.village", "region.joined")


class Places:
    """The regions of the register that the file names, as the reader of ledgers would find them."""

    def __init__(self, found: Found, texts: Iterable[str], by: Actor) -> None:
        self.found = found
        lines = {line for table in found.tables for line in _lines_of(table)}
        told = {*texts, *lines}
        codes = {code for text in told for code in (canonical_code(text), text) if code}
        self.finder = RegionFinder(
            regions_known_as(keys_to_look_up(told), codes),
            home=by.territory.paths,
            down_to_village=False,
        )
        self._around = [self._context_of(table) for table in found.tables]
        self._sections = [self._sections_in(table) for table in found.tables]

    def drop_lines(self) -> bool:
        """Take the lines that name a region from among the rows; whether there were any."""
        before = self.found.row_count
        for table, lines in zip(self.found.tables, self._sections, strict=True):
            if lines:
                table.rows[:] = [row for row in table.rows if row[0] not in lines]
        return self.found.row_count < before

    @property
    def are_in_titles(self) -> bool:
        """Whether a title, a sheet's name or a line among the rows says where the rows lie."""
        return any(any(context.region) for context in self._around) or any(self._sections)

    def around(self, table: int) -> str:
        """Where the table says that its rows lie."""
        return " ".join(filter(None, self._around[table].region))

    def holds(self, table: int, texts: Mapping[str, str]) -> bool:
        """Whether a row that says so (part of the region → text) lies in a region that is known."""
        return bool(self._sections[table]) or self._is_known(table, texts)

    def is_region(self, text: str) -> bool:
        return self.finder.find_path(text) is not None

    def evidence(self, column: RawColumn, columns: Mapping[str, RawColumn]) -> Evidence:
        """Whether the rows lie in known regions by all of their place's `columns` (slot → column), told of one."""
        counts = {"fits": 0, "blanks": 0, "misfits": 0}
        examples: dict[str, None] = {}
        unfit: list[tuple[Spot, str]] = []
        rows = 0
        for place, number, texts in self._rows(columns):
            rows += 1
            own = texts[column.place_slot]
            if is_blank(own):
                counts["blanks"] += 1
            elif self._is_known(place, texts):
                counts["fits"] += 1
                if len(examples) < EXAMPLES:
                    examples[own] = None
            else:
                counts["misfits"] += 1
                if len(unfit) < SHOWN_MISFITS:
                    unfit.append(((self.found.tables[place].sheet, number), own))
        return Evidence(
            **counts,
            refused=counts["misfits"],
            examples=tuple(examples),
            shown_misfits=tuple(unfit),
            is_whole=rows == self.found.row_count,
        )

    def _rows(self, columns: Mapping[str, RawColumn]) -> Iterator[tuple[int, int, dict[str, str]]]:
        step = max(1, -(-self.found.row_count // MOST_ROWS))
        passed = 0
        for place, table in enumerate(self.found.tables):
            at = {slot: one.at[place].index for slot, one in columns.items() if place in one.at}
            for number, row in table.rows:
                passed += 1
                if (passed - 1) % step == 0:
                    yield place, number, {slot: _text_at(row, at.get(slot)) for slot in columns}

    def _is_known(self, table: int, texts: Mapping[str, str]) -> bool:
        for slot in ("region.code", "region.path"):
            if texts.get(slot) and self.finder.find_path(texts[slot]):
                return True
        written = tuple(texts.get(slot, "") for slot in _PARTS)
        parts: Any = self._around[table].completing(written)
        return self.finder.look(tuple(parts))[0] is not None

    def _context_of(self, table: Table) -> Context:
        return Surroundings(self.finder, {}).around([*table.titles, table.sheet])

    def _sections_in(self, table: Table) -> set[int]:
        """The numbers of the lines among the rows that say where those below them lie."""
        read = Surroundings(self.finder, {}).said_by
        found = ((number, read(line)) for number, line in table.sections)
        return {number for number, said in found if said is not None and any(said.region)}


def _lines_of(table: Table) -> list[str]:
    lines = [table.sheet, *table.titles, *_sections_of(table)]
    return [line for line in lines if len(line) <= LONGEST_TITLE]


def _sections_of(table: Table) -> list[str]:
    return [text for _row, text in table.sections]


def _text_at(row: list[Cell], index: int | None) -> str:
    return text_of(row[index]) if index is not None and index < len(row) else ""

"""By what a record is called, and by what the same record is known again when the ledger comes next time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from datasets.ledgers.proposing.cells import MOST_ROWS
from datasets.ledgers.proposing.tables import Found, naming_rank
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell

_MOST_KEYS = 3
#: What may stand beside the name, the likeliest first.
_BESIDE = (
    "phone",
    "date",
    "datetime",
    "text",
    "person_name",
    "money",
    "integer",
    "decimal",
    "choice",
)


@dataclass(frozen=True)
class Key:
    """`columns`: places in `found.columns`; `repeated`: rows that another row has the like of."""

    columns: tuple[int, ...]
    repeated: int
    is_unique: bool = False


def naming_column(
    found: Found, kinds: Mapping[int, str], filled: Mapping[int, float]
) -> int | None:
    """The place of the column that calls the record by its name. `filled`: the share of rows that say something."""
    able = [
        place
        for place, kind in kinds.items()
        if kind in ("text", "person_name", "choice") and filled[place] >= 0.6
    ]
    # Of those that are not called so a list of few words tells least.
    able.sort(
        key=lambda place: (naming_rank(found.columns[place].heading), kinds[place] == "choice")
    )
    return able[0] if able else None


def key_of(found: Found, kinds: Mapping[int, str], title: int | None, places: Sequence[int]) -> Key:
    """The fewest columns that tell the rows apart; `places` (of regions) help, for a key holds within its region."""
    rows = _sampled(found, {*kinds, *places})
    for place, kind in kinds.items():
        if kind == "id_number" and _repeated(rows, [place], needs_all=True) == 0:
            return Key((place,), 0, is_unique=True)
    if title is None:
        return Key((), 0)
    chosen = [title]
    repeated = _repeated(rows, [*places, *chosen])
    while repeated and len(chosen) < _MOST_KEYS:
        options = [
            (_repeated(rows, [*places, *chosen, place]), _BESIDE.index(kind), place)
            for place, kind in kinds.items()
            if kind in _BESIDE and place not in chosen
        ]
        if not options or min(options)[0] >= repeated:
            break
        repeated, _rank, place = min(options)
        chosen.append(place)
    return Key(tuple(chosen), repeated)


def _sampled(found: Found, places: Iterable[int]) -> dict[int, list[str]]:
    """Of each of these columns the texts of the rows looked at."""
    step = max(1, -(-found.row_count // MOST_ROWS))
    texts: dict[int, list[str]] = {}
    for place in places:
        at = found.columns[place].at
        texts[place] = [
            _text(cells, at[number].index if number in at else None)
            for number, table in enumerate(found.tables)
            for _row, cells in table.rows
        ][::step]
    return texts


def _repeated(
    rows: Mapping[int, list[str]], places: Sequence[int], *, needs_all: bool = False
) -> int:
    """How many rows say in these columns what a row before them says; a blank counts where `needs_all`."""
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    for told in zip(*(rows[place] for place in places), strict=True):
        if all(map(is_blank, told)):
            repeated += needs_all
            continue
        repeated += told in seen
        seen.add(told)
    return repeated


def _text(cells: list[Cell], index: int | None) -> str:
    return text_of(cells[index]) if index is not None and index < len(cells) else ""

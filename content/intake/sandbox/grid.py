"""Cells with their spans as a plain grid: what a merged cell says holds in each place that it covers."""

from collections.abc import Iterable

#: A cell's text, how many columns and how many rows it covers.
Spanned = tuple[str, int, int]


def filled(rows: Iterable[Iterable[Spanned]]) -> tuple[tuple[str, ...], ...]:
    """Merged downwards a cell's text is repeated, sideways it stands in the first place only."""
    grid: list[tuple[str, ...]] = []
    reaching: dict[int, tuple[str, int]] = {}  # column → text and rows still to fill
    for row in rows:
        cells: list[str] = []
        for text, width, height in row:
            _reach(cells, reaching)
            for offset in range(width):
                if height > 1:
                    reaching[len(cells)] = (text if offset == 0 else "", height - 1)
                cells.append(text if offset == 0 else "")
        _reach(cells, reaching)
        grid.append(tuple(cells))
    return tuple(grid)


def _reach(cells: list[str], reaching: dict[int, tuple[str, int]]) -> None:
    """Fill the next places with what reaches down into them."""
    while len(cells) in reaching:
        column = len(cells)
        text, left = reaching.pop(column)
        if left > 1:
            reaching[column] = (text, left - 1)
        cells.append(text)

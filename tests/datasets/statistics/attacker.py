"""Somebody who knows the published cells, and works out what the withheld ones may be.

A linear program by the simplex method in exact fractions: slow, plain, and nothing of the way in which
datasets/statistics/suppression.py counts.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Cell = tuple[int, int]


def bounds(
    table: Sequence[Sequence[int]], withheld: set[Cell], cell: Cell
) -> tuple[int, int | None]:
    """The least and the most that `cell` may be; None where nothing keeps it from growing."""
    cells = sorted(withheld)
    equations = [_equation(table, cells, line) for line in _lines(table)]
    goal = [int(one == cell) for one in cells]
    least = _maximum(equations, [-one for one in goal])
    most = _maximum(equations, goal)
    assert least is not None
    return -_whole(least), None if most is None else _whole(most)


def _lines(table: Sequence[Sequence[int]]) -> list[tuple[list[Cell], Cell]]:
    """Each sum that is known to hold: the cells that are added, and their total."""
    rows, columns = range(len(table)), range(len(table[0]))
    down = [([(row, column) for row in rows[:-1]], (rows[-1], column)) for column in columns]
    across = [([(row, column) for column in columns[:-1]], (row, columns[-1])) for row in rows]
    return down + across


def _equation(
    table: Sequence[Sequence[int]], cells: list[Cell], line: tuple[list[Cell], Cell]
) -> list[Fraction]:
    """Coefficients of the withheld cells, and at the end what the published ones leave for them."""
    parts, total = line
    signs = {**dict.fromkeys(parts, 1), total: -1}
    known = sum(sign * table[r][c] for (r, c), sign in signs.items() if (r, c) not in cells)
    equation = [Fraction(signs.get(cell, 0)) for cell in cells] + [Fraction(-known)]
    return [-one for one in equation] if equation[-1] < 0 else equation


def _maximum(equations: list[list[Fraction]], goal: list[int]) -> Fraction | None:
    """The maximum of goal·x for equations and x >= 0, None if it has none; the equations can be met."""
    size = len(goal)
    rows = [
        [
            *equation[:-1],
            *(Fraction(int(one == row)) for one in range(len(equations))),
            equation[-1],
        ]
        for row, equation in enumerate(equations)
    ]
    basis = [size + row for row in range(len(rows))]
    artificial = dict.fromkeys(basis, -1)
    _climb(rows, basis, artificial, allowed=range(size + len(rows)))
    assert not any(row[-1] for row, base in zip(rows, basis, strict=True) if base >= size)
    _leave_artificial(rows, basis, size)
    if not _climb(rows, basis, dict(enumerate(goal)), allowed=range(size)):
        return None
    return sum(
        (goal[base] * row[-1] for row, base in zip(rows, basis, strict=True) if base < size),
        Fraction(0),
    )


def _climb(
    rows: list[list[Fraction]], basis: list[int], goal: Mapping[int, int], *, allowed: range
) -> bool:
    """Bland's rule, so that it ends; False where the goal grows for ever."""
    while True:
        entering = next(
            (
                column
                for column in allowed
                if column not in basis
                and goal.get(column, 0)
                - sum(
                    goal.get(base, 0) * row[column] for row, base in zip(rows, basis, strict=True)
                )
                > 0
            ),
            None,
        )
        if entering is None:
            return True
        ratios = [
            (row[-1] / row[entering], basis[index], index)
            for index, row in enumerate(rows)
            if row[entering] > 0
        ]
        if not ratios:
            return False
        _pivot(rows, basis, min(ratios)[2], entering)


def _leave_artificial(rows: list[list[Fraction]], basis: list[int], size: int) -> None:
    for index in range(len(rows)):
        if basis[index] >= size:
            column = next((one for one in range(size) if rows[index][one]), None)
            if column is not None:
                _pivot(rows, basis, index, column)


def _pivot(rows: list[list[Fraction]], basis: list[int], index: int, column: int) -> None:
    pivot = rows[index][column]
    rows[index] = [one / pivot for one in rows[index]]
    for other, row in enumerate(rows):
        if other != index and row[column]:
            factor = row[column]
            rows[other] = [a - factor * b for a, b in zip(row, rows[index], strict=True)]
    basis[index] = column


def _whole(number: Fraction) -> int:
    assert number.denominator == 1
    return number.numerator

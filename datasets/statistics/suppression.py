"""Which cells of a table with totals must be withheld, so that none of them can be worked out.

A table of counts with its row totals, column totals and grand total. Small counts are withheld,
and then as many others as it takes: whoever knows every published cell, and that counts are whole
and not negative, must not learn more of a withheld cell than that it is one of `smallest` values
in a row; of a small one they must not learn more than that it is small.

Each cell stands in one row equation (parts = total) and one column equation. With the signs chosen
by `_direction` every cell is an arc from one equation to another, and any other table that fits the
published cells differs from the true one by a circulation of the withheld arcs. How far a cell may
be raised or lowered is therefore a maximum flow, exact in whole numbers: no estimate, no solver.
(The rule of Cox 1980 and its network form in Fischetti and Salazar 1999; the search for the cheapest
further cells is a shortest path.)
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

#: Row and column of a cell; the last of each are the totals.
Cell = tuple[int, int]
#: ("row", i) or ("column", j): the equation of that row or column.
Node = tuple[str, int]

UNLIMITED = 10**12
LAST_RESORT = 10**4


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The counts with a column of row totals at the right and a row of column totals at the foot."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[column] for row in rows) for column in range(width)]]


def withheld_cells(table: Sequence[Sequence[int]], *, smallest: int) -> set[Cell]:
    """The cells of a table with totals that must not be published."""
    values = {
        (row, column): value
        for row, cells in enumerate(table)
        for column, value in enumerate(cells)
    }
    last = (len(table) - 1, len(table[0]) - 1)
    withheld = {cell for cell, value in values.items() if value < smallest}
    grown = True
    while grown:
        grown = False
        for cell in sorted(withheld):
            if not _is_safe(cell, values, withheld, last, smallest):
                withheld |= _further(cell, values, withheld, last, smallest)
                grown = True
    return withheld


def _is_safe(
    cell: Cell, values: Mapping[Cell, int], withheld: set[Cell], last: Cell, smallest: int
) -> bool:
    """Whether the others leave it a range of `smallest` values; a small cell all the small ones."""
    value = values[cell]
    others = withheld - {cell}
    up = _room(cell, values, others, last, raised=True, enough=smallest)
    down = min(value, _room(cell, values, others, last, raised=False, enough=value))
    if value < smallest:
        return down == value and up >= smallest - 1 - value
    return up + down >= smallest - 1


def _room(
    cell: Cell,
    values: Mapping[Cell, int],
    others: Iterable[Cell],
    last: Cell,
    *,
    raised: bool,
    enough: int,
) -> int:
    """By how much the other withheld cells let this one be raised (or lowered), up to `enough`."""
    capacity: dict[Node, dict[Node, int]] = {}
    for other in others:
        tail, head = _direction(other, last)
        _add(capacity, tail, head, UNLIMITED)
        _add(capacity, head, tail, values[other])
    tail, head = _direction(cell, last)
    source, sink = (head, tail) if raised else (tail, head)
    flow = 0
    while flow < enough:
        path = _open_path(capacity, source, sink)
        if path is None:
            break
        step = min(*(capacity[a][b] for a, b in path), enough - flow)
        for a, b in path:
            capacity[a][b] -= step
            _add(capacity, b, a, step)
        flow += step
    return flow


def _add(capacity: dict[Node, dict[Node, int]], tail: Node, head: Node, more: int) -> None:
    arcs = capacity.setdefault(tail, {})
    arcs[head] = arcs.get(head, 0) + more


def _open_path(
    capacity: Mapping[Node, Mapping[Node, int]], source: Node, sink: Node
) -> list[tuple[Node, Node]] | None:
    """The shortest way along arcs that still carry something."""
    came_from: dict[Node, Node] = {source: source}
    reached = [source]
    for node in reached:
        for following, left in capacity.get(node, {}).items():
            if left > 0 and following not in came_from:
                came_from[following] = node
                reached.append(following)
    if sink not in came_from:
        return None
    path, node = [], sink
    while node != source:
        path.append((came_from[node], node))
        node = came_from[node]
    return path[::-1]


def _further(
    cell: Cell, values: Mapping[Cell, int], withheld: set[Cell], last: Cell, smallest: int
) -> set[Cell]:
    """The cheapest cells that give this one more room when they are withheld as well.

    Cheap is what loses the least: a published cell costs its count and one for being a cell more, and a
    total as much again as all children.
    """
    value = values[cell]
    needs = [(False, smallest - 1)]
    if value < smallest:
        needs = [(True, smallest - 1 - value), (False, value)]
    found: set[Cell] = set()
    for raised, need in needs:
        known = withheld | found
        if _room(cell, values, known - {cell}, last, raised=raised, enough=need) < need:
            found |= _cheapest_path(cell, values, known, last, raised=raised, need=need)
    return (found - withheld) or _beside(cell, values, withheld)


def _beside(cell: Cell, values: Mapping[Cell, int], withheld: set[Cell]) -> set[Cell]:
    """Where no single way carries the need: the fullest published cell of the row or column, else all."""
    beside = [
        other
        for other in values
        if other not in withheld and (other[0] == cell[0] or other[1] == cell[1])
    ]
    return {max(beside, key=lambda other: values[other])} if beside else set(values)


def _cheapest_path(
    cell: Cell,
    values: Mapping[Cell, int],
    withheld: set[Cell],
    last: Cell,
    *,
    raised: bool,
    need: int,
) -> set[Cell]:
    """The cells of the cheapest circulation through `cell` that moves `need`; none if there is none."""
    whole = values[last]
    arcs: dict[Node, list[tuple[Node, Cell, int]]] = {}
    for other, value in values.items():
        if other == cell:
            continue
        tail, head = _direction(other, last)
        cost = 0 if other in withheld else value + 1 + whole * _rank(other, last)
        arcs.setdefault(tail, []).append((head, other, cost))
        if value >= need:
            arcs.setdefault(head, []).append((tail, other, cost))
    tail, head = _direction(cell, last)
    source, sink = (head, tail) if raised else (tail, head)
    nearest: dict[Node, int] = {source: 0}
    last_arc: dict[Node, tuple[Node, Cell]] = {}
    queue = [(0, source)]
    while queue:
        distance, node = heapq.heappop(queue)
        if distance > nearest[node]:
            continue
        for following, other, cost in arcs.get(node, []):
            if distance + cost < nearest.get(following, UNLIMITED):
                nearest[following] = distance + cost
                last_arc[following] = (node, other)
                heapq.heappush(queue, (distance + cost, following))
    path: set[Cell] = set()
    node = sink
    while node != source:
        if node not in last_arc:
            return set()
        node, other = last_arc[node]
        path.add(other)
    return path


def _rank(cell: Cell, last: Cell) -> int:
    """Totals are what most readers look for, and the grand total is given up only where nothing else helps."""
    if cell == last:
        return LAST_RESORT
    return int(cell[0] == last[0] or cell[1] == last[1])


def _direction(cell: Cell, last: Cell) -> tuple[Node, Node]:
    """From which equation to which the count flows: parts one way, totals the other, the grand total as parts."""
    row: Node = ("row", cell[0])
    column: Node = ("column", cell[1])
    is_total = _rank(cell, last) == 1
    return (column, row) if is_total else (row, column)

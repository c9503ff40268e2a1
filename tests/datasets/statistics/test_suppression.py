"""No published table lets anybody work out a count that it withholds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.statistics.suppression import with_totals, withheld_cells
from tests.datasets.statistics.attacker import bounds

SMALLEST = 10

counts = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@settings(max_examples=150, deadline=None)
@given(counts)
def test_whoever_knows_the_published_cells_cannot_narrow_a_withheld_one(
    rows: list[list[int]],
) -> None:
    table = with_totals(rows)
    withheld = withheld_cells(table, smallest=SMALLEST)
    for cell in withheld:
        value = table[cell[0]][cell[1]]
        least, most = bounds(table, withheld, cell)
        assert least <= value <= (value if most is None else most)
        if value < SMALLEST:
            assert least == 0
            assert most is None or most >= SMALLEST - 1
        else:
            assert most is None or most - least >= SMALLEST - 1


@given(counts)
def test_every_small_count_is_withheld(rows: list[list[int]]) -> None:
    table = with_totals(rows)
    withheld = withheld_cells(table, smallest=SMALLEST)
    small = {
        (r, c) for r, row in enumerate(table) for c, value in enumerate(row) if value < SMALLEST
    }
    assert small <= withheld


def test_a_table_without_small_counts_is_published_whole() -> None:
    assert withheld_cells(with_totals([[20, 30], [40, 50]]), smallest=SMALLEST) == set()


def test_one_small_count_takes_a_square_with_it() -> None:
    """Withheld alone, it would be the total less the others."""
    table = with_totals([[5, 30, 40], [20, 25, 60], [50, 70, 80]])
    withheld = withheld_cells(table, smallest=SMALLEST)
    assert withheld == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_one_column_withholds_its_small_areas_with_another_or_with_the_total() -> None:
    table = with_totals([[5], [30], [40]])
    withheld = withheld_cells(table, smallest=SMALLEST)
    assert (0, 0) in withheld
    assert len({row for row, _column in withheld}) > 1
    assert bounds(table, withheld, (0, 0))[0] == 0


@pytest.mark.parametrize("rows", [[[0]], [[3]], [[0, 0], [0, 0]], [[9, 0], [0, 0]]])
def test_where_all_is_small_nothing_is_published(rows: list[list[int]]) -> None:
    table = with_totals(rows)
    assert len(withheld_cells(table, smallest=SMALLEST)) >= len(rows) * len(rows[0])

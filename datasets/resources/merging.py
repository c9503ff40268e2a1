"""Which cells of a header of several levels belong together."""

from collections.abc import Sequence

#: First row, first column, last row, last column; from 0, all included.
Range = tuple[int, int, int, int]


def merged_ranges(header: Sequence[Sequence[str]]) -> list[Range]:
    """A heading on several levels is one cell; a group spreads over the sub-headings that have none above.

    >>> merged_ranges([["序号", "监护人", ""], ["序号", "姓名", "电话"]])
    [(0, 0, 1, 0), (0, 1, 0, 2)]
    """
    ranges = []
    covered: set[tuple[int, int]] = set()
    for first, level in enumerate(header):
        for left, text in enumerate(level):
            if not text or (first, left) in covered:
                continue
            last = _down(header, first, left)
            right = _right(header[first : last + 1], header[last + 1 :], left)
            covered |= {(row, left) for row in range(first, last + 1)}
            if (last, right) != (first, left):
                ranges.append((first, left, last, right))
    return ranges


def _down(header: Sequence[Sequence[str]], first: int, left: int) -> int:
    last = first
    while last + 1 < len(header) and header[last + 1][left] == header[first][left]:
        last += 1
    return last


def _right(own: Sequence[Sequence[str]], below: Sequence[Sequence[str]], left: int) -> int:
    """How far a group reaches: over cells that are blank on its own levels and have a sub-heading below."""
    right = left + 1
    while (
        right < len(own[0])
        and not any(level[right] for level in own)
        and any(level[right] for level in below)
    ):
        right += 1
    return right - 1

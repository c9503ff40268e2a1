"""Groups of a header, as they are merged."""

import pytest

from datasets.resources.merging import Range, merged_ranges


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ([["姓名", "性别"]], []),
        ([["姓名", ""]], []),  # a column without a heading is nobody's group
        ([["序号", "监护人", ""], ["序号", "姓名", "电话"]], [(0, 0, 1, 0), (0, 1, 0, 2)]),
        ([["甲", "", "乙", ""], ["1", "2", "3", ""]], [(0, 0, 0, 1)]),
        (
            [["全", "", ""], ["全", "组", ""], ["一", "二", "三"]],
            [(0, 0, 1, 0), (1, 1, 1, 2)],
        ),
        ([["类", "类", "类"], ["类", "孤儿", "留守"]], [(0, 0, 1, 0)]),
    ],
)
def test_levels_and_groups_are_merged(header: list[list[str]], ranges: list[Range]) -> None:
    assert merged_ranges(header) == ranges

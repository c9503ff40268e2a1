"""A table of members: 姓名 | 单位及职务, with or without the post in the group."""

import re
from collections.abc import Iterator

from content.intake.document import Member
from content.intake.members.lines import post_in
from content.intake.members.people import looks_like_name
from content.intake.writing import plain, tidy

_NAME = re.compile("姓名|人员$")
_TITLE = re.compile("职务|单位|职位")
_POST = re.compile("组内职务|小组职务|领导小组|会议职务|委员会职务|职务类别|类别|角色|分工|身份")
_ROWS_LOOKED_AT = 3


def members_in_table(rows: tuple[tuple[str, ...], ...]) -> Iterator[Member]:
    for number, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        heads = [plain(tidy(cell)) for cell in row]
        names = [index for index, head in enumerate(heads) if _NAME.search(head)]
        if names:
            posts = [index for index, head in enumerate(heads) if _POST.search(head)]
            titles = [
                index
                for index, head in enumerate(heads)
                if _TITLE.search(head) and index not in posts
            ]
            yield from _with_header(rows[number + 1 :], names[0], posts, titles)
            return
    yield from _without_header(rows)


def _with_header(
    rows: tuple[tuple[str, ...], ...], name: int, posts: list[int], titles: list[int]
) -> Iterator[Member]:
    for row in rows:
        cells = [tidy(cell) for cell in row] + [""] * 20
        if looks_like_name("".join(cells[name].split())):
            post = cells[posts[0]] if posts else "成员"
            yield Member(post or "成员", cells[name], "".join(cells[index] for index in titles))


def _without_header(rows: tuple[tuple[str, ...], ...]) -> Iterator[Member]:
    """组长 | 张某某 | 市政府副市长; the post may stand in the first row of several only."""
    post = ""
    for row in rows:
        cells = [tidy(cell) for cell in row]
        named = post_in(cells[0].rstrip("：:") + "：") if cells and cells[0] else None
        post = named[0] if named else post
        rest = [cell for cell in cells[1:] if cell]
        if post and rest and looks_like_name(rest[0]):
            yield Member(post, rest[0], "".join(rest[1:]))

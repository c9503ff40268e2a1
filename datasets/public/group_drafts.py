"""A leading group that was read from a document, as the sheet that 领导小组 takes in: a person checks it there.

Posts alone: whoever holds them changes, and names stand in the document.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from datasets.choices import MemberPart
from datasets.models import LeadingGroup
from datasets.public.duty_drafts import DraftPolicy, digits_in, region_of

#: 编号 stays empty: the group is new.
_HEADINGS = ("编号", "标识", "名称", "依据文号", "地区", "任务", "成员")
_WIDTHS = (8, 26, 40, 24, 16, 30, 60)
#: How documents call the parts beside 组长, 副组长, 成员; who keeps the office sits in no part of the group.
_PARTS = {
    MemberPart.LEADER: ("组长", "召集人", "主任", "主任委员", "指挥长", "总指挥"),
    MemberPart.DEPUTY: ("副组长", "副召集人", "副主任", "副主任委员", "副指挥长", "副总指挥"),
    MemberPart.MEMBER: ("成员", "委员"),
}
_OFFICE = "办公室"
_LONGEST_NAME, _LONGEST_POST = 100, 100


@dataclass(frozen=True)
class DraftSeat:
    """`part` and `post` as the document writes them: 常务副组长, 市民政局局长."""

    part: str
    post: str


def leading_group_workbook(*, policy: DraftPolicy, name: str, seats: Sequence[DraftSeat]) -> bytes:
    """An xlsx file with one group in one row, its members a line each in one cell."""
    region = region_of(policy.issuer)
    cells = (
        "",
        _free_code(policy),
        name[:_LONGEST_NAME],
        policy.number,
        (region.code if region else "") or "",
        "",
        "\n".join(_lines(seats)),
    )
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(_("领导小组"))
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, width, cell) in enumerate(
            zip(_HEADINGS, _WIDTHS, cells, strict=True)
        ):
            sheet.set_column(column, column, width, wrapped)
            sheet.write_string(0, column, heading)
            sheet.write_string(1, column, cell)
    return file.getvalue()


def _lines(seats: Iterable[DraftSeat]) -> list[str]:
    """1 组长 市政府副市长: each post once."""
    known = ((_part_of(seat.part), seat.post.strip()[:_LONGEST_POST]) for seat in seats)
    told = dict.fromkeys((part, post) for part, post in known if part and post)
    return [f"{number} {part} {post}" for number, (part, post) in enumerate(told, start=1)]


def _part_of(word: str) -> str:
    """The longest of the known words with which it ends: 常务副组长 is 副组长; "" for the office's people."""
    if word.startswith(_OFFICE):
        return ""
    bare = word.removesuffix("单位")
    fitting = [
        (len(ending), part)
        for part, endings in _PARTS.items()
        for ending in endings
        if bare.endswith(ending)
    ]
    return str(MemberPart(max(fitting)[1]).label) if fitting else ""


def _free_code(policy: DraftPolicy) -> str:
    base = "group-" + (slugify("-".join(digits_in(policy.number))) or "0")
    taken = set(LeadingGroup.objects.filter(code__startswith=base).values_list("code", flat=True))
    codes = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)

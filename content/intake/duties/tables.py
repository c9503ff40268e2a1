"""Tables of duties: 单位 | 职责, or 任务 | 牵头单位 | 配合单位."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from content.intake.agencies import agencies_listed
from content.intake.document import Duty
from content.intake.duties.splitting import duties_of
from content.intake.writing import plain, tidy

_HELPS = re.compile("配合|协办|协助|协同|参加|参与")
_AGENCY = re.compile("单位|部门|机构|责任主体|牵头$|配合$|责任$")
_DUTY = re.compile("职责|任务|内容|分工|措施|事项|要求|项目|举措|目标|工作$")
_NUMBER = re.compile("序号|编号|条款")
_NO_COLUMN = re.compile("时限|时间|备注|进度|联系|姓名|职务|电话|领导|责任人|负责人")
_ROWS_LOOKED_AT = 3
_LONGEST_HEADER = 14
_ROLE_HEAD = re.compile("(?:牵头|配合|主办|协办|主责|协同)(?:单位|部门|责任单位)?")


@dataclass
class _Columns:
    """Which column says what; `row` is that of the header, -1 where there is none."""

    row: int
    leads: list[int]
    helps: list[int]
    tasks: list[int]
    number: int | None
    is_by_agency: bool


def duties_in_table(rows: tuple[tuple[str, ...], ...], clause: str) -> list[Duty]:
    """The duties of a table; [] where it is none of duties."""
    columns = _columns_of(rows)
    if columns is None:
        return []
    found: list[Duty] = []
    for row in rows[columns.row + 1 :]:
        cells = [*row, *[""] * 20]
        tasks = [tidy(cells[index]) for index in columns.tasks if cells[index].strip()]
        if not tasks:
            continue
        number = tidy(cells[columns.number]) if columns.number is not None else ""
        for index in (*columns.leads, *columns.helps):
            for agency in _agencies(cells[index]):
                if columns.is_by_agency:
                    texts = duties_of(cells[columns.tasks[-1]])
                    place = f"{clause}·{agency}" if clause else agency
                else:
                    texts = [tasks[-1].strip("。；")]
                    place = f"{clause}·{number}" if clause and number else clause or number
                found += [Duty(agency, text, place, index not in columns.helps) for text in texts]
    return found


def _columns_of(rows: tuple[tuple[str, ...], ...]) -> _Columns | None:
    for number, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        below = _second_header(rows[number + 1 : number + 2])
        heads = [plain(tidy(cell)) for cell in row]
        heads = [head + under for head, under in zip_longest(heads, below, fillvalue="")]
        heads = [
            "" if len(head) > _LONGEST_HEADER or _NO_COLUMN.search(head) else head for head in heads
        ]
        agencies = [index for index, head in enumerate(heads) if _AGENCY.search(head)]
        tasks = [
            index
            for index, head in enumerate(heads)
            if index not in agencies and _DUTY.search(head)
        ]
        if agencies and tasks:
            helps = [index for index in agencies if _HELPS.search(heads[index])]
            numbers = [index for index, head in enumerate(heads) if _NUMBER.search(head)]
            return _Columns(
                number + bool(below),
                [index for index in agencies if index not in helps],
                helps,
                tasks,
                numbers[0] if numbers else None,
                is_by_agency=agencies[0] < tasks[0],
            )
    if rows and all(len(row) == 2 and agencies_listed(row[0].replace("\n", "、")) for row in rows):
        return _Columns(-1, [0], [], [1], None, is_by_agency=True)
    return None


def _second_header(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    """牵头 and 配合 below 责任单位; [] where the row below is none of the header."""
    cells = [plain(tidy(cell)) for row in rows for cell in row]
    return cells if any(map(_ROLE_HEAD.fullmatch, cells)) else []


def _agencies(cell: str) -> list[str]:
    lines = [tidy(line) for line in cell.split("\n") if line.strip()]
    found = agencies_listed("、".join(lines)) or agencies_listed("".join(lines))
    if found:
        return found
    return [one for one in re.split("[、，；]", "".join(lines)) if 2 <= len(one) <= 30]

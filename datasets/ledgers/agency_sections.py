"""Duty tables that tell the agency in a line above its duties: 一、市民政局."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from datasets.access import Actor
from datasets.actions.ledgers.records.references import Finder, agencies_named
from datasets.standards.writing import half_width

#: The ways to number lines: an agency holds until the next line that is numbered like its own.
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十百0-9]+[章节部分条项]+[、.:\s]*",
        r"[一二三四五六七八九十]+[、.:]\s*",
        r"\([一二三四五六七八九十]+\)[、.:]?\s*",
        r"[0-9]+[、.:)]\s*",
        r"\([0-9]+\)[、.:]?\s*",
    )
)
_LABEL = re.compile(r"^(?:责任|牵头|承担|主办|成员)?(?:单位|部门)[:]\s*")
_AFTER = re.compile(r"(?:\([^()]*\)|[:。;])+$")
_BETWEEN = re.compile(r"[、,;/\s]+(?![^(]*\))")
#: What the name of an office ends in, where the register does not know it.
_OFFICE = re.compile(
    r"(?:局|委|部|厅|院|办|所|会|处|中心|办公室|政府|法院|检察院|妇联|残联|工会|团委)$"
)
_LONGEST_OFFICE = 25


@dataclass(frozen=True)
class AgencyLine:
    """`agencies` as the line writes them; "" for a line that names none."""

    agencies: str
    numbering: int

    def ends(self, earlier: "AgencyLine | None") -> bool:
        """Whether what the earlier line said no longer holds below this one."""
        is_beside = earlier is not None and self.numbering == earlier.numbering != 0
        return bool(self.agencies) or is_beside


def agency_lines(lines: Iterable[str], by: Actor) -> dict[str, AgencyLine]:
    """What each line among the rows of a duty table says of agencies."""
    finder = agencies_named(set(), by)
    return {line: _told(line, finder) for line in set(lines)}


def _told(line: str, finder: Finder) -> AgencyLine:
    text, numbering = half_width(line).strip(), 0
    for number, pattern in enumerate(_NUMBERINGS, 1):
        match = pattern.match(text)
        if match:
            text, numbering = text[match.end() :], number
            break
    plain = _LABEL.sub("", text)
    is_labelled = plain != text
    plain = _AFTER.sub("", plain).strip()
    parts = [part for part in _BETWEEN.split(plain) if part]
    is_known = bool(finder.find(plain, near=None)) or (
        bool(parts) and all(finder.find(part, near=None) for part in parts)
    )
    # A numbered line that ends as offices do names one that the register lacks: the row is to say so.
    is_office = (
        (numbering or is_labelled) and len(plain) <= _LONGEST_OFFICE and _OFFICE.search(plain)
    )
    return AgencyLine(plain if is_known or is_office else "", numbering)

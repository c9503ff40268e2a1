"""Lines that a scan, a page's end or a fixed width has broken become paragraphs again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.intake.agencies import agencies_listed
from content.intake.duties.roles import brackets_in, roles_in
from content.intake.labels import Kind, label_of
from content.intake.lines import Line
from content.intake.members.lines import begins_post, is_person_line
from content.intake.starts import (
    agency_lead,
    begins_agency,
    begins_role,
    is_date,
    is_mark,
    is_title,
)
from content.intake.writing import plain, tidy

_ENDS = "。！？；：…."
_CLOSING = "”’）》〉」』】〕"
#: A shorter line that ends without a stop is a heading or a title, not a broken sentence.
_SHORTEST_BROKEN = 15
#: Of a heading with its label; a longer one is text.
_LONGEST_HEADING = 30
_LONGEST_BRACKET = 80
_BULLET = re.compile("[—–]{2}|[•●■◆▪★]")
_HALF = 0.5


@dataclass(frozen=True)
class Paragraph:
    """`text` is tidy, `raw` keeps the blanks within lines; `place` counts paragraphs from 1."""

    text: str
    raw: tuple[str, ...] = ()
    place: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def mended(lines: Sequence[Line], *, first_place: int = 1) -> list[Paragraph]:
    """The paragraphs that the lines make up."""
    width = _wrapped_at(lines)
    uses_indents = _uses_indents(lines)
    found: list[list[Line]] = []
    in_members = False
    for number, line in enumerate(lines):
        text = line.text
        if not text and not line.rows:
            continue
        in_members = begins_post(text) or (in_members and is_person_line(text))
        goes_on = (
            bool(found)
            and not in_members
            and not _signs(lines[number : number + 2])
            and _goes_on(found[-1], line, width=width, uses_indents=uses_indents)
        )
        if goes_on:
            found[-1].append(line)
        else:
            found.append([line])
    return [
        replace(_paragraph(part), place=place)
        for place, part in enumerate(found, start=first_place)
    ]


def _paragraph(lines: list[Line]) -> Paragraph:
    if lines[0].rows:
        return Paragraph("", rows=lines[0].rows)
    texts = tuple(line.text for line in lines)
    whole = "".join(_joint(text) for text in texts)
    labelled = label_of(whole)
    first = labelled[1] if labelled else 0
    _named, begin = agency_lead(whole[first:])
    begin += first if begin else 0
    if begin and whole[begin - 1].isspace():  # 市公安局　查处…: the blank parts who from what
        return Paragraph(f"{tidy(whole[:begin])}　{tidy(whole[begin:])}", texts)
    return Paragraph(tidy(whole), texts)


def _signs(lines: Sequence[Line]) -> bool:
    """Whether the first line names agencies and nothing else, and the day stands below it."""
    text = tidy(plain(lines[0].text))
    return len(lines) > 1 and is_date(lines[1].text) and bool(agencies_listed(text))


def _joint(text: str) -> str:
    """A line that ends in a Latin word is followed by a blank."""
    return text + " " if text[-1:].isascii() and text[-1:].isalpha() else text


def _goes_on(before: list[Line], line: Line, *, width: int, uses_indents: bool) -> bool:
    """Whether the line belongs to the paragraph of those before it."""
    last, text = before[-1], plain(line.text)
    if last.rows or line.rows:
        return False
    if is_open(before) and not _is_labelled(text):
        return True
    so_far = tidy("".join(one.text for one in before))
    has_ended = _has_ended(so_far)
    is_full = _is_full(last, width)
    is_within = is_full and not has_ended and not line.is_indented
    if _begins_anew(text) and not (is_within and _only_names_agency(text)):
        return False
    if _stands_alone(so_far, last.text) or _signs_below(so_far, text):
        return False
    labels = label_of(so_far) is not None
    if uses_indents and not last.is_whole and (before[0].is_indented or not labels):
        if line.is_indented:
            return not has_ended and so_far[-1:] in "，、" and _is_cut(last, width)
        return is_full or (
            not has_ended and (_is_sentence(so_far) or not (width or is_title(so_far)))
        )
    if has_ended or is_full:
        return not has_ended
    return _is_broken_off(so_far, last, width)


def _is_full(line: Line, width: int) -> bool:
    """Whether the line reaches to where the file breaks its lines."""
    reach = _width(line.text)
    return 0 < width <= reach + 3 and not (line.is_whole and reach > width + 3)


def _is_cut(last: Line, width: int) -> bool:
    """Of a line that ends in ， or 、: whether it was broken there, or is an item of a list without labels."""
    if width:
        return _is_full(last, width)
    return len(tidy(last.text)) >= _SHORTEST_BROKEN or _is_sentence(last.text)


def _is_broken_off(so_far: str, last: Line, width: int) -> bool:
    if label_of(so_far) is not None and _is_heading(so_far):
        return False
    if last.is_whole:  # the file says so; only a cut sentence tells otherwise
        return so_far[-1:] in "，、" and _is_cut(last, width)
    is_long = len(tidy(last.text)) >= _SHORTEST_BROKEN and not is_title(so_far)
    return is_long or _is_sentence(so_far)


def _stands_alone(so_far: str, last: str) -> bool:
    return is_mark(so_far) or is_date(so_far) or begins_post(so_far) or is_person_line(last)


def _signs_below(so_far: str, text: str) -> bool:
    """Of several who sign each has a line."""
    is_list = so_far[-1:] in "，、"
    return not is_list and bool(agencies_listed(so_far)) and bool(agencies_listed(tidy(text)))


def is_open(lines: list[Line]) -> bool:
    """Whether a bracket or a title was begun and not ended: the line was broken within it."""
    so_far = plain("".join(line.text for line in lines))
    return any(
        so_far.count(first) > so_far.count(last)
        and len(so_far) - so_far.rfind(first) < _LONGEST_BRACKET
        for first, last in ("《》", "（）", "〔〕")
    )


def _is_labelled(text: str) -> bool:
    """10〕54号 is the end of a number, not a label that lacks its first bracket."""
    labelled = label_of(text)
    return labelled is not None and not (
        labelled[0].kind == Kind.NUMBER_BRACKETS and labelled[0].text[0].isdecimal()
    )


def _has_ended(text: str) -> bool:
    """With a stop, or with those in brackets who bear the task."""
    brackets = brackets_in(text.rstrip())
    is_borne = bool(brackets) and brackets[-1][1] == len(text.rstrip())
    if is_borne and roles_in(brackets[-1][2]):
        return True
    return plain(text).rstrip(_CLOSING + " 　")[-1:] in _ENDS


def _only_names_agency(text: str) -> bool:
    return begins_agency(text) and label_of(text) is None and not begins_post(text)


def _begins_anew(text: str) -> bool:
    return (
        label_of(text) is not None
        or _BULLET.match(text) is not None
        or begins_post(text)
        or begins_agency(text)
        or is_mark(text)
        or is_date(text)
        or begins_role(text)
    )


def _is_sentence(text: str) -> bool:
    """What has stops within and none at its end was broken off."""
    return re.search("[，。；]", plain(text).rstrip("，")) is not None


def _is_heading(text: str) -> bool:
    """Of a labelled line that ends without a stop: it is complete as it stands."""
    written = plain(text)
    return len(text) <= _LONGEST_HEADING and not re.search("[。；！]|，$", written)


def _width(text: str) -> int:
    """In Chinese signs; two Latin ones take the place of one."""
    return round(sum(1 if ord(sign) > 0x2E7F or sign in "“”‘’—…" else 0.5 for sign in text))


def _wrapped_at(lines: Sequence[Line]) -> int:
    """The width at which the file breaks its lines; 0 where it breaks none by width."""
    widths = sorted(
        _width(line.text)
        for line in lines
        if len(line.text) > 12 and plain(line.text[-1:]) not in _ENDS and not line.rows
    )
    if len(widths) < 6:
        return 0
    width = widths[int(len(widths) * 0.8)]
    near = sum(width - 3 <= one <= width + 2 for one in widths)
    return width if near >= len(widths) * _HALF and width <= 60 else 0


def _uses_indents(lines: Sequence[Line]) -> bool:
    """Whether a blank before a line tells where a paragraph begins: some lines have one and some none."""
    told = [
        line.is_indented for line in lines if line.is_indented is not None and len(line.text) > 12
    ]
    return bool(told) and 0.08 <= sum(told) / len(told) <= 0.97

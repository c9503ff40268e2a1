"""Walks the sections and collects who sits in the leading group."""

import re
from collections.abc import Iterator
from dataclasses import replace

from content.intake.document import Document, Member, Section
from content.intake.labels import label_of
from content.intake.members.lines import is_person_line, post_in
from content.intake.members.people import Person, people_in
from content.intake.members.sentences import members_said
from content.intake.members.tables import members_in_table

_MANY = re.compile(r"\s{2,}|　")


def members_in(document: Document) -> list[Member]:
    """In reading order, each once."""
    found = [member for section in document.walk() for member in _of_section(section)]
    titles = {member.name: member.title for member in reversed(found) if member.title}
    known = [
        member
        if member.title or not member.name
        else replace(member, title=titles.get(member.name, ""))
        for member in found
    ]
    return list(dict.fromkeys(known))


def _of_section(section: Section) -> Iterator[Member]:
    post = ""
    for line in _lines(section):
        named = post_in(line)
        if named is not None:
            post, rest = named
            post = "成员" if post in ("成员单位", "组员") else post
            yield from _seated(post, people_in(rest) if rest.strip() else [])
        elif post and is_person_line(line):
            yield from _seated(post, people_in(line))
        else:
            post = ""
            yield from members_said(line)
    for paragraph in section.paragraphs:
        if paragraph.rows:
            yield from members_in_table(paragraph.rows)


def _lines(section: Section) -> Iterator[str]:
    """The lines as typed, whose blanks part names from titles."""
    for index, paragraph in enumerate(section.paragraphs):
        lines = list(paragraph.raw) if not paragraph.rows else []
        if index == 0 and section.joint and lines:
            yield (
                f"{section.heading}{section.joint}{paragraph.text}"
                if len(lines) > 1
                else _unlabelled(lines[0])
            )
        elif len(lines) > 1 and not all(map(_MANY.search, lines)):
            yield paragraph.text
        else:
            yield from lines


def _unlabelled(line: str) -> str:
    labelled = label_of(line.strip())
    return line.strip()[labelled[1] :] if labelled else line


def _seated(post: str, people: list[Person]) -> Iterator[Member]:
    for person in people:
        yield Member(post, person.name, person.title.strip("，。；、 "))

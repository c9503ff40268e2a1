"""What an official document says: its head, its sections, what they lay on whom."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.intake.labels import Label
from content.intake.mending import Paragraph


@dataclass
class Head:
    """`signed` is the day of signature, `printed` that of printing (印发), `published` what a web page says."""

    title: str = ""
    number: str = ""
    issuers: list[str] = field(default_factory=list)
    salutation: str = ""
    signers: list[str] = field(default_factory=list)
    #: Where a web page has the text from; who issues, if nothing else tells it.
    source: list[str] = field(default_factory=list)
    signed: datetime.date | None = None
    printed: datetime.date | None = None
    published: datetime.date | None = None
    #: Lines around the document that are no part of its text: 抄送, 主办, signatures, what a page adds.
    around: list[str] = field(default_factory=list)
    #: Names of the attachments as the document lists them.
    attachments: list[str] = field(default_factory=list)

    @property
    def issued(self) -> datetime.date | None:
        return self.printed or self.signed or self.published


@dataclass
class Section:
    """`mark` is the label as shown; `clause` how it is cited (三（六）6); `level` counts from 1."""

    level: int
    label: Label | None = None
    mark: str = ""
    heading: str = ""
    #: Whether its heading is an agency's name that stood on a line of its own, without a label.
    is_agency: bool = False
    #: The sign between heading and text on one line; "" where the heading has a line of its own.
    joint: str = ""
    clause: str = ""
    place: int = 0
    #: To whom the document is addressed: it stands before the text and lays nothing on anybody.
    salutation: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)

    @property
    def is_clause(self) -> bool:
        """Whether it is a step of the document's own, not its preamble or the title of a part."""
        return self.label is not None or self.is_agency

    @property
    def text(self) -> str:
        texts = [text_of(paragraph) for paragraph in self.paragraphs]
        return "\n".join([self.salutation, *texts] if self.salutation else texts)

    def walk(self) -> Iterator["Section"]:
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Citation:
    """`kind` as in the pages' citations: based_on, cites, replaces, revises."""

    number: str
    title: str
    kind: str

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number and self.title else self.number
        return f"《{self.title}》{number}" if self.title else number


@dataclass(frozen=True)
class Duty:
    """`is_lead` is False where the agency only helps another."""

    agency: str
    text: str
    clause: str
    is_lead: bool = True


@dataclass(frozen=True)
class Member:
    post: str
    name: str
    title: str


@dataclass(frozen=True)
class Issue:
    """Something to look at; `place` is the paragraph's number in the document, 0 for the whole of it."""

    message: str
    place: int = 0

    def __str__(self) -> str:
        return self.message


@dataclass
class Document:
    head: Head
    sections: list[Section]
    paragraphs: list[Paragraph]
    #: The lines above the text, as they stand; their places come before those of the paragraphs.
    lines_above: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()


def text_of(paragraph: Paragraph) -> str:
    """A table as lines with its cells parted by strokes."""
    if not paragraph.rows:
        return paragraph.text
    return "\n".join(
        " | ".join("".join(cell.split()) for cell in row).strip(" |") for row in paragraph.rows
    )

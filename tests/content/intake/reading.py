"""What the tests of the intake ask of a document that was read."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from content.intake.document import Document
from content.intake.lines import Line
from content.intake.reading import read_document
from content.intake.report import as_json

SAMPLES = Path(__file__).with_name("samples")
#: The two policies themselves, which are not ours to keep here.
SHARED = Path(__file__).resolve().parents[4] / "shared" / "policies"


def sample(name: str) -> Document:
    return read_document((SAMPLES / name).read_bytes())


def told(name: str) -> dict[str, Any]:
    return as_json(sample(name))


def headings(document: Document) -> list[str]:
    return [
        f"{section.mark}{section.heading}"
        for section in document.walk()
        if section.label is not None
    ]


def owed(document: Document, agency: str) -> list[str]:
    return [duty.text for duty in document.duties if duty.agency == agency]


def chinese(text: str) -> Counter[str]:
    return Counter(re.findall("[一-鿿]", text))


def lost(lines: list[Line], document: Document) -> Counter[str]:
    """Chinese signs of the file that nothing of what was read holds."""
    whole = "".join(line.text + "".join("".join(row) for row in line.rows) for line in lines)
    return chinese(whole) - chinese("".join(_held(document)))


def _held(document: Document) -> Iterator[str]:
    head = document.head
    yield from (head.title, head.number, *head.issuers, *head.around, *head.attachments)
    yield from (section.mark + section.heading + section.text for section in document.walk())
    yield from map(str, document.issues)
    yield "附件" * len(head.attachments)

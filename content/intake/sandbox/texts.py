"""Plain text: a line is a line, and blanks before it indent it."""

import re
from collections.abc import Iterator

from content.intake.lines import Line
from content.intake.sandbox.limits import Limits
from datasets.standards.decoding import decoded

# Two blanks of full width, as typists begin a paragraph, or as many narrow ones.
_INDENT = re.compile("(?:\u3000|[ \xa0]{2}|\t)")


def read(content: bytes, _limits: Limits) -> Iterator[Line]:
    """Raises Undecodable."""
    for page, text in enumerate(decoded(content).split("\f"), start=1):
        for line in text.splitlines():
            yield Line(line.strip(), bool(_INDENT.match(line)), page=page)

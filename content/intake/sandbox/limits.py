"""How much one document may ask for, and how it is told that it asks for more."""

from dataclasses import dataclass

#: How the process ends where its memory gave out in the midst of a word.
OUT_OF_MEMORY = 9


@dataclass(frozen=True)
class Limits:
    """`bytes` and `seconds` bound the process, `unpacked` a zip in bytes, `signs` the text, `pages` a PDF."""

    bytes: int
    seconds: int
    unpacked: int
    signs: int
    pages: int


class Refused(Exception):
    """The file is no document with text, or too much of one; opening.py has the sentence for `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

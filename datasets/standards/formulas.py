"""Text that a spreadsheet program would run as a formula, made inert, and back again without loss."""

import re

#: A Chinese or Japanese Excel takes the wide signs for the narrow ones.
_SIGNS = "=+-@\t\r\n＝＋－＠"
_FORMULA = re.compile(f"'*[{re.escape(_SIGNS)}]")
_FIRST = frozenset(f"'{_SIGNS}")
_GUARDED = re.compile(f"'+[{re.escape(_SIGNS)}]")


def inert(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet program would take for a formula.

    >>> inert("=1+1"), inert("'=1+1"), inert("＝1+1"), inert("1+1")
    ("'=1+1", "''=1+1", "'＝1+1", '1+1')
    """
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def active(text: str) -> str:
    """The text that `inert` guarded."""
    return text[1:] if _GUARDED.match(text) else text

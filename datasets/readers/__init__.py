"""A cell as a value. A reader gets the cell and a `note` to say what is wrong, and gives a value or None.

None means: the cell says nothing, or nothing that may be stored.
"""

from collections.abc import Callable
from typing import Any, Protocol

from datasets.standards.cells import Cell


class Note(Protocol):
    """Called with an issue's code, and its severity and parameters where they matter."""

    def __call__(self, code: str, *, severity: str = ..., **params: Any) -> None: ...


Reader = Callable[[Cell, Note], Any]

#: How much an issue weighs: with an error nothing of the row is stored, with a warning the cell is left out.
ERROR = "error"
WARNING = "warning"

"""How far a ledger's work is, told from inside the work by a callable that is passed down."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from datasets.choices import JobStep

_ROWS_A_WORD = 500

ItemT = TypeVar("ItemT")


class Cancelled(Exception):
    """Whoever follows the work wants it to end; what it wrote is rolled back."""


class Progress(Protocol):
    def __call__(self, step: JobStep, done: int = 0, of: int = 0) -> None:
        """`done` of `of` rows of the step (0: not known yet). Raises Cancelled. Cheap: it may come often."""


def nobody_follows(step: JobStep, done: int = 0, of: int = 0) -> None:
    """The default: commands and tests wait for the result."""


def counted(
    items: Iterable[ItemT], step: JobStep, *, of: int, progress: Progress, before: int = 0
) -> Iterator[ItemT]:
    """The items as they are, telling every few hundred of them how many have gone by, `before` included."""
    progress(step, before, of)
    for done, item in enumerate(items, start=before + 1):
        yield item
        if done % _ROWS_A_WORD == 0:
            progress(step, done, of)

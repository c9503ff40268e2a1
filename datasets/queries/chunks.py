"""Long lists of parameters, in pieces that both databases take."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

ValueT = TypeVar("ValueT")

_SIZE = 10_000


def chunks(values: Iterable[ValueT]) -> Iterator[list[ValueT]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, _SIZE)):
        yield chunk

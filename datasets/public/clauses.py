"""The clauses of published documents. They stand on pages, above the collections: the pages' app tells them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PublicClause:
    """`name` is how a duty cites it (五（三）); `address` leads to its place on the page; `text` is HTML."""

    policy: str
    page: int
    address: str
    name: str
    depth: int
    label: str
    heading: str
    text: str


Source = Callable[..., Iterable[PublicClause]]

_sources: list[Source] = []


def tell_clauses_by(source: Source) -> None:
    """`source(policy=NUMBER)` gives the clauses of one document, of all for ""."""
    _sources[:] = [source]


def clauses_of(policy: str = "") -> list[PublicClause]:
    return [clause for source in _sources for clause in source(policy=policy)]

"""What a list of public pages shows of each. They stand above the collections: the pages' app tells it."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PublicPicture:
    """`address` leads to the picture in the size for a list; `alternative` is what it says to whoever sees none."""

    image: int
    address: str
    width: int
    height: int
    alternative: str


@dataclass(frozen=True)
class PageCard:
    """`date` is the one that the page shows, None where it has none."""

    summary: str
    date: datetime.date | None
    cover: PublicPicture | None


Source = Callable[[Collection[int]], Mapping[int, PageCard]]

_sources: list[Source] = []


def tell_page_cards_by(source: Source) -> None:
    """`source(keys)` gives the cards of pages by their keys."""
    _sources[:] = [source]


def page_cards(keys: Collection[int]) -> dict[int, PageCard]:
    return {key: card for source in _sources for key, card in source(keys).items()}

"""Of which collections somebody is told: what a city defined nobody learns of who may not ask for it."""

from dataclasses import dataclass
from typing import Any

from datasets.api.callers import Caller
from datasets.api.collections import Collection, collections
from datasets.api.readers import PublicReader, Reader
from datasets.resources.scopes import VERBS


@dataclass(frozen=True)
class Listed:
    collection: Collection
    #: What a token may do there.
    verbs: tuple[str, ...]
    #: Whether more is told of it than what is published.
    is_whole: bool

    @property
    def sight(self) -> Reader:
        return EverySight() if self.is_whole else PublicReader()


def listed(caller: Caller) -> list[Listed]:
    """What is published, what the token is for; without a token what the user who is logged in may view."""
    found = []
    for one in collections().values():
        verbs = tuple(verb for verb in VERBS if caller.allows(one.name, verb))
        is_whole = caller.actor.may("view", one.model) if caller.is_public else bool(verbs)
        if is_whole or one.is_published:
            found.append(Listed(one, verbs, is_whole))
    return found


class EverySight:
    """Sees and shows all: of a collection the description is the same for all who may ask for it."""

    def rows(self, model: Any) -> Any:
        raise NotImplementedError

    def seen_rows(self, rows: Any) -> Any:
        raise NotImplementedError

    def shows(self, model: Any, name: str) -> bool:
        return True

    def sees(self, model: Any, path: str) -> bool:
        return True

    def sees_row(self, row: Any) -> bool:
        return True

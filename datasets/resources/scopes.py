"""What a token may be for: a verb on a collection, or the drafts of the public pages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.access import Actor
from datasets.ledgers.pipeline import LAYOUTS
from datasets.resources.registry import COLLECTIONS

#: The public pages, whose drafts a token shows.
PAGES = "pages"

VERBS = {
    "read": pgettext_lazy("token", "读取"),
    "write": pgettext_lazy("token", "写入"),
    "delete": pgettext_lazy("token", "删除"),
    "ledger": pgettext_lazy("token", "台账"),
}


@dataclass(frozen=True)
class ScopeRow:
    """A collection with the words by which a token names what it may do there."""

    label: str
    #: Verb → word, in the order of VERBS; "" where there is no such thing.
    words: tuple[tuple[str, str], ...]


def scope_rows(by: Actor | None = None) -> list[ScopeRow]:
    """What there is to choose from: of an actor what they may view, else everything."""
    rows = [
        ScopeRow(str(resource._meta.model._meta.verbose_name_plural), _words(name))
        for name, resource in COLLECTIONS.items()
        if by is None or by.may("view", resource._meta.model)
    ]
    pages = tuple((verb, f"{PAGES}.read" if verb == "read" else "") for verb in VERBS)
    return [*rows, ScopeRow(str(_("网页草稿")), pages)]


def known_scope() -> list[str]:
    return [word for row in scope_rows() for _verb, word in row.words if word]


def label_of_scope(word: str) -> str:
    """困境儿童 读取."""
    for row in scope_rows():
        for verb, known in row.words:
            if known == word:
                return f"{row.label} {VERBS[verb]}"
    return word


def _words(name: str) -> tuple[tuple[str, str], ...]:
    takes_ledgers = name in LAYOUTS
    return (
        ("read", f"{name}.read"),
        ("write", f"{name}.write"),
        ("delete", f"{name}.delete"),
        ("ledger", f"{name}.ledger" if takes_ledgers else ""),
    )

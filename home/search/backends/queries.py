"""Questions, ready for the databases: whatever asks for nothing is left out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from wagtail.search.query import MATCH_NONE, And, Fuzzy, Not, Or, Phrase, PlainText

from home.search.words import Term, is_han, terms_of


def worded(query: Any) -> Any:
    """The same question without its empty parts; what is nothing but punctuation finds nothing."""
    return _without_empty(query) or MATCH_NONE


def terms_in(query: Any, *, grows: bool) -> tuple[Term, ...]:
    """The words of a leaf, at least one. A phrase in quotation marks is one word, spaces and all."""
    *whole, last = terms_of(query.query_string)
    if isinstance(query, Phrase):
        last = Term(_one_word(run for term in (*whole, last) for run in term.runs))
        whole = []
    return (*whole, replace(last, grows=grows))


def _one_word(runs: Iterable[str]) -> tuple[str, ...]:
    """Chinese needs no spaces: a space within it means nothing."""
    joined: list[str] = []
    for run in runs:
        if joined and is_han(run) and is_han(joined[-1]):
            joined[-1] += run
        else:
            joined.append(run)
    return tuple(joined)


def _without_empty(query: Any) -> Any | None:
    if isinstance(query, PlainText | Phrase | Fuzzy):
        return query if terms_of(query.query_string) else None
    if isinstance(query, And | Or):
        parts = [part for part in map(_without_empty, query.subqueries) if part is not None]
        return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
    if isinstance(query, Not):
        part = _without_empty(query.subquery)
        return None if part is None else Not(part)
    return query

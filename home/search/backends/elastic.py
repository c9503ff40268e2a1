"""Elasticsearch and OpenSearch, asked in words: their own `cjk` filters cut Chinese into pairs.

`SEARCH_URL` names the server (config/searching.py). Wagtail has a backend for each version of them, which
needs that version's client: `pip install hutong[elasticsearch]` or `hutong[opensearch]`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from wagtail.search.query import And, Not, Or, Phrase, PlainText

from home.search.backends.queries import worded
from home.search.words import normalised, terms_of

#: Full-width as half-width, capitals as small, Chinese in pairs; a single character is found where it stands alone.
_PAIRS = ["cjk_width", "lowercase", "pairs"]
_ANALYSIS = {
    "filter": {"pairs": {"type": "cjk_bigram", "output_unigrams": False}},
    "analyzer": {
        # The one of every field that names none.
        "default": {"type": "custom", "tokenizer": "standard", "filter": _PAIRS},
        # What is typed in the admin's search boxes finds beginnings of words.
        "edgengram_analyzer": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": [*_PAIRS, "edgengram"],
        },
    },
}
_BEGINNINGS = {"analyzer": "edgengram_analyzer", "search_analyzer": "default"}


def SearchBackend(params: Mapping[str, Any]) -> Any:  # noqa: N802 - Wagtail asks for this name
    """Wagtail's backend of that version, with our analysis and our questions."""
    given = {"INDEX_SETTINGS": {"settings": {"analysis": _ANALYSIS}}} | dict(params)
    stock = import_module(f"wagtail.search.backends.{given.pop('ENGINE')}").SearchBackend
    return chinese(stock)(given)


def chinese(stock: Any) -> Any:
    """A backend class as `stock`, that knows Chinese."""

    class ChineseMapping(stock.mapping_class):
        edgengram_analyzer_config = _BEGINNINGS

    class ChineseSearch(stock.query_compiler_class):
        mapping_class = ChineseMapping

        def __init__(self, queryset: Any, query: Any, **options: Any) -> None:
            super().__init__(queryset, query, **options)
            self.query: Any = in_phrases(worded(self.query))

    class ChineseAutocomplete(stock.autocomplete_query_compiler_class):
        mapping_class = ChineseMapping

    class ChineseBackend(stock):
        mapping_class = ChineseMapping
        query_compiler_class = ChineseSearch
        autocomplete_query_compiler_class = ChineseAutocomplete

    return ChineseBackend


def in_phrases(query: Any) -> Any:
    """Each word as a phrase, so that its pairs must follow each other as they do in the databases."""
    if isinstance(query, PlainText):
        terms = terms_of(query.query_string)
        phrases = [Phrase(" ".join(term.runs)) for term in terms]
        if len(phrases) == 1:
            return phrases[0]
        return Or(phrases) if query.operator == "or" else And(phrases)
    if isinstance(query, Phrase):
        return Phrase(normalised(query.query_string))
    if isinstance(query, And | Or):
        return type(query)([in_phrases(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(in_phrases(query.subquery))
    return query

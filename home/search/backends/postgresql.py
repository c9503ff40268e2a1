"""PostgreSQL's text search, asked in words; titles first."""

import copy
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Q, Value, When
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from wagtail.search.query import And, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from home.search.backends.queries import terms_in, worded
from home.search.backends.titles import TitlesFirst
from home.search.indexing import Worded
from home.search.words import Term, indexed

#: PostgreSQL counts places up to 16,383; what stands beyond follows nothing.
_COUNTED = 12_000
#: Marks such a text: in it the pairs of a word need not follow each other. (A pair of letters and Chinese
#: is never a token.)
_LONG = "long文"
#: More than any rank: what has all words in its title stands before what has them in its text.
_IN_TITLE = 1000.0
#: So many, the newest, are put in order by their texts, which must be fetched for it.
_WEIGHED = 200


def _cut(text: str) -> str:
    tokens = indexed(text)
    return f"{_LONG} {tokens}" if tokens.count(" ") > _COUNTED else tokens


class ChineseIndex(PostgresIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [Worded(obj, _cut) for obj in objs])


def asked(term: Term) -> SearchQuery:
    """A word of any length in PostgreSQL's own notation: its pairs one after the other."""
    # Tokens are letters, digits and characters alone: nothing in them needs escaping.
    quoted = [f"'{token}'" for token in term.tokens]
    quoted[-1] += ":*" if term.is_open else ""
    text = " <-> ".join(quoted)
    if len(quoted) > 1:
        text = f"({text}) | ('{_LONG}' & {' & '.join(quoted)})"
    # No stemming and no stop words: the server's own configuration may be for English.
    return SearchQuery(text, search_type="raw", config="simple")


class ChineseSearch(PostgresSearchQueryCompiler):
    """Each word is asked of each column by itself, for each has an index. Stock Wagtail asks `title || body`,
    which has none: 0.4 s at 10,000 pages.
    """

    vectors: tuple[str, ...] = ("title", "body")

    def __init__(self, queryset: Any, query: Any, **options: Any) -> None:
        super().__init__(queryset, query, **options)
        self.query: Any = worded(self.query)
        is_everything = isinstance(self.query, MatchAll)
        is_nothing = isinstance(self.query, Not) and isinstance(self.query.subquery, MatchAll)
        is_fuzzy = isinstance(self.query, Fuzzy)
        self.is_stock = self.fields is not None or is_everything or is_nothing or is_fuzzy
        is_whole = len(self.vectors) > 1 and not self.is_stock
        self.puts_titles_first = is_whole and self.order_by_relevance

    def of_titles(self) -> Any:
        titles = copy.copy(self)
        titles.vectors = self.vectors[:1]
        titles.puts_titles_first = False
        return titles

    def found(self) -> Any:
        """All that match, in no order."""
        if self.is_stock:
            return super().search("simple", None, None)
        return self.queryset.filter(self._condition(self.query))

    def search(
        self, config: Any, start: Any, stop: Any, score_field: Any = None, backend: Any = None
    ) -> Any:
        if self.is_stock:
            return super().search(config, start, stop, score_field, backend)
        found = self.found()
        return self._apply_ordering_and_scoring(found, self._rank(found), start, stop, score_field)

    def _condition(self, query: Any) -> Q:
        if isinstance(query, PlainText | Phrase):
            is_or = isinstance(query, PlainText) and query.operator == "or"
            return _joined(map(self._has, self._terms(query)), Q.OR if is_or else Q.AND)
        if isinstance(query, And | Or):
            connector = Q.AND if isinstance(query, And) else Q.OR
            return _joined(map(self._condition, query.subqueries), connector)
        if isinstance(query, Not):
            # By keys: Django cannot turn round a condition on a generic relation.
            model = self.queryset.model
            found = model._default_manager.filter(self._condition(query.subquery))
            return ~Q(pk__in=found.values("pk"))
        raise NotImplementedError(f"{type(query).__name__} is not asked for in words")

    def _terms(self, query: Any) -> tuple[Term, ...]:
        return terms_in(query, grows=self.LAST_TERM_IS_PREFIX)

    def _has(self, term: Term) -> Q:
        columns = (Q(**{f"index_entries__{vector}": asked(term)}) for vector in self.vectors)
        return _joined(columns, Q.OR)

    def _rank(self, found: Any) -> Any:
        words = [asked(term) for term in _wanted(self.query, self._terms)]
        if not words:
            return F("pk")
        any_word = reduce(or_, words)
        leading, *others = (F(f"index_entries__{vector}") for vector in self.vectors)
        by_title = SearchRank(leading, any_word) * F("index_entries__title_norm")
        if not others:
            return by_title
        in_title = When(self.of_titles()._condition(self.query), then=by_title + Value(_IN_TITLE))
        weighed = found.order_by("-pk").values("pk")[:_WEIGHED]
        in_text = When(pk__in=weighed, then=by_title + SearchRank(others[0], any_word))
        return Case(in_title, in_text, default=Value(0.0), output_field=FloatField())


def _joined(conditions: Any, connector: str) -> Q:
    return Q(*conditions, _connector=connector)


def _wanted(query: Any, terms: Any) -> list[Term]:
    """The words that speak for a page: those of a Not speak against it."""
    if isinstance(query, PlainText | Phrase):
        return list(terms(query))
    if isinstance(query, And | Or):
        return [term for part in query.subqueries for term in _wanted(part, terms)]
    return []


class ChineseAutocomplete(ChineseSearch, PostgresAutocompleteQueryCompiler):
    """While somebody types: the last word may be the beginning of one."""

    vectors = ("autocomplete",)


class ChineseResults(TitlesFirst, PostgresSearchResults):
    """PostgreSQL's, titles first."""


class ChineseBackend(PostgresSearchBackend):
    index_class = ChineseIndex
    query_compiler_class = ChineseSearch
    autocomplete_query_compiler_class = ChineseAutocomplete
    results_class = ChineseResults

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple"} | params)

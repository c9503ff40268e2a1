"""SQLite's FTS5, asked in words; titles first."""

import copy
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, Func, Value, When
from django.db.models.functions import Coalesce
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.query import MatchAll, Not, Phrase, PlainText

from home.search.backends.queries import terms_in, worded
from home.search.backends.titles import TitlesFirst
from home.search.indexing import Worded

#: In the order of the FTS table's columns.
_WEIGHTS = {"autocomplete": 1.0, "body": 1.0, "title": 10.0}


class ChineseIndex(SQLiteIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [Worded(obj) for obj in objs])


class ChineseSearch(SQLiteSearchQueryCompiler):
    """Stock Wagtail asks the index again for the score of each row. Here it is asked once, and what it said is
    kept in memory under the page's key.
    """

    def __init__(self, queryset: Any, query: Any, **options: Any) -> None:
        super().__init__(queryset, query, **options)
        self.query: Any = worded(self.query)
        self.normal = normalize(self.query)
        is_whole = len(self.FTS_TABLE_FIELDS) > 1 and self.fields is None
        is_plain = not isinstance(self.normal, MatchAll | Not)
        self.puts_titles_first = is_whole and is_plain and self.order_by_relevance

    def of_titles(self) -> Any:
        titles = copy.copy(self)
        titles.FTS_TABLE_FIELDS = ["title"]
        titles.puts_titles_first = False
        return titles

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)
        terms = terms_in(query, grows=self.LAST_TERM_IS_PREFIX)
        # In quotation marks FTS5 wants the tokens one after the other.
        lexemes = [Lexeme(" ".join(term.tokens), prefix=term.is_open) for term in terms]
        is_or = isinstance(query, PlainText) and query.operator == "or"
        return SearchQueryExpression(reduce(or_ if is_or else and_, lexemes), config=config)

    def found(self) -> Any:
        """All that match, in no order."""
        if isinstance(self.normal, MatchAll | Not):
            return super().search(None, None, None)
        return self.queryset.filter(IsFound(F("pk"), self._entries()))

    def search(self, config: Any, start: Any, stop: Any, score_field: str | None = None) -> Any:
        if isinstance(self.normal, MatchAll | Not):
            return super().search(config, start, stop, score_field)
        queryset, score = self.found(), Score(F("pk"), self._entries())
        if score_field:
            queryset = queryset.annotate(**{score_field: score})
        if self.puts_titles_first:
            in_title = Score(F("pk"), self.of_titles()._entries())
            queryset = queryset.alias(_title=in_title, _text=score).order_by(
                Coalesce("_title", Value(0.0)), Case(When(_title=None, then=F("_text"))), "-pk"
            )
        elif self.order_by_relevance:
            queryset = queryset.order_by(score, "-pk")
        elif not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def _entries(self) -> "Entries":
        columns = self.fields or self.FTS_TABLE_FIELDS
        asked = self.build_search_query(self.normal)
        return Entries(self.queryset.model, MatchExpression(columns, asked))


class Entries:
    """The index's entries of a model that match, as SQL."""

    def __init__(self, model: Any, match: MatchExpression) -> None:
        self.model = model
        self.match = match

    def as_sql(self, compiler: Any, connection: Any, columns: str) -> tuple[str, list[Any]]:
        """A SELECT of the row's `key` and other columns of the index."""
        match_sql, params = self.match.as_sql(compiler, connection)
        kinds = ", ".join(map(str, sorted(get_descendants_content_types_pks(self.model))))
        fts, entry = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
        key_type = self.model._meta.pk.cast_db_type(connection)
        return (
            f"SELECT CAST(entry.object_id AS {key_type}) AS key{columns} FROM {fts}"  # noqa: S608
            f" JOIN {entry} entry ON entry.id = {fts}.rowid"
            f" WHERE {match_sql} AND entry.content_type_id IN ({kinds})"
        ), list(params)


class _OfEntries(Func):
    def __init__(self, key: Any, entries: Entries, **extra: Any) -> None:
        super().__init__(key, **extra)
        self.entries = entries

    def key_sql(self, compiler: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        return sql, list(params)


class IsFound(_OfEntries):
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_context: Any) -> Any:
        key, key_params = self.key_sql(compiler)
        sql, params = self.entries.as_sql(compiler, connection, "")
        return f"{key} IN ({sql})", [*key_params, *params]


class Score(_OfEntries):
    """The smaller the better; NULL where the row does not match."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_context: Any) -> Any:
        key, key_params = self.key_sql(compiler)
        weights = ", ".join(map(str, _WEIGHTS.values()))
        score = f", bm25({SQLiteFTSIndexEntry._meta.db_table}, {weights}) AS score"
        sql, params = self.entries.as_sql(compiler, connection, score)
        # LIMIT keeps SQLite from folding the inner question into the outer: it is asked once, and its
        # answer gets an index of its own.
        return (
            f"(SELECT score FROM ({sql} LIMIT -1) WHERE key = {key})",  # noqa: S608
            [*params, *key_params],
        )


class ChineseAutocomplete(ChineseSearch, SQLiteAutocompleteQueryCompiler):
    """While somebody types: the last word may be the beginning of one."""


class ChineseResults(TitlesFirst, SQLiteSearchResults):
    """SQLite's, titles first."""


class ChineseBackend(SQLiteSearchBackend):
    index_class = ChineseIndex
    query_compiler_class = ChineseSearch
    autocomplete_query_compiler_class = ChineseAutocomplete
    results_class = ChineseResults

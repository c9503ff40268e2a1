"""Results of which those with every word in the title stand first, and often suffice."""

from typing import Any

from modelsearch.backends.base import BaseSearchResults


class TitlesFirst(BaseSearchResults):
    """Mixed into a database's results. Titles are few and short: a screenful of them is found in a moment."""

    def _do_search(self) -> Any:
        if self.query_compiler.puts_titles_first and self.stop is not None:
            titles = self._clone()
            titles.query_compiler = self.query_compiler.of_titles()
            rows = list(titles.get_queryset())
            if len(rows) == self.stop - self.start:
                return rows
        return super()._do_search()

    def _do_count(self) -> int:
        return self.bounded_count(None)

    def bounded_count(self, most: int | None) -> int:
        """How many there are in all, up to `most`: of thousands nobody needs the exact number."""
        found: int = self.query_compiler.found()[self.start : self.stop][:most].count()
        return found

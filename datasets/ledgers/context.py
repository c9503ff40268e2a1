"""What a row leaves to the title, the filing line, the sheet's name or a section line above it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from datasets.choices import RegionLevel
from datasets.ledgers.readers.words import word_key
from datasets.ledgers.regions import RegionFinder

#: A title longer than this is a paragraph: what it mentions is not where its rows lie.
LONGEST_TITLE = 60
_LEVELS = (RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE)
_SHORTEST_WORD = 2


@dataclass(frozen=True)
class Context:
    """`region`: county, township, village as written outside the rows, "" for none; `categories`: codes."""

    region: tuple[str, str, str] = ("", "", "")
    categories: tuple[str, ...] = ()

    def completing(self, written: Sequence[str]) -> tuple[str, ...]:
        """County, township, village and joined text of a row, its gaps filled from the context."""
        county, township, village, joined = written
        if joined:
            return (county, township, village, joined)
        filled = [own or outside for own, outside in zip(written, self.region, strict=False)]
        return (*filled, "")


@dataclass(frozen=True)
class Surroundings:
    """Reads contexts: knows the regions and the words of categories (keys by `word_key`)."""

    regions: RegionFinder
    categories: Mapping[str, str]

    def around(self, texts: Iterable[str]) -> Context:
        """The context that texts give, the nearest to the rows first."""
        context = Context()
        for text in texts:
            context = self._completed(context, text)
        return context

    def section(self, context: Context, text: str) -> Context | None:
        """The context below a section line; None where the line names neither region nor category."""
        if len(text) > LONGEST_TITLE:
            return None
        found = self._completed(Context(), text)
        if found == Context():
            return None
        region = context.region
        if any(found.region):
            region = found.region if found.region[1] else (*region[:2], found.region[2])
        return replace(context, region=region, categories=found.categories or context.categories)

    def _completed(self, context: Context, text: str) -> Context:
        if not text or len(text) > LONGEST_TITLE:
            return context
        mentioned = self.regions.mentioned(text)
        county, township, village = (
            own or mentioned.get(level, "")
            for own, level in zip(context.region, _LEVELS, strict=True)
        )
        return Context(
            region=(county, township, village),
            categories=context.categories or self._category_in(text),
        )

    def _category_in(self, text: str) -> tuple[str, ...]:
        """The one category that the text names; several name none: the rows differ."""
        key, found = word_key(text), set()
        words = sorted(self.categories, key=len, reverse=True)
        for word in words:
            if len(word) >= _SHORTEST_WORD and word in key:
                found.add(self.categories[word])
                key = key.replace(word, " ")
        return tuple(found) if len(found) == 1 and found != {"other"} else ()

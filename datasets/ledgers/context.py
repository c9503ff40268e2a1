"""What a row leaves to the title, the filing line, the sheet's name or a section line above it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from datasets.choices import RegionLevel
from datasets.matching.places import RegionFinder
from datasets.readers.words import LEFT_OUT, word_key

#: A title longer than this is a paragraph: what it mentions is not where its rows lie.
LONGEST_TITLE = 60
_LEVELS = (RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE)
_SHORTEST_WORD = 2
_OTHER = "other"
#: 三、困境家庭儿童: a line that begins a part of the table, whether or not we know what it is about.
_ORDINAL = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]+\s*|^[0-9]{1,2}[、.．]\s*")
_OF_CHILDREN = re.compile("(?:儿童|未成年人|子女|家庭|类)$")
#: 备注：含低保家庭, 以上为徐霞客村: what a note mentions is not said of the rows below it.
_NOTE = re.compile(r"[(（]?(?:备?注|说明|填[表报写]说明|以上)")


def begins_part(line: str) -> bool:
    """Whether what the last line said of categories does not hold below this one."""
    if len(line) > LONGEST_TITLE or _NOTE.match(line):
        return False
    return bool(_ORDINAL.search(line) or _OF_CHILDREN.search(line))


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

    def said_by(self, line: str) -> Context | None:
        """What a section line says; None where it names neither region nor category."""
        if len(line) > LONGEST_TITLE or _NOTE.match(line):
            return None
        if self.categories.get(word_key(_ORDINAL.sub("", line))) == _OTHER:
            return Context(categories=(_OTHER,))
        found = self._completed(Context(), line)
        return None if found == Context() else found

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
            if len(word) >= _SHORTEST_WORD and word in key and self.categories[word] != LEFT_OUT:
                found.add(self.categories[word])
                key = key.replace(word, " ")
        return tuple(found) if len(found) == 1 and found != {_OTHER} else ()


@dataclass
class Sections:
    """The context below the section lines read so far; `around` is what stands outside the table.

    Sections of one kind may lie inside those of the other (一、湖塘村 over （一）孤儿, or the reverse): the kind
    that comes first is the outer one, and each of its lines ends what the inner one said.
    """

    around: Context
    context: Context
    outer: str = ""
    #: Part of the context → the number of the line that says it.
    _told_by: dict[int, int] = field(default_factory=dict)

    @property
    def lines(self) -> list[int]:
        """The lines on which the present context rests."""
        return sorted(set(self._told_by.values()))

    def leave_category(self, line: int) -> bool:
        """Whether the line, of a kind that we do not know, ends what an earlier one said of categories."""
        is_ended = self.context.categories != self.around.categories
        if is_ended:
            self.context = Context(self.context.region, self.around.categories)
            self._told_by[_CATEGORIES] = line
        return is_ended

    def enter(self, said: Context, line: int) -> None:
        before = _parts_of(self.context)
        self._enter(said)
        for part, told in enumerate(_parts_of(said)):
            if told:
                self._told_by[part] = line
            elif _parts_of(self.context)[part] != before[part]:
                self._told_by.pop(part, None)

    def _enter(self, said: Context) -> None:
        names_region = any(said.region)
        self.outer = self.outer or ("region" if names_region else "category")
        region, categories = self.context.region, self.context.categories
        if names_region:
            region = self._region_below(said.region)
            categories = self.around.categories if self.outer == "region" else categories
        elif self.outer == "category":
            region = self.around.region
        self.context = Context(region, said.categories or categories)

    def _region_below(self, said: tuple[str, str, str]) -> tuple[str, str, str]:
        """A line that names its town begins anew; one that names a village alone stays in the town."""
        county, township, _village = self.context.region
        if said[1]:
            return said[0] or county, said[1], said[2]
        return said[0] or county, township, said[2]


#: The place of the categories among the parts.
_CATEGORIES = 3


def _parts_of(context: Context) -> tuple[object, ...]:
    return (*context.region, context.categories)

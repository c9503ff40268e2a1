"""The words of a waiting ledger that are not understood, each once, with what they may mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets.access import Actor
from datasets.choices import RegionLevel
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.pipeline import LAYOUTS
from datasets.ledgers.words import likely
from datasets.models import Category, LedgerBatch, Region
from datasets.queries.categories import category_words
from datasets.queries.regions import place_of
from datasets.readers.words import RELATIONS, word_key
from datasets.standards.ethnicities import ETHNICITIES

#: In the form: means nothing, as against a word that nobody decided on.
LEAVE_OUT = "-"
_MOST_REGIONS = 1_000

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class ShownWord:
    """A word, how many rows say it, and what it may mean: (code, label), the likeliest first."""

    name: str
    field: str
    text: str
    count: int
    chosen: str
    likely: Options
    options: Options
    may_be_left_out: bool

    @property
    def is_open(self) -> bool:
        return not self.chosen


def shown_words(batch: LedgerBatch, *, to: Actor) -> list[ShownWord]:
    """The words of the batch, those that wait for a meaning first."""
    return sorted(_in_order(batch, to), key=lambda word: not word.is_open)


def said_of_words(
    batch: LedgerBatch, form: Mapping[str, str], *, by: Actor
) -> dict[str, dict[str, str]]:
    """Field → word → code, where a posted form gives a word another meaning than it has."""
    said: dict[str, dict[str, str]] = {}
    for word, stored in zip(_in_order(batch, by), batch.words, strict=True):
        code = form.get(word.name, word.chosen)
        known = {LEAVE_OUT} if word.may_be_left_out else set()
        known |= {code for code, _label in word.options}
        if code != word.chosen and code in known:
            meaning = "" if code == LEAVE_OUT else code
            said.setdefault(stored["field"], {})[stored["key"]] = meaning
    return said


def _in_order(batch: LedgerBatch, by: Actor) -> list[ShownWord]:
    layout = LAYOUTS[batch.collection]
    fields = {one["field"] for one in batch.words}
    meanings = {name: _Meanings(name, batch, layout, by) for name in fields}
    return [_shown(one, layout, meanings[one["field"]]) for one in batch.words]


def _shown(word: Mapping[str, Any], layout: LedgerLayout, meanings: "_Meanings") -> ShownWord:
    labels = dict(meanings.options)
    code = word.get("code")
    guesses = likely(word["text"], meanings.known) if code is None else []
    return ShownWord(
        name=f"word {word['field']} {word['key']}",
        field=layout.label_of(word["field"]),
        text=word["text"],
        count=word["count"],
        chosen="" if code is None else code or LEAVE_OUT,
        likely=[(code, labels[code]) for code in guesses if code in labels],
        options=meanings.options,
        may_be_left_out=word["field"] != "region",
    )


class _Meanings:
    """What the words of one field may mean, and the words that are known to mean it."""

    def __init__(self, name: str, batch: LedgerBatch, layout: LedgerLayout, actor: Actor) -> None:
        self.options: Options
        self.known: dict[str, str]
        if name == "categories":
            self.options = list(Category.objects.values_list("code", "label"))
            self.known = {word_key(word): code for word, code in category_words().items()}
        elif name == "region":
            self._regions(batch, actor)
        else:
            self.options = _choices(name, layout)
            self.known = {word_key(label): code for code, label in self.options}
            if name == "guardian_relation":
                self.known |= RELATIONS

    def _regions(self, batch: LedgerBatch, actor: Actor) -> None:
        """The actor's towns and villages; where they are too many, those of the area that the ledger is about."""
        levels = (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE)
        mine = actor.territory.regions().in_use().filter(level__in=levels).order_by("path")
        if batch.region and mine.count() > _MOST_REGIONS:
            mine = mine.filter(pk__in=Region.objects.under(batch.region.path).values("pk"))
        found = list(mine.select_related("parent")[:_MOST_REGIONS])
        self.options = [
            (place_of(one).key, f"{one.parent} {one}" if one.parent else str(one)) for one in found
        ]
        self.known = {word_key(one.name): place_of(one).key for one in found}
        self.known |= {
            word_key(f"{one.parent}{one}"): place_of(one).key for one in found if one.parent
        }


def _choices(name: str, layout: LedgerLayout) -> Options:
    if name == "ethnicity":
        return [(one, one) for one in ETHNICITIES]
    choices = layout.choices.get(name)
    return [(str(value), str(label)) for value, label in choices.choices] if choices else []

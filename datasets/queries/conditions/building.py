"""From JSON to what the database is asked."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.models import Record
from datasets.queries.conditions.asking import Asking, Leaf, leaf_of
from datasets.queries.conditions.fields import asked_of
from datasets.queries.conditions.refusing import UnanswerableCondition

DEEPEST = 3
MOST_LEAVES = 40

Told = Mapping[str, Any]
MeaningT = TypeVar("MeaningT")

_EVERYTHING = ~Q(pk__in=())


def condition_of(
    model: type[Record],
    told: Any,
    *,
    by: Actor,
    today: datetime.date,
    among: QuerySet[Any] | None = None,
) -> Q:
    """What the condition asks of the model's rows. `by` asks: nothing is answered of what that reader may not know.

    `among`: the rows that the answer is for, by default all in sight; what has to be read one by one is read of those
    alone that meet the rest of the condition. Raises UnanswerableCondition.
    """
    if is_no_condition(told):
        return Q()
    leaves = [leaf_of(model, one, by=by) for one in leaves_of(told)]

    def joined(meaning: Callable[[Leaf], Q]) -> Q:
        coming = iter(leaves)
        return walked(told, lambda _one: meaning(next(coming)), _joined)

    asking = Asking(by, today, by.rows(model) if among is None else among)
    if any(leaf.asked.is_read for leaf in leaves):
        # Groups only join, so that what is left open widens the answer and never narrows it.
        widely = joined(lambda one: _EVERYTHING if one.asked.is_read else asking.meaning(one))
        asking = Asking(by, today, asking.among.filter(widely))
    return joined(asking.meaning)


def is_read(model: type[Record], told: Any, *, by: Actor) -> bool:
    """Whether a part of it can only be answered by reading rows one by one. Raises UnanswerableCondition."""
    return any(leaf_of(model, one, by=by).asked.is_read for one in leaves_of(told))


def require_may_ask(model: type[Record], told: Any, *, by: Actor) -> None:
    """Raises UnanswerableCondition where a leaf names what `by` may not know of."""
    for leaf in leaves_of(told):
        asked_of(model, leaf.get("field"), by=by)


def is_no_condition(told: Any) -> bool:
    return told in ({}, {"all": []}, {"any": []})


def leaves_of(told: Any) -> list[Told]:
    """Each leaf of a condition. Raises UnanswerableCondition where it is malformed."""
    found: list[Told] = []
    if not is_no_condition(told):
        walked(told, found.append, lambda _word, _parts: None)
    return found


def walked(
    told: Any,
    meaning: Callable[[Told], MeaningT],
    join: Callable[[str, list[MeaningT]], MeaningT],
) -> MeaningT:
    """The meanings of the leaves, joined as the groups ("all", "any") say. Raises UnanswerableCondition."""
    if sum(1 for _leaf in _leaves(told)) > MOST_LEAVES:
        raise UnanswerableCondition(_("条件太多了，最多 %(most)d 个。") % {"most": MOST_LEAVES})

    def at(node: Told) -> MeaningT:
        word, parts = _group(node)
        return meaning(node) if parts is None else join(word, [at(part) for part in parts])

    return at(told)


def _leaves(node: Any, depth: int = 0) -> Iterator[Told]:
    _word, parts = _group(node)
    if parts is None:
        yield node
        return
    if depth >= DEEPEST:
        raise UnanswerableCondition(_("条件最多套三层。"))
    if not parts:
        raise UnanswerableCondition(_("有一组条件是空的。"))
    for part in parts:
        yield from _leaves(part, depth + 1)


def _group(node: Any) -> tuple[str, list[Any] | None]:
    """The word and the parts of a group; no parts of a leaf. Raises UnanswerableCondition."""
    if isinstance(node, Mapping):
        if node.keys() <= {"field", "is", "value"} and {"field", "is"} <= node.keys():
            return "", None
        if len(node) == 1:
            ((word, parts),) = node.items()
            if word in ("all", "any") and isinstance(parts, list):
                return word, parts
    raise UnanswerableCondition(_("这个条件的写法不对。"))


def _joined(word: str, parts: list[Q]) -> Q:
    condition = parts[0]
    for part in parts[1:]:
        condition = condition & part if word == "all" else condition | part
    return condition

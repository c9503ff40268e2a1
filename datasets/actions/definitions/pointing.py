"""Values of one definition as values of another, several at a time: whoever has to find a record asks once for all."""

from collections.abc import Callable, Sequence
from typing import Any

from datasets.access import Actor
from datasets.actions.ledgers.records.made import finder_of
from datasets.custom.converting import is_taken_as_it_is, one_by_one, said
from datasets.matching.places import RegionFinder, keys_to_look_up
from datasets.models import Region
from datasets.queries.regions import regions_known_as
from datasets.standards.region_codes import canonical_code

#: From texts to the keys of the records that they mean; None where none is meant, or more than one.
Finding = Callable[[list[str]], list[int | None]]


def conversion(old: Any, new: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """From values of one bound field to values of another; None for each that cannot be told in its terms.

    A record that the old one pointed to is given by its name; what the new one points to is found as ledgers
    find it.
    """
    if not new.is_relation or is_taken_as_it_is(old, new):
        convert = one_by_one(old, new)
        return lambda values: [convert(value) for value in values]
    find: Finding = _regions if new.related_model is Region else _records_of(new.related_model)
    return lambda values: find([said(old, value).strip() for value in values])


def _records_of(model: Any) -> Finding:
    # Whoever changes a definition need not see the records: what is meant does not hang on who asks.
    everybody = Actor.system()

    def find(texts: list[str]) -> list[int | None]:
        finder = finder_of(model)({*filter(None, texts)}, everybody)
        found = [finder.find(text, near=None) if text else () for text in texts]
        return [one[0].id if len(one) == 1 else None for one in found]

    return find


def _regions(texts: list[str]) -> list[int | None]:
    codes = {code for text in texts for code in (text, canonical_code(text)) if code}
    known = regions_known_as(keys_to_look_up(filter(None, texts)), codes)
    finder = RegionFinder(known, down_to_village=False)
    places = [finder.find_path(text) if text else None for text in texts]
    return [place.id if place else None for place in places]

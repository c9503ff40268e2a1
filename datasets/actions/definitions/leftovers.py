"""What a change of type could not bring over: where it stands, until somebody has filled in the new field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from datasets.access import Actor
from datasets.actions.definitions.converting import earlier_specs, kept_of, shown_as, values_of
from datasets.actions.definitions.pointing import conversion
from datasets.custom.converting import bound
from datasets.custom.specs import FieldSpec
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition

#: Of so many records a list tells more than that they are.
LONGEST_LIST = 100


@dataclass(frozen=True)
class Told:
    """A record of which something is to be said, as far as the reader may see it."""

    key: int
    title: str
    #: What stands there; "" where the reader does not see the field.
    text: str


@dataclass
class Listing:
    """All are counted; the first of those that the reader may see are told."""

    count: int = 0
    told: list[Told] = field(default_factory=list)


def leftovers(definition: FieldDefinition, *, by: Actor) -> Listing:
    """The records whose value did not become one of the present type, and that have none since.

    Of several changes of type one after the other the latest writing is told.
    """
    model = models_by_collection()[definition.collection]
    listing = Listing()
    new = FieldSpec.of(definition)
    if definition.archived_date:
        return listing
    seen: set[int] = set()
    for after, old in pairwise([new, *earlier_specs(definition)]):
        for rows in _left(model, kept_of(model, after, old) or old, new):
            found = [row for row in rows if row[0] not in seen]
            seen.update(key for key, _text in found)
            list_rows(listing, model, found, code=definition.code, by=by)
    return listing


def list_rows(
    listing: Listing, model: Any, found: list[tuple[int, str]], *, code: str, by: Actor
) -> None:
    """Add rows, by key and text."""
    listing.count += len(found)
    room = LONGEST_LIST - len(listing.told)
    if not room or not found:
        return
    texts = dict(found)
    seen = by.rows(model).filter(pk__in=texts).order_by("pk")[:room]
    sees_text = by.sees(model, code)
    for record in seen:
        text = texts[record.pk] if sees_text else ""
        listing.told.append(Told(record.pk, str(record), text))


def _left(model: Any, old: FieldSpec, new: FieldSpec) -> Iterator[list[tuple[int, str]]]:
    before, present = bound(model, old), bound(model, new)
    convert = conversion(before, present)
    for rows in values_of(model, before, present):
        converted = convert([value for _key, value, _since in rows])
        yield [
            (key, shown_as(before, value))
            for (key, value, since), again in zip(rows, converted, strict=True)
            # What would convert was emptied since, on purpose.
            if value not in (None, "") and since in (None, "") and again is None
        ]

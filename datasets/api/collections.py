"""The collections that have an address, as their models declare them: a new one needs nothing here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from datasets.access.territory import region_path_lookup
from datasets.api.attributes import Attribute, attribute_of, computed_attribute
from datasets.custom.computing import computed_fields
from datasets.models import Record
from datasets.resources import COLLECTIONS


@dataclass(frozen=True)
class OwnedRelation:
    """Rows that a record owns and that have no address of their own."""

    name: str
    model: type[Record]
    #: The field by which a row points to its owner.
    owner: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True)
class Collection:
    name: str
    model: type[Record]

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_published(self) -> bool:
        return bool(self.model.published_fields)

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        return attributes_of(self.model)

    @cached_property
    def relations(self) -> Mapping[str, OwnedRelation]:
        found = {}
        for name in self.model.owned_relations:
            link = getattr(self.model, name).rel
            owner = link.field.name
            rest = {
                key: attribute
                for key, attribute in attributes_of(link.related_model).items()
                if key != owner
            }
            found[name] = OwnedRelation(name, link.related_model, owner, rest)
        return found

    @property
    def path_lookup(self) -> str:
        """The lookup to the path of the region in which a record lies; "" where none does."""
        return region_path_lookup(self.model)


def attributes_of(model: type[Record]) -> dict[str, Attribute]:
    """The fields of a record, without those that are worked out of others."""
    fields: list[Any] = [
        field for field in model._meta.concrete_fields if field.name not in model.derived_fields
    ]
    recorded = {field.name: attribute_of(field) for field in fields}
    return {
        **recorded,
        **{one.spec.code: computed_attribute(one) for one in computed_fields(model)},
    }


def collections() -> dict[str, Collection]:
    """Name in the address → collection."""
    return {name: Collection(name, resource._meta.model) for name, resource in COLLECTIONS.items()}


def collection_of(model: Any) -> Collection | None:
    """The collection of a model; None for what has no address."""
    return next((one for one in collections().values() if one.model is model), None)

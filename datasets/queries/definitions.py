"""What is defined, as the screens of definitions tell it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group

from datasets.choices import FieldGroup
from datasets.custom.loading import made_model
from datasets.custom.types.links import models_by_collection
from datasets.models import CollectionDefinition, FieldDefinition, Record

#: The built-in collections to which fields may be added, in the order in which they are told.
BUILT_IN = ("children", "families", "guardians", "agencies", "duties", "assignments")


@dataclass(frozen=True)
class Collection:
    """A collection whose fields somebody may define. `definition` is None of a built-in one."""

    code: str
    label: str
    icon: str
    definition: CollectionDefinition | None
    field_count: int = 0
    #: None where nobody asked, as of built-in ones.
    record_count: int | None = None

    @property
    def is_archived(self) -> bool:
        return self.definition is not None and self.definition.archived_date is not None


def own_collections() -> list[Collection]:
    counts = _field_counts()
    return [
        Collection(
            code=one.code,
            label=one.label,
            icon=one.icon,
            definition=one,
            field_count=counts[one.code],
            record_count=made_model(one.code)._default_manager.count(),
        )
        for one in CollectionDefinition.objects.all()
    ]


def built_in_collections() -> list[Collection]:
    counts = _field_counts()
    return [_built_in(code, counts[code]) for code in BUILT_IN]


def collection_called(code: str) -> Collection | None:
    """The collection of that code, if there is one whose fields may be defined."""
    if code in BUILT_IN:
        return _built_in(code, _field_counts()[code])
    one = CollectionDefinition.objects.filter(code=code).first()
    return Collection(one.code, one.label, one.icon, one) if one else None


def fields_of(collection: str) -> tuple[list[FieldDefinition], list[FieldDefinition]]:
    """Those in use, in their order, and those put out of use."""
    found = FieldDefinition.objects.filter(collection=collection).order_by("position", "pk")
    return (
        [one for one in found if one.archived_date is None],
        [one for one in found if one.archived_date is not None],
    )


def fields_gone(collection: str, codes: Iterable[str]) -> list[FieldDefinition]:
    """Of the fields so called those put out of use."""
    rows = FieldDefinition.objects.filter(collection=collection, code__in=codes)
    return list(rows.exclude(archived_date=None).order_by("position", "pk"))


def roles_that_see(group: FieldGroup) -> list[str]:
    """The names of the roles to whose holders a field of the group is shown as it is."""
    holders = Group.objects.filter(permissions__codename=f"see_{group.value}")
    return list(holders.order_by("pk").values_list("name", flat=True))


def _built_in(code: str, field_count: int) -> Collection:
    model: type[Record] = models_by_collection()[code]
    return Collection(code, str(model._meta.verbose_name_plural), "folder", None, field_count)


def _field_counts() -> Counter[str]:
    in_use = FieldDefinition.objects.filter(archived_date=None)
    return Counter(in_use.order_by().values_list("collection", flat=True))

"""The canonical sheets of collections of one's own, and the defined fields in those of built-in ones."""

from collections.abc import Sequence
from typing import Any

from datasets.custom.building import made_fields
from datasets.custom.computing import computed_fields, computed_names
from datasets.models import Record, Region
from datasets.resources.columns import Column, ComputedColumn, column_of
from datasets.resources.places import CodeOrPath, place_columns
from datasets.resources.records import RecordResource
from datasets.resources.widgets import chinese

_PLACES = ("region", "county", "township", "village")


def resource_of(model: type[Record]) -> type[RecordResource]:
    """The sheet of a collection of one's own: where it lies, then its fields in their order."""
    places = dict(zip(_PLACES, place_columns(), strict=True)) if model.region_lookup else {}
    return _sheet(RecordResource, model, ("id", *places), {**places, **_columns(model)})


def with_made_fields(resource: type[RecordResource]) -> type[RecordResource]:
    """The sheet of a built-in collection, its defined fields behind its own."""
    model = resource._meta.model
    return _sheet(resource, model, resource._meta.fields, _columns(model))


def _sheet(
    base: type[RecordResource], model: type[Record], own: Sequence[str], columns: dict[str, Column]
) -> type[RecordResource]:
    names = (*own, *(spec.code for spec in made_fields(model)), *computed_names(model))
    meta = type("Meta", (), {"model": model, "fields": names})
    body: dict[str, Any] = {**columns, "Meta": meta, "__module__": __name__}
    return type(f"{model.__name__}Sheet", (base,), body)


def _columns(model: type[Record]) -> dict[str, Column]:
    recorded = {spec.code: made_column(model, spec.code) for spec in made_fields(model)}
    return {**recorded, **{one.spec.code: ComputedColumn(one) for one in computed_fields(model)}}


def made_column(model: type[Record], name: str) -> Column:
    """The column of a defined field."""
    field: Any = model._meta.get_field(name)
    if field.related_model is not Region:
        return column_of(model, name)
    label = chinese(field.verbose_name)
    return Column(name, label, CodeOrPath(), is_required=not field.blank, width=24)

"""Django models and fields made from definitions, while the program runs.

A model is made once in the life of a process; its fields come and go one by one, each together with its twin in
the history. So everything that knows the model (screens, ledgers, addresses) goes on knowing it.
"""

import sys
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _

from datasets.choices import FieldGroup
from datasets.custom.computing import computed_fields
from datasets.custom.specs import CollectionSpec, FieldSpec
from datasets.custom.types import TYPES
from datasets.models import Record
from datasets.models.field_groups import forget_groups, group_of
from datasets.models.history import RecordHistory
from datasets.models.retention import PutAway

#: Its fields' names, before any was defined: what is defined comes after them.
_OWN_GROUPS: dict[type[Record], Any] = {}


class MadeRecord(PutAway, Record):
    """A record of a collection of one's own."""

    #: The field by which a record is called; "" for its key.
    title: str = ""

    class Meta(Record.Meta):
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        """Its name goes wherever it is spoken of, to whoever sees the record: it can be nothing more private."""
        is_open = self.title and group_of(type(self), self.title) == FieldGroup.BASIC
        name = getattr(self, self.title, None) if is_open else None
        return str(name) if name else f"{self._meta.verbose_name} {self.pk}"


def make_model(spec: CollectionSpec) -> type[Record]:
    """The model of a collection that has none in this process yet, without its defined fields."""
    names = {
        "app_label": "datasets",
        "db_table": spec.model_name,
        "verbose_name": spec.label,
        "verbose_name_plural": spec.label,
    }
    meta = type("Meta", (MadeRecord.Meta,), names)
    body: dict[str, Any] = {"__module__": __name__, "Meta": meta, "collection_name": spec.code}
    if spec.has_region:
        body["region_lookup"] = "region"
        body["region"] = models.ForeignKey(
            "datasets.Region",
            verbose_name=_("所属地区"),
            on_delete=models.PROTECT,
            related_name="+",
        )
        body["field_groups"] = {FieldGroup.BASIC: ("region",)}
    else:
        body["field_groups"] = {FieldGroup.BASIC: ()}
    model: type[Record] = type(spec.model_name, (MadeRecord,), body)
    call(model, spec)
    return model


def call(model: Any, spec: CollectionSpec) -> None:
    """Give a model the words of its definition."""
    model._meta.verbose_name = model._meta.verbose_name_plural = spec.label
    model.title = spec.title


def unmake_model(model: Any) -> None:
    """Forget a model that no longer has a table: of a definition that was rolled back."""
    history = model.history.model
    for signal in (post_save, post_delete, pre_delete):
        # simple-history connects methods of an object that nobody else holds.
        signal.receivers = [one for one in signal.receivers if one[0][1] != id(model)]
        signal.sender_receivers_cache.clear()
    for one in (model, history):
        apps.all_models["datasets"].pop(one._meta.model_name, None)
        vars(sys.modules[one.__module__]).pop(one.__name__, None)
    _OWN_GROUPS.pop(model, None)
    apps.clear_cache()
    forget_groups()


def attach(model: Any, spec: FieldSpec) -> None:
    """Give a model a field, and its history the field's twin. Raises UnknownTarget."""
    made_type = TYPES[spec.kind]
    field = made_type.field(spec)
    field.made, field.made_type, field.mask = spec, made_type, made_type.mask
    field.contribute_to_class(model, spec.code)
    history = model.history.model
    twin = RecordHistory().copy_fields(model)[spec.code]
    twin.contribute_to_class(history, spec.code)
    history.tracked_fields = RecordHistory().fields_included(model)
    group_anew(model)


def detach(model: Any, name: str) -> None:
    """Take a defined field from a model and from its history. Its column and what stands there stay."""
    for one in (model, model.history.model):
        field = one._meta.get_field(name)
        one._meta.local_fields.remove(field)
        for attribute in {field.name, field.attname}:
            if attribute in vars(one):
                delattr(one, attribute)
    history = model.history.model
    apps.clear_cache()  # whoever reckons with the field: relations of what it pointed to, this model's own lists
    history.tracked_fields = RecordHistory().fields_included(model)
    group_anew(model)


def made_fields(model: Any) -> list[FieldSpec]:
    """The defined fields that a model has, in their order."""
    found = [field.made for field in model._meta.local_fields if hasattr(field, "made")]
    return sorted(found, key=lambda spec: (spec.position, spec.code))


def group_anew(model: Any) -> None:
    """Who sees which: the defined fields in the groups of their definitions, beside the model's own."""
    own = _OWN_GROUPS.setdefault(model, model.field_groups)
    groups = {group: tuple(names) for group, names in own.items()}
    for spec in (*made_fields(model), *(one.spec for one in computed_fields(model))):
        groups[spec.group] = (*groups.get(spec.group, ()), spec.code)
    model.field_groups = groups
    forget_groups()

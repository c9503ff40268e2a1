"""A region, an agency, a record of any collection."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models import Agency, Record, Region
from datasets.readers import Reader
from datasets.readers.records import stored_text

_LONGEST_NAME = 200


class UnknownTarget(LookupError):
    """The collection that a relation points to is not there."""


class Relation(FieldType):
    """Points to a record of a collection, built-in or of one's own; the record cannot be deleted as long as it does."""

    code = "relation"
    label = _("其他数据集的记录")
    options: ClassVar[tuple[str, ...]] = ("target",)
    is_sortable = False

    def target(self, spec: FieldSpec) -> type[Record]:
        """Raises UnknownTarget."""
        name = spec.options.get("target", "")
        found = models_by_collection().get(name)
        if found is None:
            raise UnknownTarget(name)
        return found

    def column(self, spec: FieldSpec) -> models.Field:
        return models.ForeignKey(
            self.target(spec),
            on_delete=models.PROTECT,
            related_name="+",
            db_constraint=False,  # made apart (custom/foreign_keys.py)
            **self.common(spec),
        )

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        """The name or the key, as it is written; whom it means is found when the row is planned."""
        return stored_text(_LONGEST_NAME)


class RegionLink(Relation):
    code = "region"
    label = _("地区")
    options: ClassVar[tuple[str, ...]] = ()
    target_model: ClassVar[type[Record]] = Region

    def target(self, spec: FieldSpec) -> type[Record]:
        return self.target_model


class AgencyLink(RegionLink):
    code = "agency"
    label = _("机构")
    target_model = Agency


def models_by_collection() -> dict[str, type[Record]]:
    """Name → model of every collection that there is."""
    return {
        model.collection_name: model
        for model in apps.get_app_config("datasets").get_models()
        if issubclass(model, Record) and model.collection_name
    }


def models_in_use() -> dict[str, type[Record]]:
    """The same without collections that were put out of use: those that have screens."""
    return {
        name: model for name, model in models_by_collection().items() if not model.is_out_of_use
    }

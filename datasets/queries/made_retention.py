"""Records of a collection of one's own whose time has come."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    ForeignKey,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from datasets.choices import MadeCondition
from datasets.custom.types.links import models_by_collection
from datasets.models import Child, CollectionDefinition
from datasets.models.encrypted import EncryptedField
from datasets.models.retention_conditions import CountedFrom
from datasets.queries.pointing import relations_to


class NothingToCountFrom(ValidationError):
    """The collection or the field that a rule names is not there any more."""


def model_counted(counted: CountedFrom) -> Any:
    """The model of the records. Raises NothingToCountFrom."""
    model = models_by_collection().get(counted.collection)
    if model is None:
        raise NothingToCountFrom(_("规则里的数据集已经没有了，请修改规则。"), code="no_collection")
    return model


def day_counted(counted: CountedFrom) -> Any:
    """The expression for the day from which a record's years count. Raises NothingToCountFrom."""
    model = model_counted(counted)
    if counted.condition == MadeCondition.CHANGED:
        return _last_change(model)
    if counted.condition == MadeCondition.OUT_OF_USE:
        whole = CollectionDefinition.objects.filter(code=counted.collection)
        return Subquery(whole.values("archived_date")[:1])
    field = next((one for one in model._meta.concrete_fields if one.name == counted.field), None)
    if not isinstance(field, DateField) or isinstance(field, EncryptedField):
        raise NothingToCountFrom(
            _("规则里的日期字段已经停用，或者已经不是大家看得到的日期，请修改规则。"),
            code="no_field",
        )
    return TruncDate(counted.field) if isinstance(field, DateTimeField) else F(counted.field)


def _last_change(model: Any) -> Any:
    """Its last version's day; that it was put away, and so could not be changed any more, is no change of it."""
    versions = model.history.filter(id=OuterRef("pk")).order_by()
    archived = Coalesce(OuterRef("archived_date"), Value(datetime.date.min))  # NULL equals nothing
    of_its_own = versions.exclude(history_date__date=archived)
    changed = of_its_own.values("id").annotate(last=Max("history_date")).values("last")
    return TruncDate(Subquery(changed))


def is_needed(model: Any, *, mark: str, held: Q) -> Q:
    """Whether a record in use (one without the mark, a field's name) points to the record, or it to a held child.

    `held`: whether a child is (queries/retention.py).
    """
    needed = Q(pk__in=())
    for link in relations_to(model):
        rows = link.related_model._default_manager.filter(**{link.field.name: OuterRef("pk")})
        is_marked = any(field.name == mark for field in link.related_model._meta.concrete_fields)
        needed |= Q(Exists(rows.filter(**{f"{mark}__isnull": True}) if is_marked else rows))
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is Child:
            needed |= Q(**{f"{field.name}__in": Child.objects.filter(held).values("pk")})
    return needed


def due_records(counted: CountedFrom, *, until: datetime.date) -> Any:
    """Those whose years are over if they counted from `until` or before. Raises NothingToCountFrom."""
    rows = model_counted(counted)._default_manager.annotate(counted_day=day_counted(counted))
    return rows.filter(counted_day__lte=until, anonymised_date=None)

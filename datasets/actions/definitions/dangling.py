"""A relation that was out of use: what it pointed to may have been deleted meanwhile."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.custom.types.links import models_by_collection
from datasets.history.bulk import Origin, Write, update_rows
from datasets.models import FieldDefinition


def empty_pointers_to_deleted(field: FieldDefinition, *, by: Actor) -> None:
    """Within the change that brings the field back. Its history goes on telling the key of what is gone."""
    model = models_by_collection()[field.collection]
    link: Any = next((one for one in model._meta.local_fields if one.name == field.code), None)
    if link is None or not link.is_relation:
        return
    there = link.related_model._base_manager.filter(pk=OuterRef(link.attname))
    gone = model._base_manager.filter(~Exists(there), **{f"{link.attname}__isnull": False})
    keys = gone.order_by("pk").values_list("pk", flat=True)
    reason = _("“%(label)s”恢复启用，所指的记录已经删除") % {"label": field.label}
    origin = Origin(author_id=by.user.pk, at=timezone.now(), reason=reason)
    update_rows(model, [link.attname], [Write(key, (None,)) for key in keys], origin=origin)

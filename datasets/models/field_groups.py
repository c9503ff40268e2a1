"""Which group a field of a record belongs to, and that none is without."""

from functools import cache
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from datasets.choices import FieldGroup
from datasets.models.records import Record

WITHOUT_GROUP = "datasets.E001"
UNKNOWN_FIELD = "datasets.E002"

#: As Django keeps permissions: codename and name, the words of choices.FieldGroup. The basic group is seen with "view".
FIELD_GROUP_PERMISSIONS: Any = [
    ("see_identity", "查看：身份证件和照片"),
    ("see_contact", "查看：电话和住址"),
    ("see_health", "查看：健康和残疾"),
    ("see_misfortune", "查看：家庭变故和救助"),
    ("see_judicial", "查看：服刑和强制戒毒"),
    ("see_sensitive", "查看：敏感的困境类别"),
    ("reveal_identity", "说明事由后显示：身份证件和照片"),
    ("reveal_contact", "说明事由后显示：电话和住址"),
    ("reveal_health", "说明事由后显示：健康和残疾"),
    ("reveal_misfortune", "说明事由后显示：家庭变故和救助"),
    ("reveal_judicial", "说明事由后显示：服刑和强制戒毒"),
    ("reveal_sensitive", "说明事由后显示：敏感的困境类别"),
]


def is_open(model: type[Model]) -> bool:
    """Whether the model holds nothing of which some fields are more private than others."""
    return not issubclass(model, Record) or model.is_public_knowledge


def group_of(model: type[Record], name: str) -> FieldGroup | None:
    """The group of a field; None where it has none, and so is nobody's to see."""
    return _groups(model).get(name)


@cache
def _groups(model: type[Record]) -> dict[str, FieldGroup]:
    found = {name: group for group, names in model.field_groups.items() for name in names}
    return {"id": FieldGroup.BASIC, "pk": FieldGroup.BASIC, **found}


#: For whoever gives a model fields while the program runs (custom/building.py).
forget_groups = _groups.cache_clear


@register()
def every_field_has_its_group(**_options: Any) -> list[CheckMessage]:
    """Refuses to start with a field of a person's record that nobody has put into a group."""
    records = [model for model in apps.get_models() if not is_open(model)]
    return [message for model in records for message in problems_of(model)]


def problems_of(model: Any) -> list[CheckMessage]:
    grouped = [name for names in model.field_groups.values() for name in names]
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    without = [
        Error(f"{model.__name__}.{name} belongs to no field group.", obj=model, id=WITHOUT_GROUP)
        for name in fields
        if name not in grouped
    ]
    unknown = [
        Error(f"{model.__name__} groups {name} not once.", obj=model, id=UNKNOWN_FIELD)
        for name in dict.fromkeys(grouped)
        if name not in fields or grouped.count(name) > 1
    ]
    return [*without, *unknown]

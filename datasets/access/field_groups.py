"""Who sees which kind of fields, as a lawyer can read it, and what stands in their place for the others.

The basic group (name, sex, village, school, guardians' names) is seen by whoever may view the
record. For the others the table below is seeded as permissions of the roles' groups; a city changes them in
the admin. Whom the table does not name sees none of them and can have none shown.

SEE: shown as recorded, and may be written. ASK: masked; on the page of one record it can be shown once for a
stated purpose, which is logged. NO: masked.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.db.models import Model

from datasets.access.roles import CityDesk, CountyDesk, Role, TownshipClerk, VillageWorker
from datasets.choices import FieldGroup
from datasets.models import Category, ChildCategory, Record
from datasets.models.field_groups import group_of, is_open
from datasets.standards.masks import (
    PROTECTED,
    masked_address,
    masked_day,
    masked_number,
    masked_phone,
)


class Sight(Enum):
    SEE = "see"
    ASK = "reveal"
    NO = ""


SEE, ASK, NO = Sight.SEE, Sight.ASK, Sight.NO

COLUMNS = (
    FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.HEALTH,
    FieldGroup.MISFORTUNE, FieldGroup.JUDICIAL, FieldGroup.SENSITIVE_CATEGORY,
)  # fmt: skip

#: A village is small: that a father is in prison or a child lives with HIV is shown to its worker when a visit needs
#: it.
#: Townships and counties keep just these facts (benefits begin and end with them). The city leads and counts.
MATRIX: dict[type[Role], tuple[Sight, ...]] = {
    #               证件  联系  健康  变故  司法  敏感类别
    VillageWorker: (SEE,  SEE,  SEE,  SEE,  ASK,  ASK),
    TownshipClerk: (SEE,  SEE,  SEE,  SEE,  SEE,  SEE),
    CountyDesk:    (SEE,  SEE,  SEE,  SEE,  SEE,  SEE),
    CityDesk:      (ASK,  ASK,  ASK,  ASK,  ASK,  ASK),
    # AgencyOfficer, DutyTableAdmin, PublicityEditor, Auditor, SystemAdministrator: none.
}  # fmt: skip

_NOTHING = (NO,) * len(COLUMNS)


def permissions_of(role: type[Role]) -> set[str]:
    """The codenames that the table grants to a role."""
    row = zip(COLUMNS, MATRIX.get(role, _NOTHING), strict=True)
    return {f"{sight.value}_{group.value}" for group, sight in row if sight is not NO}


def field_at(model: type[Model], path: str) -> tuple[type[Model], str]:
    """Where a lookup path ends: the model, and the name of its field (which may be none of its columns)."""
    *steps, name = path.split("__")
    for step in steps:
        field: Any = model._meta.get_field(step)
        model = field.related_model
    return model, name


def group_at(model: type[Model], path: str) -> FieldGroup | None:
    """The group of the field at the end of a path; BASIC for what is open to all, None for what has no group."""
    end, name = field_at(model, path)
    return group_of(end, name) if not is_open(end) and issubclass(end, Record) else FieldGroup.BASIC


def groups_of(model: type[Model]) -> set[FieldGroup]:
    """The groups to which fields of the model itself belong."""
    return set() if is_open(model) or not issubclass(model, Record) else set(model.field_groups)


def masked(model: type[Model], path: str, value: Any) -> str:
    """What a reader is shown who may not see the field.

    An identity number, a telephone number, an address and a birth date are shown in part; of all others not
    even whether there is something.
    """
    end, name = field_at(model, path)
    if (mask := _mask_of(end, name)) is not None:
        return mask(value)
    if name == "id_number":
        return masked_number(value)
    if name == "phone":
        return masked_phone(value)
    if name.endswith("address"):
        return masked_address(value)
    if name == "birth_date":
        return masked_day(value)
    return PROTECTED


def _mask_of(model: type[Model], name: str) -> Callable[[Any], str] | None:
    """How the type of a defined field hides its values (custom/types)."""
    field = next((one for one in model._meta.concrete_fields if one.name == name), None)
    return getattr(field, "mask", None)


def is_sensitive(row: Model) -> bool:
    """Whether the row says that a child falls in a sensitive category."""
    try:
        return isinstance(row, ChildCategory) and row.category.is_sensitive
    except Category.DoesNotExist:
        return True  # of a version whose category is gone nobody can say that it was not

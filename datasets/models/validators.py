"""Checks that reach across the fields of a person."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.choices import IdType
from datasets.standards.id_numbers import as_stored, birth_date_in, fault_in, sex_in

FAULTS = {
    "length": _("身份证号应为18位。"),
    "characters": _("身份证号只能由数字组成，最后一位可以是X。"),
    "birth_date": _("身份证号中的出生日期不存在。"),
    "check_digit": _("身份证号的校验位不对，请对照证件核对。"),
}


def validate_resident_id(person: Any, *, today: datetime.date | None = None) -> None:
    """Check `person.id_number` (GB 11643) against itself, the sex and the birth date; normalises it first.

    Raises ValidationError on the field that a clerk should look at.
    """
    person.id_number = as_stored(person.id_number)
    if person.id_number is None or person.id_type not in IdType.with_check_character():
        return
    fault = fault_in(person.id_number, today=today or timezone.localdate())
    if fault:
        raise ValidationError({"id_number": FAULTS[fault]}, code=fault)
    if person.sex and person.sex != sex_in(person.id_number):
        raise ValidationError({"sex": _("性别与身份证号不一致。")}, code="sex_mismatch")
    born = getattr(person, "birth_date", None)
    if born and born != birth_date_in(person.id_number):
        raise ValidationError(
            {"birth_date": _("出生日期与身份证号不一致。")}, code="birth_mismatch"
        )

"""What a resident's ID number says by itself is not asked for again."""

import datetime
from collections.abc import Mapping
from typing import Any

from datasets.choices import IdType
from datasets.models import Child, Guardian, Record
from datasets.standards.id_numbers import as_stored, birth_date_in, fault_in, sex_in


def completed(
    record: Record, values: Mapping[str, Any], *, today: datetime.date
) -> Mapping[str, Any]:
    """`values` with the sex and the birth date that an ID number among them tells (GB 11643).

    Only where neither they nor the record say anything of it, or the record says what its former number told: what
    is given, nothing too, stands as it is given.
    """
    if not isinstance(record, Child | Guardian) or "id_number" not in values:
        return values
    kind = values.get("id_type", record.id_type)
    told = _told(as_stored(values["id_number"]), kind, record, today)
    before = _told(record.id_number, record.id_type, record, today)
    unsaid = {
        name: value
        for name, value in told.items()
        if name not in values and getattr(record, name) in (None, "", before.get(name))
    }
    return {**values, **unsaid}


def _told(
    number: str | None, kind: str, record: Child | Guardian, today: datetime.date
) -> dict[str, Any]:
    if not number or kind not in IdType.with_check_character() or fault_in(number, today=today):
        return {}
    told: dict[str, Any] = {"sex": sex_in(number)}
    if isinstance(record, Child):
        told["birth_date"] = birth_date_in(number)
    return told

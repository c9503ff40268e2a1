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

    Only where neither they nor the record say anything of it: what is given, nothing too, stands as it is given.
    """
    if not isinstance(record, Child | Guardian):
        return values
    number = as_stored(values.get("id_number"))
    kind = values.get("id_type", record.id_type)
    if number is None or kind not in IdType.with_check_character() or fault_in(number, today=today):
        return values
    told: dict[str, Any] = {"sex": sex_in(number)}
    if isinstance(record, Child):
        told["birth_date"] = birth_date_in(number)
    unsaid = [name for name in told if name not in values and not getattr(record, name)]
    return {**values, **{name: told[name] for name in unsaid}}

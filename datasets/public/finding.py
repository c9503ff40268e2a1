"""Agencies that a visitor looks for, by their names and by what they owe."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from datasets.models import Agency
from datasets.public.duties import PublicDuty, duty_table


@dataclass(frozen=True)
class FoundAgency:
    """An agency that a visitor looked for, with those of its duties that hold the words."""

    code: str
    name: str
    region: str
    phone: str
    address: str
    duties: tuple[PublicDuty, ...]


def find_agencies(
    *, words: Sequence[str], today: datetime.date, most: int
) -> tuple[FoundAgency, ...]:
    """Agencies whose names hold all the words, then those with a duty of today's that does.

    A word may stand in the name, another in the duty: 公安 失踪 finds the police's duty.
    """
    owing: dict[str, list[PublicDuty]] = defaultdict(list)
    for duty in duty_table(today=today):
        text = f"{duty.agency.name}\n{duty.text}".casefold()
        if all(word.casefold() in text for word in words):
            owing[duty.agency.code].append(duty)
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    agencies = Agency.objects.select_related("region")
    found = list(agencies.filter(named)[:most])
    known = {agency.code for agency in found}
    others = [code for code in owing if code not in known][: most - len(found)]
    by_code = {agency.code: agency for agency in agencies.filter(code__in=others)}
    found += [by_code[code] for code in others if code in by_code]
    return tuple(_found(agency, owing.get(agency.code, [])) for agency in found)


def _found(agency: Agency, duties: Sequence[PublicDuty]) -> FoundAgency:
    return FoundAgency(
        code=agency.code,
        name=agency.name,
        region=agency.region.name,
        phone=agency.public_phone,
        address=agency.public_address,
        duties=tuple(duties),
    )

"""Agencies that a visitor looks for by name or by what they owe."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from datasets.public.duties import PublicAgency, PublicDuty, duty_table


@dataclass(frozen=True)
class FoundAgency:
    """`duties` are those that hold a word that its name does not; all of them where the name holds every word."""

    agency: PublicAgency
    duties: tuple[PublicDuty, ...]


def find_agencies(
    *, words: Sequence[str], today: datetime.date, most: int
) -> tuple[FoundAgency, ...]:
    """Those whose names hold all the words (in small letters) first, then those with a duty that does.

    A word may stand in the name, another in the duty: 公安 失踪 finds the police's duty.
    """
    named: dict[PublicAgency, list[PublicDuty]] = defaultdict(list)
    owing: dict[PublicAgency, list[PublicDuty]] = defaultdict(list)
    for duty in duty_table(today=today):
        name, text = duty.agency.name.lower(), duty.text.lower()
        if all(word in name for word in words):
            named[duty.agency].append(duty)
        elif all(word in name or word in text for word in words):
            owing[duty.agency].append(duty)
    found = [*sorted(named.items(), key=lambda one: len(one[0].name)), *owing.items()]
    return tuple(FoundAgency(agency, tuple(duties)) for agency, duties in found[:most])

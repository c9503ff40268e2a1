"""How to reach the agencies of the register, whether they owe a duty or not."""

import re
from dataclasses import dataclass

from datasets.models import Agency


@dataclass(frozen=True)
class PublicContact:
    name: str
    phone: str
    address: str


def agency_choices() -> list[tuple[str, str]]:
    return list(Agency.objects.order_by("name").values_list("code", "name"))


def public_contact(*, code: str) -> PublicContact | None:
    """None where the agency is no longer in the register."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        return None
    return PublicContact(agency.name, agency.public_phone, agency.public_address)


def published_telephones() -> frozenset[str]:
    """What agencies give out themselves, digits only."""
    phones = Agency.objects.exclude(public_phone="").values_list("public_phone", flat=True)
    found = (number for phone in phones for number in re.split(r"[、,，;；/ ]+", phone))
    return frozenset(re.sub(r"\D", "", number) for number in found)

"""Who is responsible: the duty table by place, by domain, by agency and by policy."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datasets.choices import ProtectionDomain
from datasets.public.duties import PublicAgency, PublicDuty, PublicPlace, duty_table


@dataclass(frozen=True)
class AgencyDuties:
    agency: PublicAgency
    duties: tuple[PublicDuty, ...]


@dataclass(frozen=True)
class DomainDuties:
    """`code` is "other" for duties that the table puts in no domain."""

    code: str
    label: str
    agencies: tuple[AgencyDuties, ...]

    @property
    def duty_count(self) -> int:
        return sum(len(one.duties) for one in self.agencies)


@dataclass(frozen=True)
class SharedDuties:
    """Duties that lie on the same agencies: those that lead, and those that support them."""

    leading: tuple[PublicAgency, ...]
    supporting: tuple[PublicAgency, ...]
    texts: tuple[str, ...]


OTHER_DOMAIN = "other"


def duties_at(*, place: PublicPlace, today: datetime.date) -> tuple[PublicDuty, ...]:
    """What is owed to a child who lives in the place: duties laid down for it or for an area above it."""
    return tuple(duty for duty in duty_table(today=today) if place.path.startswith(duty.place.path))


def duties_of_agency(*, code: str, today: datetime.date) -> tuple[PublicDuty, ...]:
    return tuple(duty for duty in duty_table(today=today) if duty.agency.code == code)


def duties_of_policy(*, number: str, today: datetime.date) -> tuple[PublicDuty, ...]:
    return tuple(duty for duty in duty_table(today=today) if duty.policy == number)


def places_with_duties(*, today: datetime.date) -> tuple[PublicPlace, ...]:
    """The areas that lay duties on agencies, from the top of the country down."""
    places = {duty.place.path: duty.place for duty in duty_table(today=today)}
    return tuple(places[path] for path in sorted(places))


def by_domain(duties: Iterable[PublicDuty]) -> tuple[DomainDuties, ...]:
    duties = tuple(duties)
    domains = []
    for domain, label in (*ProtectionDomain.choices, ("", _("其他职责"))):
        agencies = by_agency(duty for duty in duties if duty.domain == domain)
        if agencies:
            domains.append(DomainDuties(domain or OTHER_DOMAIN, str(label), agencies))
    return tuple(domains)


def by_agency(duties: Iterable[PublicDuty]) -> tuple[AgencyDuties, ...]:
    """Each agency with its duties, in the order in which the table names them first."""
    found: dict[str, list[PublicDuty]] = {}
    for duty in duties:
        found.setdefault(duty.agency.code, []).append(duty)
    return tuple(AgencyDuties(rows[0].agency, tuple(rows)) for rows in found.values())


def by_bearers(duties: Iterable[PublicDuty]) -> tuple[SharedDuties, ...]:
    """Each duty once, with all who bear it: told by clause, a duty of three agencies is one duty."""
    bearers: dict[str, list[PublicDuty]] = {}
    for duty in duties:
        bearers.setdefault(duty.text, []).append(duty)
    texts: dict[tuple[tuple[PublicAgency, ...], tuple[PublicAgency, ...]], list[str]] = {}
    for text, borne in bearers.items():
        leading = tuple(duty.agency for duty in borne if duty.is_lead)
        supporting = tuple(duty.agency for duty in borne if not duty.is_lead)
        texts.setdefault((leading, supporting), []).append(text)
    return tuple(
        SharedDuties(leading, supporting, tuple(what))
        for (leading, supporting), what in texts.items()
    )


def domain_label(code: str) -> str:
    labels = {str(domain): str(label) for domain, label in ProtectionDomain.choices}
    return labels.get(code) or _("其他职责")

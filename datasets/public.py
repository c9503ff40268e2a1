"""What the public may know: who is responsible for what, and how many children are looked after.

The one way from the public pages to the collections. Nothing here names a person, and a count of
children is given for a whole city only, never below ten.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from datasets.access.roles import PublicityEditor
from datasets.choices import ChildStatus, DutyPart, ProtectionDomain
from datasets.models import Child, DutyAssignment, Policy, Region

#: The group whose members keep the public pages.
PUBLICITY_GROUP = PublicityEditor.name

#: A smaller count could tell who is meant.
SMALLEST_COUNT = 10


@dataclass(frozen=True)
class PublicPolicy:
    code: str
    number: str
    title: str
    issuer: str
    issued_date: datetime.date | None


@dataclass(frozen=True)
class PublicDuty:
    """`source` is the policy's number and the clause; `is_lead` is False where the agency supports another."""

    text: str
    source: str
    is_lead: bool


@dataclass(frozen=True)
class PublicAgency:
    name: str
    phone: str
    duties: tuple[PublicDuty, ...]


@dataclass(frozen=True)
class PublicDomain:
    """A field of protection with the agencies that owe something in it."""

    code: str
    label: str
    agencies: tuple[PublicAgency, ...]


@dataclass(frozen=True)
class PublicCity:
    """`child_count` is None where it is too small to be told."""

    name: str
    agency_count: int
    duty_count: int
    child_count: int | None
    domains: tuple[PublicDomain, ...]


def public_policies() -> tuple[PublicPolicy, ...]:
    return tuple(
        PublicPolicy(policy.code, policy.number, policy.title, policy.issuer, policy.issued_date)
        for policy in Policy.objects.all()
    )


def public_cities(*, today: datetime.date) -> tuple[PublicCity, ...]:
    """Each region that lays duties on agencies, with those that run today."""
    assignments = (
        DutyAssignment.objects.filter(
            Q(since_date=None) | Q(since_date__lte=today),
            Q(until_date=None) | Q(until_date__gte=today),
        )
        .select_related("duty__policy", "agency")
        .order_by("duty__policy", "duty_id", "part", "id")
    )
    by_region: dict[int, list[DutyAssignment]] = defaultdict(list)
    for assignment in assignments:
        by_region[assignment.region_id].append(assignment)
    regions = Region.objects.filter(pk__in=by_region)
    return tuple(_city(region, by_region[region.pk]) for region in regions)


def _city(region: Region, assignments: list[DutyAssignment]) -> PublicCity:
    return PublicCity(
        name=region.name,
        agency_count=len({assignment.agency_id for assignment in assignments}),
        duty_count=len({assignment.duty_id for assignment in assignments}),
        child_count=_child_count(region),
        domains=tuple(_domains(assignments)),
    )


def _child_count(region: Region) -> int | None:
    children = Child.objects.filter(
        region__in=Region.objects.under(region.path), status=ChildStatus.OPEN
    )
    count = children.count()
    return count if count >= SMALLEST_COUNT else None


def _domains(assignments: list[DutyAssignment]) -> Iterable[PublicDomain]:
    for domain, label in (*ProtectionDomain.choices, ("", _("其他职责"))):
        by_agency: dict[int, list[DutyAssignment]] = defaultdict(list)
        for assignment in assignments:
            if assignment.duty.domain == domain:
                by_agency[assignment.agency_id].append(assignment)
        if by_agency:
            agencies = tuple(_agency(rows) for rows in by_agency.values())
            yield PublicDomain(domain, str(label), agencies)


def _agency(assignments: list[DutyAssignment]) -> PublicAgency:
    agency = assignments[0].agency
    return PublicAgency(
        name=agency.name,
        phone=agency.public_phone,
        duties=tuple(
            PublicDuty(
                text=assignment.duty.text,
                source=f"{assignment.duty.policy.number} {assignment.duty.clause}",
                is_lead=assignment.part == DutyPart.LEAD,
            )
            for assignment in assignments
        ),
    )

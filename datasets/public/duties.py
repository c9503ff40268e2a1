"""The duty table as the public reads it: which agency owes what, where, by which clause.

It is read whole and kept for all processes under a key that changes with every write to it, so
that an agency's new telephone is on the site at once and nothing has to be emptied.
"""

import datetime
from dataclasses import dataclass

from django.core.cache import caches
from django.db.models import Count, Max, Q, Value

from datasets.choices import DutyPart, RegionLevel
from datasets.models import Agency, Duty, DutyAssignment, Policy, Region

#: Seconds. A write that commits after a later one may leave the key as it was; so long at most.
KEPT_FOR = 600

#: Their history says whether the table has changed. Regions are too many to be counted each time.
_COUNTED = (Duty, DutyAssignment, Agency, Policy)


@dataclass(frozen=True)
class PublicPlace:
    """`address` is the region's official code, or r and its key where it has none."""

    address: str
    name: str
    level: str
    path: str

    @property
    def level_label(self) -> str:
        return str(RegionLevel(self.level).label)


@dataclass(frozen=True)
class PublicAgency:
    code: str
    name: str
    kind: str
    level: str
    phone: str
    address: str
    place: PublicPlace


@dataclass(frozen=True)
class PublicDuty:
    """A duty as laid on one agency in one place; `is_lead` is False where it supports another."""

    text: str
    domain: str
    policy: str
    clause: str
    is_lead: bool
    agency: PublicAgency
    place: PublicPlace

    @property
    def source(self) -> str:
        """The policy's number and the clause."""
        return f"{self.policy} {self.clause}"


def duty_table(*, today: datetime.date) -> tuple[PublicDuty, ...]:
    """Every duty that runs today, in the order of the policies' clauses."""
    cache = caches["public"]
    key = f"duties:{duty_table_version(today=today)}"
    kept: tuple[PublicDuty, ...] | None = cache.get(key)
    if kept is None:
        kept = _read(today)
        cache.set(key, kept, KEPT_FOR)
    return kept


def duty_table_version(*, today: datetime.date) -> str:
    """Changes when the table does: for keys of caches and for ETags."""
    parts = [
        model.history.order_by()
        .values(table=Value(model.collection_name))
        .annotate(last=Max("history_id"), number=Count("history_id"))
        for model in _COUNTED
    ]
    parts.append(
        Region.history.order_by()
        .values(table=Value(Region.collection_name))
        .annotate(last=Max("history_id"), number=Value(0))
    )
    rows = parts[0].union(*parts[1:], all=True)
    marks = sorted((row["table"], row["last"] or 0, row["number"]) for row in rows)
    return f"{today:%Y%m%d}-" + "-".join(f"{last}.{number}" for _table, last, number in marks)


def public_place_of(region: Region) -> PublicPlace:
    return PublicPlace(region.code or f"r{region.pk}", region.name, region.level, region.path)


def _read(today: datetime.date) -> tuple[PublicDuty, ...]:
    assignments = (
        DutyAssignment.objects.filter(
            Q(since_date=None) | Q(since_date__lte=today),
            Q(until_date=None) | Q(until_date__gte=today),
        )
        .select_related("duty__policy", "agency__region", "region")
        .order_by("duty__policy", "duty_id", "part", "id")
    )
    places: dict[int, PublicPlace] = {}
    agencies: dict[int, PublicAgency] = {}
    return tuple(_duty(assignment, places, agencies) for assignment in assignments)


def _duty(
    assignment: DutyAssignment, places: dict[int, PublicPlace], agencies: dict[int, PublicAgency]
) -> PublicDuty:
    """Places and agencies are made once each: hundreds of duties share them."""
    for region in (assignment.region, assignment.agency.region):
        places.setdefault(region.pk, public_place_of(region))
    agency = assignment.agency
    agencies.setdefault(
        agency.pk,
        PublicAgency(
            code=agency.code,
            name=agency.name,
            kind=agency.kind,
            level=agency.level,
            phone=agency.public_phone,
            address=agency.public_address,
            place=places[agency.region_id],
        ),
    )
    return PublicDuty(
        text=assignment.duty.text,
        domain=assignment.duty.domain,
        policy=assignment.duty.policy.number,
        clause=assignment.duty.clause,
        is_lead=assignment.part == DutyPart.LEAD,
        agency=agencies[agency.pk],
        place=places[assignment.region_id],
    )

"""Leading groups as the public reads them: which post sits in which part. No names.

Whoever holds a post changes, and the register keeps posts alone; where a document publishes names, they stand in
the document.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from datasets.choices import MemberPart
from datasets.models import LeadingGroup
from datasets.models.regions import PATH_STEP
from datasets.public.duties import PublicPlace, public_place_of


@dataclass(frozen=True)
class PublicOffice:
    """The agency at which a group's office stands."""

    code: str
    name: str
    phone: str


@dataclass(frozen=True)
class PublicSeats:
    """The posts that sit in one part of a group (组长), in their order."""

    label: str
    posts: tuple[str, ...]


@dataclass(frozen=True)
class PublicLeadingGroup:
    """`policy` is the number of the document that sets it up, "" where none is told."""

    code: str
    name: str
    task: str
    policy: str
    place: PublicPlace
    office: PublicOffice | None
    seats: tuple[PublicSeats, ...]


def leading_groups_at(place: PublicPlace) -> tuple[PublicLeadingGroup, ...]:
    """Those of the place and of the areas above it, from the top down."""
    ends = range(PATH_STEP, len(place.path) + 1, PATH_STEP)
    return _told(LeadingGroup.objects.filter(region__path__in=[place.path[:end] for end in ends]))


def leading_groups_of(*, office: str) -> tuple[PublicLeadingGroup, ...]:
    """Those whose office stands at the agency of this code."""
    return _told(LeadingGroup.objects.filter(office__code=office))


def leading_group(code: str) -> PublicLeadingGroup | None:
    return next(iter(_told(LeadingGroup.objects.filter(code=code))), None)


def all_leading_groups() -> tuple[PublicLeadingGroup, ...]:
    return _told(LeadingGroup.objects.all())


def _told(groups: QuerySet[LeadingGroup]) -> tuple[PublicLeadingGroup, ...]:
    ordered = groups.select_related("region", "policy", "office").order_by("region__path", "code")
    return tuple(map(_group, ordered.prefetch_related("members")))


def _group(group: LeadingGroup) -> PublicLeadingGroup:
    office = group.office
    return PublicLeadingGroup(
        code=group.code,
        name=group.name,
        task=group.task,
        policy=group.policy.number if group.policy else "",
        place=public_place_of(group.region),
        office=PublicOffice(office.code, office.name, office.public_phone) if office else None,
        seats=_seats(group),
    )


def _seats(group: LeadingGroup) -> tuple[PublicSeats, ...]:
    posts: dict[str, list[str]] = {part: [] for part in MemberPart}
    for member in sorted(group.members.all(), key=lambda one: one.position):
        posts[member.part].append(member.post)
    return tuple(
        PublicSeats(str(MemberPart(part).label), tuple(named))
        for part, named in posts.items()
        if named
    )

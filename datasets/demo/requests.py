"""What the demo's offices ask of each other: a child is referred to an agency, one is asked for by the next town."""

import datetime

from django.contrib.auth import get_user_model

from datasets.access import Actor
from datasets.actions.referrals import refer_child
from datasets.actions.transfers import ask_for_transfer
from datasets.choices import ChildStatus, FieldGroup
from datasets.models import Agency, Child, Referral, Region, TransferRequest

_MONTHS = datetime.timedelta(days=60)


def make_requests() -> None:
    """One of each, where nobody has asked for anything yet."""
    keeper, neighbour = _as("township"), _as("township2")
    kept = keeper.rows(Child).filter(status=ChildStatus.OPEN).order_by("pk")
    child = kept.exclude(id_number=None).first()
    agency = Agency.objects.filter(code="jiangyin-education").first()
    if child and agency and not Referral.objects.exists():
        refer_child(
            child=child,
            agency=agency,
            asked_for="请协调就近入学，并告知可以减免的费用。",
            shown_groups=[FieldGroup.CONTACT],
            until_date=keeper.today + _MONTHS,
            by=keeper,
        )
    moved = kept.exclude(id_number=None).last()
    home = Region.objects.filter(neighbour.territory.condition("path")).order_by("path").last()
    if moved and home and not TransferRequest.objects.exists():
        ask_for_transfer(
            id_number=moved.id_number or "",
            to_region=home,
            why="九月起随外祖父母居住，已在本镇小学就读。",
            by=neighbour,
        )


def _as(username: str) -> Actor:
    return Actor.of(get_user_model().objects.get(username=username))

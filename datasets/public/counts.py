"""A count that a page shows in its text, in words that say what is counted."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import DutyAssignment, Region
from datasets.public.duties import duty_table, public_place_of
from datasets.public.figures import public_figures


class PublicCount(models.TextChoices):
    AGENCIES = "agencies", _("负责的机构")
    DUTIES = "duties", _("明确的职责")
    CHILDREN = "children", _("在册儿童")


_DEFINITIONS = {
    PublicCount.AGENCIES: _("当天承担至少一项职责的机构。"),
    PublicCount.DUTIES: _("当天有机构承担的职责，牵头和配合的只算一次。"),
    PublicCount.CHILDREN: _(
        "已建档、未结案的困境未成年人，每月统计一次；不足10人的数字不公布，能推算出它的也不公布。"
    ),
}


@dataclass(frozen=True)
class PublicFigure:
    """`value` is None where it is withheld."""

    label: str
    region: str
    value: int | None
    definition: str
    date: datetime.date


def public_count(*, kind: str, region_code: str, today: datetime.date) -> PublicFigure | None:
    """None where the region is no longer there or lays no duties on anybody."""
    count = PublicCount(kind)
    duties = [duty for duty in duty_table(today=today) if duty.place.address == region_code]
    if not duties:
        return None
    told: int | None
    day = today
    if count == PublicCount.CHILDREN:
        figures = public_figures(today=today)
        day = figures.counted_date
        totals = {table.address: table.totals.total for table in figures.tables}
        told = totals.get(region_code)
    elif count == PublicCount.AGENCIES:
        told = len({duty.agency.code for duty in duties})
    else:
        told = len({(duty.policy, duty.clause, duty.text) for duty in duties})
    return PublicFigure(str(count.label), duties[0].place.name, told, str(_DEFINITIONS[count]), day)


def city_choices() -> list[tuple[str, str]]:
    """Address and name of each region that lays duties on agencies."""
    owing = Region.objects.filter(pk__in=DutyAssignment.objects.values("region"))
    return [(place.address, place.name) for place in map(public_place_of, owing)]

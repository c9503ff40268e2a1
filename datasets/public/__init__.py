"""What the public may know: who is responsible for what, and how many children are looked after.

The one way from the public pages to the collections. Nothing here names a person, and a count of
children is that of the month's figures, protected as statistics/ does it.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from datasets.access.roles import PublicityChief, PublicityEditor, PublicityReviewer
from datasets.history.generation import begin_public_generation, public_generation
from datasets.models import Policy
from datasets.public.clauses import PublicClause, clauses_of, tell_clauses_by
from datasets.public.contacts import (
    PublicContact,
    agency_choices,
    public_contact,
    published_telephones,
)
from datasets.public.counts import PublicCount, PublicFigure, city_choices, public_count
from datasets.public.csv_files import csv_text
from datasets.public.directory import (
    AgencyDuties,
    DomainDuties,
    SharedDuties,
    by_agency,
    by_bearers,
    by_domain,
    domain_label,
    duties_at,
    duties_of_agency,
    duties_of_policy,
    places_with_duties,
)
from datasets.public.duties import (
    PublicAgency,
    PublicDuty,
    PublicPlace,
    duty_table,
    duty_table_version,
)
from datasets.public.duty_drafts import (
    DraftDuty,
    DraftPolicy,
    DraftTable,
    NobodyOfThatName,
    draft_duties,
    duty_workbook,
    may_draft_duties,
    user_named,
)
from datasets.public.duty_files import duties_as_document, duties_as_rows
from datasets.public.figures import (
    PublicFigures,
    PublicRow,
    PublicTable,
    figures_as_document,
    figures_as_rows,
    figures_released_in,
    public_figures,
    released_months,
)
from datasets.public.finding import FoundAgency, find_agencies
from datasets.public.forms import OpenForm, answer_form, open_form, send, state_of
from datasets.public.group_drafts import DraftSeat, leading_group_workbook
from datasets.public.leading_groups import (
    PublicLeadingGroup,
    all_leading_groups,
    leading_group,
    leading_groups_at,
    leading_groups_of,
)
from datasets.public.naming import PRIVACY_GROUPS, names_recorded_child
from datasets.public.page_cards import PageCard, PublicPicture, page_cards, tell_page_cards_by
from datasets.public.places import PlaceInItsArea, find_places, public_place
from datasets.public.previews import PREVIEW_SECONDS, PreviewOver, preview_key, preview_of
from datasets.statistics.releases import SMALLEST_COUNT

__all__ = [
    "PREVIEW_SECONDS",
    "PRIVACY_GROUPS",
    "PUBLICITY_GROUP",
    "REVIEWING_GROUP",
    "SIGNING_GROUP",
    "SMALLEST_COUNT",
    "AgencyDuties",
    "DomainDuties",
    "DraftDuty",
    "DraftPolicy",
    "DraftSeat",
    "DraftTable",
    "FoundAgency",
    "NobodyOfThatName",
    "OpenForm",
    "PageCard",
    "PlaceInItsArea",
    "PreviewOver",
    "PublicAgency",
    "PublicCity",
    "PublicClause",
    "PublicContact",
    "PublicCount",
    "PublicDuty",
    "PublicFigure",
    "PublicFigures",
    "PublicLeadingGroup",
    "PublicPicture",
    "PublicPlace",
    "PublicPolicy",
    "PublicRow",
    "PublicTable",
    "SharedDuties",
    "agency_choices",
    "all_leading_groups",
    "answer_form",
    "begin_public_generation",
    "by_agency",
    "by_bearers",
    "by_domain",
    "city_choices",
    "clauses_of",
    "csv_text",
    "domain_label",
    "draft_duties",
    "duties_as_document",
    "duties_as_rows",
    "duties_at",
    "duties_of_agency",
    "duties_of_policy",
    "duty_table",
    "duty_table_version",
    "duty_workbook",
    "figures_as_document",
    "figures_as_rows",
    "figures_released_in",
    "find_agencies",
    "find_places",
    "leading_group",
    "leading_group_workbook",
    "leading_groups_at",
    "leading_groups_of",
    "may_draft_duties",
    "names_recorded_child",
    "open_form",
    "page_cards",
    "places_with_duties",
    "preview_key",
    "preview_of",
    "public_cities",
    "public_contact",
    "public_count",
    "public_figures",
    "public_generation",
    "public_place",
    "public_policies",
    "published_telephones",
    "released_months",
    "send",
    "state_of",
    "tell_clauses_by",
    "tell_page_cards_by",
    "user_named",
]

#: The group whose members keep the public pages.
PUBLICITY_GROUP = PublicityEditor.name
#: Those who read a page before it is signed, and those who sign it.
REVIEWING_GROUP = PublicityReviewer.name
SIGNING_GROUP = PublicityChief.name


@dataclass(frozen=True)
class PublicPolicy:
    code: str
    number: str
    title: str
    issuer: str
    issued_date: datetime.date | None


@dataclass(frozen=True)
class PublicCity:
    """`child_count` is that of the month's figures, None where it is not told; `counted_date` is their day.

    `address` is the place's in the directory.
    """

    name: str
    address: str
    agency_count: int
    duty_count: int
    child_count: int | None
    counted_date: datetime.date


def public_policies() -> tuple[PublicPolicy, ...]:
    return tuple(
        PublicPolicy(policy.code, policy.number, policy.title, policy.issuer, policy.issued_date)
        for policy in Policy.objects.all()
    )


def public_cities(
    *, today: datetime.date, figures: PublicFigures | None = None
) -> tuple[PublicCity, ...]:
    """Each region that lays duties on agencies, with those that run today and the children of this month."""
    figures = figures or public_figures(today=today)
    by_place: dict[PublicPlace, list[PublicDuty]] = defaultdict(list)
    for duty in duty_table(today=today):
        by_place[duty.place].append(duty)
    return tuple(
        _city(place, duties=by_place[place], figures=figures)
        for place in sorted(by_place, key=lambda place: place.path)
    )


def _city(place: PublicPlace, *, duties: list[PublicDuty], figures: PublicFigures) -> PublicCity:
    totals = {table.address: table.totals.total for table in figures.tables}
    return PublicCity(
        name=place.name,
        address=place.address,
        agency_count=len({duty.agency.code for duty in duties}),
        duty_count=len({(duty.policy, duty.clause, duty.text) for duty in duties}),
        child_count=totals.get(place.address),
        counted_date=figures.counted_date,
    )

"""Who is responsible for what: by place, by domain, by agency; and whom to call."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from content.clause_links import PolicyLinks, policy_links
from content.concerns import CONCERNS, POLICE, concern_of
from content.guard.forms import GuardedPageForm
from content.whom_to_call import first_to_call
from datasets.public import (
    PlaceInItsArea,
    PublicDuty,
    all_leading_groups,
    by_agency,
    by_domain,
    csv_text,
    duties_as_document,
    duties_as_rows,
    duties_at,
    duties_of_agency,
    duty_table,
    find_places,
    leading_group,
    leading_groups_at,
    leading_groups_of,
    places_with_duties,
    public_place,
)


class DirectoryPage(RoutablePageMixin, Page):
    """The duty table as it stands today. Nothing here is typed by an editor but the introduction."""

    introduction = models.CharField(_("导语"), max_length=300, blank=True)

    base_form_class = GuardedPageForm
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    #: Whoever looks for help here may have to be gone in a moment.
    offers_quick_exit = True

    class Meta:
        verbose_name = _("职责目录")
        verbose_name_plural = _("职责目录")

    @property
    def shown_date(self) -> datetime.date:
        return timezone.localdate()

    @property
    def kind_label(self) -> str | Promise:
        return _("谁负责什么")

    @path("")
    def cities(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        table = duty_table(today=today)
        cities = [
            (place, by_domain(duty for duty in table if duty.place == place))
            for place in places_with_duties(today=today)
        ]
        return self._show(request, "cities", cities=cities, **_search(request))

    @path("place/<slug:address>/")
    def place(self, request: HttpRequest, address: str) -> HttpResponse:
        place = _place(address)
        duties = duties_at(place=place.place, today=timezone.localdate())
        return self._show(
            request,
            "place",
            here=place,
            domains=by_domain(duties),
            agencies=by_agency(duties),
            groups=leading_groups_at(place.place),
        )

    @path("place/<slug:address>/<slug:domain>/")
    def domain(self, request: HttpRequest, address: str, domain: str) -> HttpResponse:
        place = _place(address)
        domains = by_domain(duties_at(place=place.place, today=timezone.localdate()))
        found = next((one for one in domains if one.code == domain), None)
        if found is None:
            raise Http404
        links = _links((duty for one in found.agencies for duty in one.duties), request)
        agencies = [(one.agency, _addressed(one.duties, links)) for one in found.agencies]
        return self._show(request, "domain", here=place, domain=found, agencies=agencies)

    @path("agency/<slug:code>/")
    def agency(self, request: HttpRequest, code: str) -> HttpResponse:
        duties = duties_of_agency(code=code, today=timezone.localdate())
        if not duties:
            raise Http404
        links = _links(duties, request)
        domains = [
            (one.label, _addressed(one.agencies[0].duties, links)) for one in by_domain(duties)
        ]
        groups = leading_groups_of(office=code)
        return self._show(
            request, "agency", agency=duties[0].agency, domains=domains, groups=groups
        )

    @path("group/<slug:code>/")
    def group(self, request: HttpRequest, code: str) -> HttpResponse:
        found = leading_group(code)
        if found is None:
            raise Http404
        links = policy_links([found.policy], request=request)
        office = found.office.code if found.office else ""
        has_page = office and duties_of_agency(code=office, today=timezone.localdate())
        return self._show(
            request,
            "group",
            group=found,
            here=public_place(found.place.address),
            policy=links.get(found.policy),
            office_url=f"{self.get_url(request)}agency/{office}/" if has_page else "",
        )

    @path("call/")
    def call(self, request: HttpRequest) -> HttpResponse:
        """First step: where is the child? A place that is called just so is the place."""
        search = _search(request)
        named = [one for one in search["found"] if search["words"].endswith(one.place.name)]
        if len(named) == 1:
            return redirect(f"{self.get_url(request)}call/{named[0].place.address}/")
        cities = places_with_duties(today=timezone.localdate())
        return self._show(request, "call", cities=cities, police=POLICE, **search)

    @path("call/<slug:address>/")
    def call_place(self, request: HttpRequest, address: str) -> HttpResponse:
        """Second step: what have you seen?"""
        return self._show(
            request, "call_place", here=_place(address), concerns=CONCERNS, police=POLICE
        )

    @path("call/<slug:address>/<slug:concern>/")
    def call_number(self, request: HttpRequest, address: str, concern: str) -> HttpResponse:
        place, seen = _place(address), concern_of(concern)
        if seen is None:
            raise Http404
        duties = duties_at(place=place.place, today=timezone.localdate())
        agencies = first_to_call(duties, kinds=seen.kinds, place=place.place)
        return self._show(request, "call_number", here=place, concern=seen, agencies=agencies)

    @path("csv/")
    def as_csv(self, request: HttpRequest) -> HttpResponse:
        text = csv_text(duties_as_rows(_chosen(request)))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="duties.csv"'
        return response

    @path("json/")
    def as_json(self, request: HttpRequest) -> HttpResponse:
        document = duties_as_document(_chosen(request), day=timezone.localdate())
        return JsonResponse(document, json_dumps_params={"ensure_ascii": False})

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The directory itself, what stands in it, and the way to a telephone number."""
        today = timezone.localdate()
        root = self.get_full_url(request) or ""
        agencies = {duty.agency.code for duty in duty_table(today=today)}
        below = [
            "call/",
            *(f"place/{place.address}/" for place in places_with_duties(today=today)),
            *(f"agency/{code}/" for code in sorted(agencies)),
            *(f"group/{group.code}/" for group in all_leading_groups()),
        ]
        return [{"location": root + address} for address in ("", *below)]

    def _show(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        return self.render(
            request,
            template=f"content/directory/{name}.html",
            context_overrides={
                "directory_url": self.get_url(request),
                "today": timezone.localdate(),
                **context,
            },
        )


def _place(address: str) -> PlaceInItsArea:
    place = public_place(address)
    if place is None:
        raise Http404
    return place


def _search(request: HttpRequest) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()[:60]
    return {"words": words, "found": find_places(words)}


def _chosen(request: HttpRequest) -> tuple[PublicDuty, ...]:
    """The whole table, or what holds in one place (`?place=`)."""
    address = request.GET.get("place")
    today = timezone.localdate()
    if not address:
        return duty_table(today=today)
    return duties_at(place=_place(address).place, today=today)


def _links(duties: Iterable[PublicDuty], request: HttpRequest) -> dict[str, PolicyLinks]:
    return policy_links((duty.policy for duty in duties), request=request)


def _addressed(
    duties: Iterable[PublicDuty], links: dict[str, PolicyLinks]
) -> list[tuple[PublicDuty, str]]:
    """Each duty with the address of its clause, "" where its policy has no page."""
    return [
        (duty, links[duty.policy].to(duty.clause) if duty.policy in links else "")
        for duty in duties
    ]

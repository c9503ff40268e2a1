"""转介 for those who keep the child: the list, the page with the answer, the early end."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.referrals import end_referral
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE, OwnPage
from datasets.admin.showing import masked_on_page
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import Child, Referral
from datasets.models.posts import name_of_user
from datasets.standards.masks import PROTECTED

_RELATED = ("child__region__parent", "agency", "referred_by", "answered_by")


@dataclass(frozen=True)
class ShownReferral:
    """What the keepers read; what is asked for only those who see such reasons, and who wrote it."""

    referral: Referral
    state: str
    is_running: bool
    groups: str
    referrer: str
    answerer: str
    asked_for: str
    answer: str

    @classmethod
    def of(cls, referral: Referral, *, to: Actor) -> "ShownReferral":
        sees = to.sees(Referral, "asked_for") or referral.referred_by == to.user
        hidden = masked_on_page(PROTECTED)
        return cls(
            referral=referral,
            state=state_on(to.today, referral),
            is_running=referral.is_running(to.today),
            groups=named(referral.groups),
            referrer=name_of_user(referral.referred_by),
            answerer=name_of_user(referral.answered_by) if referral.answered_by else "",
            asked_for=referral.asked_for if sees else hidden,
            answer=referral.answer if sees else hidden,
        )


def state_on(day: datetime.date, referral: Referral) -> str:
    """How far it is, in a word."""
    if referral.is_running(day):
        return _("已答复") if referral.answered_at else _("等待答复")
    return _("已结束")


def named(groups: frozenset[FieldGroup]) -> str:
    return "、".join(str(group.label) for group in FieldGroup if group in groups)


def referrals_of(child: Child, *, to: Actor) -> list[ShownReferral]:
    """Those that the child's page lists: all that the reader may see."""
    found = to.rows(Referral).filter(child=child).select_related(*_RELATED)
    return [ShownReferral.of(one, to=to) for one in found]


class ReferralsPage(OwnPage):
    """What was referred from the reader's areas."""

    model = Referral
    logged_as = AccessVerb.LIST
    template_name = "datasets/referrals/list.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        found = self.actor.rows(Referral).select_related(*_RELATED)
        paginator = CappedPaginator(found, ROWS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        keys = [one.pk for one in page]
        request.visit.shows(AccessVerb.LIST, Referral, keys, count=paginator.count)
        return self.render_to_response(
            {
                "referrals": [ShownReferral.of(one, to=self.actor) for one in page],
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "breadcrumbs": [{"url": "", "label": Referral._meta.verbose_name_plural}],
            }
        )


class ReferralPage(OwnPage):
    model = Referral
    related = _RELATED
    template_name = "datasets/referrals/referral.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(self.row(pk))

    def page(self, referral: Referral, *, refusal: str = "") -> HttpResponse:
        shown = ShownReferral.of(referral, to=self.actor)
        return self.render_to_response(
            {
                "shown": shown,
                "child_url": reverse("datasets_child_modeladmin_inspect", args=[referral.child_id]),
                "may_end": shown.is_running and self.actor.may_on("add", referral),
                "refusal": refusal,
                "breadcrumbs": [
                    {"url": reverse("referrals"), "label": referral._meta.verbose_name_plural},
                    {"url": "", "label": str(referral)},
                ],
            },
            status=422 if refusal else 200,
        )


class EndReferral(ReferralPage):
    logged_as = AccessVerb.CHANGE
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        referral = self.found(pk)
        try:
            end_referral(referral=referral, by=self.actor)
        except NotPermitted as refusal:
            self.visit.refuses(self.logged_as, Referral, [pk])
            raise PermissionDenied(str(refusal)) from refusal
        except ValidationError as refusal:
            self.visit.shows(AccessVerb.VIEW, Referral, [pk])
            return self.page(referral, refusal=" ".join(refusal.messages))
        self.visit.shows(self.logged_as, Referral, [pk])
        messages.success(request, _("已结束，对方不再看到这名儿童。"))
        return redirect("referral", pk=pk)

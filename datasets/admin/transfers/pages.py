"""转入申请: the list, the page of one, and the three ways it ends."""

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
from datasets.actions.transfers import (
    agree_to_transfer,
    family_would_follow,
    refuse_transfer,
    withdraw_transfer,
)
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE, OwnPage, require_fit, text_in
from datasets.admin.showing import linked
from datasets.choices import AccessVerb, TransferState
from datasets.models import TransferRequest
from datasets.models.posts import name_of_user
from datasets.models.regions import TRAIL
from datasets.standards.masks import masked_number

_LONGEST_ANSWER = 300
_RELATED = ("child", "asked_by", "decided_by", *(
    f"{region}__{TRAIL}" for region in ("to_region", "from_region", "child__region")
))  # fmt: skip


@dataclass(frozen=True)
class ShownRequest:
    """A request as far as its reader may know: whoever asked learns neither name nor area before it is agreed to."""

    request: TransferRequest
    number: str
    asker: str
    #: "" where they are not told.
    child: str
    place: str
    decider: str

    @classmethod
    def of(cls, request: TransferRequest, *, to: Actor) -> "ShownRequest":
        left = request.from_region or request.child.region
        keeps = to.area("decide", TransferRequest)
        is_keeper = keeps.covers(left.path) or keeps.covers(request.child.region.path)
        is_told = is_keeper or request.state == TransferState.AGREED
        return cls(
            request=request,
            number=masked_number(request.id_number),
            asker=name_of_user(request.asked_by),
            child=linked(request.child, to=to) if is_told else "",
            place=left.trail() if is_told else "",
            decider=name_of_user(request.decided_by) if is_told and request.decided_by else "",
        )

    @property
    def is_open(self) -> bool:
        return self.request.state == TransferState.ASKED


class TransfersPage(OwnPage):
    """What waits for the reader's decision, and all that was asked by or of the reader's areas."""

    model = TransferRequest
    logged_as = AccessVerb.LIST
    template_name = "datasets/transfers/list.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        within_reach = self.actor.rows(TransferRequest).select_related(*_RELATED)
        to_decide = self.actor.rows(TransferRequest, "decide").select_related(*_RELATED)
        paginator = CappedPaginator(within_reach, ROWS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        waiting = list(to_decide[:ROWS_A_PAGE])
        keys = {one.pk for one in (*waiting, *page)}
        request.visit.shows(AccessVerb.LIST, TransferRequest, sorted(keys), count=paginator.count)
        return self.render_to_response(
            {
                "waiting": [ShownRequest.of(one, to=self.actor) for one in waiting],
                "requests": [ShownRequest.of(one, to=self.actor) for one in page],
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "user_can_ask": self.actor.may("add", TransferRequest),
                "breadcrumbs": [
                    {"url": "", "label": TransferRequest._meta.verbose_name_plural},
                ],
            }
        )


class TransferPage(OwnPage):
    """One request; whoever may decide finds the two buttons here."""

    model = TransferRequest
    related = _RELATED
    template_name = "datasets/transfers/request.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self.page(self.row(pk))

    def page(self, asked: TransferRequest, *, refusal: str = "", answer: str = "") -> HttpResponse:
        shown = ShownRequest.of(asked, to=self.actor)
        may_decide = self.actor.may_on("decide", asked)
        return self.render_to_response(
            {
                "shown": shown,
                "may_decide": may_decide,
                "family_follows": may_decide
                and family_would_follow(asked.child, to=asked.to_region, by=self.actor),
                "may_withdraw": shown.is_open
                and not may_decide
                and self.actor.may_on("add", asked),
                "refusal": refusal,
                "answer": answer,
                "longest_answer": _LONGEST_ANSWER,
                "breadcrumbs": [
                    {"url": reverse("transfers"), "label": asked._meta.verbose_name_plural},
                    {"url": "", "label": _("申请 %(number)s") % {"number": asked.pk}},
                ],
            },
            status=422 if refusal else 200,
        )


class TransferStep(TransferPage):
    """A decision: what the action refuses comes back onto the page, with what was typed."""

    logged_as = AccessVerb.TRANSFER
    http_method_names = ["post"]

    def take(self, asked: TransferRequest, answer: str) -> str:
        """Call the action; returns what to tell the user."""
        raise NotImplementedError

    def post(self, request: Any, pk: int) -> HttpResponse:
        asked, answer = self.found(pk), text_in(request, "answer")
        try:
            require_fit(answer, longest=_LONGEST_ANSWER)
            told = self.take(asked, answer)
        except NotPermitted as refusal:
            self.visit.refuses(self.logged_as, TransferRequest, [pk])
            raise PermissionDenied(str(refusal)) from refusal
        except ValidationError as refusal:
            self.visit.shows(AccessVerb.VIEW, TransferRequest, [pk])
            return self.page(asked, refusal=" ".join(refusal.messages), answer=answer)
        self.visit.shows(self.logged_as, TransferRequest, [pk])
        messages.success(request, told)
        return redirect("transfer", pk=pk)


class Agree(TransferStep):
    def take(self, asked: TransferRequest, answer: str) -> str:
        if agree_to_transfer(request=asked, answer=answer, by=self.actor):
            return _("已同意。儿童的档案和家庭、监护人一起转到了对方地区。")
        return _("已同意。儿童的档案转到了对方地区。")


class Refuse(TransferStep):
    def take(self, asked: TransferRequest, answer: str) -> str:
        refuse_transfer(request=asked, answer=answer, by=self.actor)
        return _("已答复不同意，儿童的档案留在原地区。")


class Withdraw(TransferStep):
    def take(self, asked: TransferRequest, answer: str) -> str:
        withdraw_transfer(request=asked, by=self.actor)
        return _("已撤回申请。")

"""转介给我的: an agency's officers read of a child what the referral shows, and answer."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.referrals import answer_referral
from datasets.admin.inspecting import RecordInspectView
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE, OwnPage, require_fit, text_in
from datasets.admin.photos import photo_source
from datasets.admin.referrals.pages import named, state_on
from datasets.admin.showing import village_and_township
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import Child, Referral
from datasets.models.posts import name_of_user

_MOST_ANSWER = 1_000
_RELATED = ("child__region__parent", "agency", "referred_by")


class ReceivedList(OwnPage):
    """The children referred to the reader's agencies, by name and village alone."""

    model = Referral
    verb = "receive"
    logged_as = AccessVerb.LIST
    template_name = "datasets/referrals/received.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        found = self.actor.rows(Referral, "receive").select_related(*_RELATED)
        paginator = CappedPaginator(found, ROWS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        keys = [one.pk for one in page]
        request.visit.shows(AccessVerb.LIST, Referral, keys, count=paginator.count)
        rows = [
            (one, village_and_township(one.child.region), state_on(self.actor.today, one))
            for one in page
        ]
        return self.render_to_response(
            {
                "rows": rows,
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "breadcrumbs": [{"url": "", "label": _("转介给我的")}],
            }
        )


class ReceivedPage(RecordInspectView):
    """The child as its own page shows it, to a reader who sees the groups that the referral names and nothing else.

    It is no address of the child: the child's own addresses, its lists and files are closed to an officer.
    """

    http_method_names = ["get", "post"]
    logs_itself = True
    template_name = "datasets/referrals/received_child.html"
    referral: Referral = None  # type: ignore[assignment] # as_view insists on an attribute

    def __init__(self, *, referral: Referral, **options: Any) -> None:
        super().__init__(instance_pk=str(referral.child_id), **options)
        self.referral = referral

    @classmethod
    def opened(cls, request: Any, referral: int, *, model_admin: Any) -> HttpResponse:
        """Find the referral within reach; who has none is told that nothing is there."""
        actor = Actor.of(request.user)
        if not actor.may("receive", Referral):
            request.visit.refuses(AccessVerb.VIEW, Referral, [referral])
            raise PermissionDenied
        rows = actor.rows(Referral, "receive").select_related(*_RELATED)
        found = rows.filter(pk=referral).first()
        if found is None:
            request.visit.refuses(AccessVerb.VIEW, Referral, [referral])
            raise Http404
        request.visit.shows(AccessVerb.VIEW, Referral, [found.pk])
        request.visit.shows(AccessVerb.VIEW, Child, [found.child_id])
        answer: HttpResponse = cls.as_view(model_admin=model_admin, referral=found)(request)
        answer["Cache-Control"] = "private, no-store"
        return answer

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user).shown(self.referral.groups)

    def check_action_permitted(self, user: Any) -> bool:
        return Actor.of(user).may_on("receive", self.referral)

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    @property
    def breadcrumbs(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("received_referrals"), "label": _("转介给我的")},
            {"url": "", "label": str(self.instance)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**{"answer": self.referral.answer, **kwargs})
        # The photo's address is one of the child's: the picture itself goes along.
        bare = self.actor.shown([FieldGroup.BASIC])
        photo = photo_source(self.instance, to=bare, revealed=self.referral.groups)
        return context | {
            "photo_source": photo,
            "referral": self.referral,
            "referrer": name_of_user(self.referral.referred_by),
            "groups": named(self.referral.groups),
            "longest_answer": _MOST_ANSWER,
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = text_in(request, "answer")
        try:
            require_fit(answer, longest=_MOST_ANSWER)
            answer_referral(referral=self.referral, answer=answer, by=Actor.of(request.user))
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except ValidationError as refusal:
            told = self.get_context_data(answer=answer, refusal=" ".join(refusal.messages))
            return self.render_to_response(told, status=422)
        messages.success(request, _("已答复。"))
        return redirect("received_referral", referral=self.referral.pk)

"""What the pages of the sealed have in common, and the first of them: who has to do with which seal."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin

from datasets.access import Actor
from datasets.access.sealing import is_running, own_requests, own_seals, requests_to_decide
from datasets.choices import AccessVerb
from datasets.models import Child, Seal, Unsealing
from datasets.models.posts import name_of_user

_MOST_SHOWN = 200


def has_to_do_with_seals(actor: Actor) -> bool:
    return (
        actor.may("seal", Child)
        or actor.may("unseal", Child)
        or actor.may("approve", Unsealing)
        or actor.may("view", Seal)
    )


@dataclass(frozen=True)
class ShownSeal:
    seal: Seal
    sealed_by: str
    lifted_by: str


@dataclass(frozen=True)
class ShownRequest:
    asked: Unsealing
    asked_by: str
    decided_by: str
    is_running: bool


class SealingView(TemplateResponseMixin, View):
    """A page for whom a post gives something to do with seals."""

    here: ClassVar[Any] = ""
    #: What the access log calls it where somebody else asks.
    logged_as: ClassVar[AccessVerb] = AccessVerb.LIST

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def may_open(self) -> bool:
        return has_to_do_with_seals(self.actor)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.may_open():
            request.visit.refuses(self.logged_as, Seal)
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @property
    def breadcrumbs(self) -> list[dict[str, Any]]:
        crumbs = [{"url": reverse("sealing") if self.here else "", "label": gettext_lazy("封存")}]
        return [*crumbs, {"url": "", "label": self.here}] if self.here else crumbs

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return self.render_to_response({"breadcrumbs": self.breadcrumbs, **context}, status=status)


class SealingPage(SealingView):
    """One's own seals and requests, what waits for one's decision, and for the auditor that seals are there."""

    template_name = "datasets/sealing/overview.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        actor = self.actor
        mine = list(own_seals(actor).defer("content")[:_MOST_SHOWN])
        audited = list(actor.rows(Seal).defer("content", "called", "note")[:_MOST_SHOWN])
        request.visit.shows(AccessVerb.LIST, Seal, {seal.pk for seal in [*mine, *audited]})
        return self.render(
            {
                "user_can_seal": actor.may("seal", Child),
                "user_can_ask": actor.may("unseal", Child),
                "user_can_decide": actor.may("approve", Unsealing),
                "user_can_audit": actor.may("view", Seal),
                "mine": mine,
                "asked": self._shown(own_requests(actor)),
                "to_decide": self._shown(requests_to_decide(actor)),
                "audited": [
                    ShownSeal(seal, name_of(seal.sealed_by), name_of(seal.lifted_by))
                    for seal in audited
                ],
                "audited_requests": self._shown(actor.rows(Unsealing)),
            }
        )

    def _shown(self, requests: QuerySet[Unsealing]) -> list[ShownRequest]:
        return [
            ShownRequest(
                one, name_of(one.requested_by), name_of(one.decided_by), is_running(one, self.actor)
            )
            for one in requests.select_related("requested_by", "decided_by")[:_MOST_SHOWN]
        ]


def name_of(user: Any) -> str:
    return name_of_user(user) if user else ""

"""What the pages of retention share: who may open them, and where they stand."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin

from datasets.access import Actor
from datasets.admin.visits import Visit
from datasets.choices import AccessVerb
from datasets.models import RetentionRun


class RetentionPage(TemplateResponseMixin, View):
    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    @property
    def visit(self) -> Visit:
        visit: Visit = self.request.visit  # type: ignore[attr-defined]
        return visit

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.actor.may("view", RetentionRun):
            request.visit.refuses(AccessVerb.RETENTION, RetentionRun)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def require(self, verb: str, model: type[Model], pk: int) -> None:
        if not self.actor.may(verb, RetentionRun):
            self.visit.refuses(AccessVerb.RETENTION, model, [pk])
            raise PermissionDenied

    def run_in_sight(self, pk: int) -> RetentionRun:
        """Raises Http404, of which the access log is told."""
        along = ("region", "rule", "proposed_by", "approved_by", "carried_out_by")
        run = self.actor.rows(RetentionRun).select_related(*along).filter(pk=pk).first()
        if run is None:
            self.visit.refuses(AccessVerb.RETENTION, RetentionRun, [pk])
            raise Http404
        return run


def crumbs(here: str) -> list[dict[str, str]]:
    return [{"url": reverse("retention"), "label": _("归档和匿名")}, {"url": "", "label": here}]

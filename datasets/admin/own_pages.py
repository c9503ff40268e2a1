"""Pages of our own, beside those of the collections: who may open them, and the one row that they show."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin

from datasets.access import Actor
from datasets.choices import AccessVerb

ROWS_A_PAGE = 50


class OwnPage(TemplateResponseMixin, View):
    """Opens to whoever may do `verb` with rows of the model; a row out of reach is not there."""

    model: ClassVar[type[Model]]
    verb: ClassVar[str] = "view"
    #: What the access log calls the opening of a row; its refusals too.
    logged_as: ClassVar[AccessVerb] = AccessVerb.VIEW
    related: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.actor.may(self.verb, self.model):
            request.visit.refuses(self.logged_as, self.model, kwargs.values())
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def row(self, pk: int) -> Any:
        """The row within reach, which the access log is told of."""
        visit = self.request.visit  # type: ignore[attr-defined]
        found = self.actor.rows(self.model, self.verb).select_related(*self.related)
        row = found.filter(pk=pk).first()
        if row is None:
            visit.refuses(self.logged_as, self.model, [pk])
            raise Http404
        visit.shows(self.logged_as, self.model, [pk])
        return row

"""Pages of our own, beside those of the collections: who may open them, and the one row that they show."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin

from datasets.access import Actor
from datasets.admin.visits import Visit
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
            keys = [kwargs["pk"]] if "pk" in kwargs else []
            request.visit.refuses(self.logged_as, self.model, keys)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def found(self, pk: int) -> Any:
        """The row within reach; that there is none is logged, what is done with one the caller says."""
        rows = self.actor.rows(self.model, self.verb).select_related(*self.related)
        row = rows.filter(pk=pk).first()
        if row is None:
            self.visit.refuses(self.logged_as, self.model, [pk])
            raise Http404
        return row

    def row(self, pk: int) -> Any:
        """The row within reach, which the access log is told of."""
        row = self.found(pk)
        self.visit.shows(self.logged_as, self.model, [pk])
        return row

    @property
    def visit(self) -> Visit:
        visit: Visit = self.request.visit  # type: ignore[attr-defined]
        return visit


def text_in(request: Any, name: str) -> str:
    """What was typed into a field of several lines; a browser counts the end of a line once and sends it as two."""
    return str(request.POST.get(name, "")).replace("\r\n", "\n").strip()


def require_fit(text: str, *, longest: int) -> None:
    """Raises ValidationError where the text is too long: cut off it would say something else."""
    if len(text) > longest:
        raise ValidationError(
            _("内容超过 %(limit)d 个字，请缩短。") % {"limit": longest}, code="too_long"
        )

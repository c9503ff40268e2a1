"""The page /api/: what may be asked and how, with curl and Python for each door. It needs nothing from other hosts."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from datasets.access import Actor
from datasets.api.attributes import Kind
from datasets.api.callers import Caller
from datasets.api.listing import Listed, listed
from datasets.api.parameters import shown_fields
from datasets.api.problems import KINDS
from datasets.public import PREVIEW_SECONDS
from datasets.webhooks.delivering import MOST_ATTEMPTS
from datasets.webhooks.events import Event


class Documentation(TemplateView):
    template_name = "datasets/api/documentation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            root=self.request.build_absolute_uri("/").rstrip("/"),
            openapi=reverse("api_openapi"),
            collections=[ShownCollection(one) for one in listed(self.caller)],
            operators=_OPERATORS,
            problems=[(kind, status, title) for kind, (status, title) in KINDS.items()],
            events=Event.choices,
            attempts=MOST_ATTEMPTS,
            page_size=settings.WAGTAILAPI_LIMIT_MAX,
            preview_minutes=PREVIEW_SECONDS // 60,
            **kwargs,
        )

    @property
    def caller(self) -> Caller:
        """Whoever is logged in."""
        return Caller(Actor.of(self.request.user))

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        is_same_for_all = request.user.is_anonymous
        response.headers["Cache-Control"] = "public, max-age=300" if is_same_for_all else "no-store"
        patch_vary_headers(response, ("Cookie",))
        return response


#: Operator → an example of it.
_OPERATORS = (
    ("", "sex=female"),
    ("__in", "status__in=open,closed"),
    ("__contains", "name__contains=明"),
    ("__startswith", "name__startswith=王"),
    ("__gt __gte __lt __lte", "birth_date__gte=2015-01-01"),
    ("__names", "skills__names=music"),
    ("__isnull", "family__isnull=true"),
    ("__code __code__in", "region__code=320281104208"),
    ("__under", "region__under=320281104"),
)


class ShownCollection:
    """A collection as the page lists it."""

    def __init__(self, listed: Listed) -> None:
        collection = listed.collection
        shown = [collection.attributes[name] for name in shown_fields(collection, listed.sight)]
        self.name = collection.name
        self.label = collection.label
        self.is_published = collection.is_published
        self.relations = ", ".join(collection.relations if listed.is_whole else ())
        self.fields = [
            (one.name, one.label, _KINDS[one.kind], _how(one.operators)) for one in shown
        ]


def _how(operators: tuple[str, ...]) -> str:
    if not operators:
        return _("不能查")
    return " ".join(f"__{one}" if one else "=" for one in operators)


_KINDS = {
    Kind.TEXT: "text",
    Kind.CHOICE: "choice",
    Kind.CODES: "[choice]",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "amount",
    Kind.DATE: "date",
    Kind.MOMENT: "date-time",
    Kind.BOOLEAN: "true/false",
    Kind.LINK: "link",
    Kind.FILE: "file",
}

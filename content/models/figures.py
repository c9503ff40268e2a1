"""Public figures: how many children are looked after, where, in which group."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from content.guard.forms import GuardedPageForm
from datasets.public import (
    PublicTable,
    csv_text,
    figures_as_document,
    figures_as_rows,
    public_cities,
    public_figures,
)


@dataclass(frozen=True)
class Bar:
    """`width` in per cent of the longest bar."""

    name: str
    count: int
    width: float


class FiguresPage(RoutablePageMixin, Page):
    """The month's figures. Nothing here is typed by an editor but the introduction."""

    introduction = models.CharField(_("导语"), max_length=300, blank=True)

    base_form_class = GuardedPageForm
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    template = "content/figures/figures.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("公开数字")
        verbose_name_plural = _("公开数字")

    @property
    def shown_date(self) -> datetime.date:
        return timezone.localdate()

    @property
    def kind_label(self) -> str | Promise:
        return _("数字")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        figures = public_figures(today=today)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "today": today,
            "figures": figures,
            "charts": [(table, _bars(table)) for table in figures.tables],
            "cities": public_cities(today=today, figures=figures),
            "figures_url": self.get_url(request),
        }

    @path("csv/")
    def as_csv(self, request: HttpRequest) -> HttpResponse:
        text = csv_text(figures_as_rows(public_figures(today=timezone.localdate())))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="figures.csv"'
        return response

    @path("json/")
    def as_json(self, request: HttpRequest) -> HttpResponse:
        document = figures_as_document(public_figures(today=timezone.localdate()))
        return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _bars(table: PublicTable) -> list[Bar]:
    counts = [(row.name, row.total) for row in table.areas if row.total is not None]
    longest = max((count for _name, count in counts), default=1)
    return [Bar(name, count, round(100 * count / longest, 1)) for name, count in counts]

"""Public figures: how many children are looked after, where, in which group."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import register_converter
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from content.guard.forms import GuardedPageForm
from datasets.public import (
    PublicFigures,
    PublicTable,
    csv_text,
    figures_as_document,
    figures_as_rows,
    figures_released_in,
    public_cities,
    public_figures,
    released_months,
)


class MonthConverter:
    """2026-10 in an address is the first day of that month."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: datetime.date) -> str:
        return f"{value:%Y-%m}"


register_converter(MonthConverter, "yearmonth")


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

    @path("")
    def this_month(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        figures = public_figures(today=today)
        return self._show(
            request,
            figures,
            month=None,
            today=today,
            cities=public_cities(today=today, figures=figures),
        )

    @path("<yearmonth:month>/")
    def of_month(self, request: HttpRequest, month: datetime.date) -> HttpResponse:
        """As it was said then: a release never changes, and keeps its address."""
        return self._show(request, _released(month), month=month)

    @path("csv/")
    def as_csv(self, request: HttpRequest) -> HttpResponse:
        return _csv(public_figures(today=timezone.localdate()), "figures")

    @path("<yearmonth:month>/csv/")
    def month_as_csv(self, request: HttpRequest, month: datetime.date) -> HttpResponse:
        return _csv(_released(month), f"figures-{month:%Y-%m}")

    @path("json/")
    def as_json(self, request: HttpRequest) -> HttpResponse:
        return _json(public_figures(today=timezone.localdate()))

    @path("<yearmonth:month>/json/")
    def month_as_json(self, request: HttpRequest, month: datetime.date) -> HttpResponse:
        return _json(_released(month))

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        root = self.get_full_url(request) or ""
        months = (f"{month:%Y-%m}/" for month in released_months())
        return [{"location": root + address} for address in ("", *months)]

    def _show(
        self,
        request: HttpRequest,
        figures: PublicFigures,
        *,
        month: datetime.date | None,
        **more: Any,
    ) -> HttpResponse:
        """`month` is the one whose own page it is, None for the page of the present."""
        root = self.get_url(request) or ""
        context = {
            "figures": figures,
            "charts": [(table, _bars(table)) for table in figures.tables],
            "figures_url": root,
            "month": month,
            "files_url": f"{root}{month:%Y-%m}/" if month else root,
            "months": [(one, f"{root}{one:%Y-%m}/") for one in released_months()],
        }
        return self.render(request, context_overrides=context | more)


def _released(month: datetime.date) -> PublicFigures:
    figures = figures_released_in(month)
    if figures is None:
        raise Http404
    return figures


def _csv(figures: PublicFigures, name: str) -> HttpResponse:
    response = HttpResponse(
        csv_text(figures_as_rows(figures)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _json(figures: PublicFigures) -> HttpResponse:
    document = figures_as_document(figures)
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _bars(table: PublicTable) -> list[Bar]:
    counts = [(row.name, row.total) for row in table.areas if row.total is not None]
    longest = max((count for _name, count in counts), default=1)
    return [Bar(name, count, round(100 * count / longest, 1)) for name, count in counts]

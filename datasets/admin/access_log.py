"""The access log for auditors: filtered, with what deserves a second look above. Reading it is logged too."""

import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.lists import CappedPaginator
from datasets.admin.visits import Visit
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import AccessEntry
from datasets.queries.access_log import entries_between, flags_in, naming

_ENTRIES_A_PAGE = 50
_MOST_FLAGS = 20
_DAYS_AT_FIRST = 30
_READ_ON_OWN_PAGES = ("accessentry", "ledgerbatch", "transferrequest", "referral")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class LogFilter(forms.Form):
    since = _day(gettext_lazy("从"))
    until = _day(gettext_lazy("到"))
    username = forms.CharField(label=gettext_lazy("账号"), required=False, max_length=150)
    verb = forms.ChoiceField(
        label=gettext_lazy("行为"),
        required=False,
        choices=[("", gettext_lazy("全部")), *AccessVerb.choices],
    )
    collection = forms.ChoiceField(label=gettext_lazy("数据集"), required=False)
    record = forms.IntegerField(label=gettext_lazy("记录编号"), required=False, min_value=1)
    refused = forms.BooleanField(label=gettext_lazy("只看被拒绝的"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        logged = AccessEntry.objects.order_by().values_list("collection", flat=True).distinct()
        known = sorted(name for name in logged if name)
        collection: Any = self.fields["collection"]
        collection.choices = [
            ("", _("全部")),
            *((name, collection_label(name)) for name in known),
        ]

    def entries(self) -> QuerySet[AccessEntry]:
        asked = self.cleaned_data
        entries = entries_between(asked["since"], asked["until"])
        for name in ("username", "verb", "collection"):
            if asked[name]:
                entries = entries.filter(**{name: asked[name]})
        if asked["record"]:
            entries = naming(entries, asked["collection"] or "child", asked["record"])
        return entries.filter(is_permitted=False) if asked["refused"] else entries


def collection_label(name: str) -> str:
    """What the interface calls the collection of a model's name."""
    try:
        return str(apps.get_model("datasets", name)._meta.verbose_name)
    except LookupError:
        return name


class AccessLogPage(TemplateResponseMixin, View):
    template_name = "datasets/access_log.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        if not Actor.of(request.user).may("view", AccessEntry):
            request.visit.refuses(AccessVerb.LOG, AccessEntry)
            raise PermissionDenied
        today = Actor.of(request.user).today
        begun = today - datetime.timedelta(days=_DAYS_AT_FIRST)
        is_asked = bool(
            request.GET.keys() - {"p"}
        )  # a later page of the first days asks for no more
        form = LogFilter(request.GET if is_asked else {"since": begun.isoformat()})
        entries = form.entries() if form.is_valid() else AccessEntry.objects.none()
        paginator = CappedPaginator(entries, _ENTRIES_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        self._log(request.visit, form, page)
        flags = flags_in(entries)
        return self.render_to_response(
            {
                "form": form,
                "flags": flags[:_MOST_FLAGS],
                "more_flags": len(flags) - _MOST_FLAGS,
                "entries": [ShownEntry(entry) for entry in page],
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "breadcrumbs": [{"url": "", "label": _("访问日志")}],
            },
            status=200 if form.is_valid() else 400,
        )

    def _log(self, visit: Visit, form: LogFilter, page: Page) -> None:
        asked = form.cleaned_data if form.is_valid() else {}
        filters = {name: str(value) for name, value in asked.items() if value}
        visit.shows(AccessVerb.LOG, AccessEntry, count=page.paginator.count, filters=filters)


class ShownEntry:
    """An entry as an auditor reads it: whose record, never what stands in it."""

    def __init__(self, entry: AccessEntry) -> None:
        self.entry = entry
        self.collection = collection_label(entry.collection) if entry.collection else ""
        self.records = "、".join(map(str, entry.records[:5]))
        self.more = len(entry.records) - 5
        self.filters = "；".join(_said(name, value) for name, value in entry.filters.items())


def _said(name: str, value: Any) -> str:
    """A condition as an auditor reads it; of what was revealed, the group."""
    if name == "group" and value in FieldGroup.values:
        return str(FieldGroup(value).label)
    return f"{name}={value}"


class AccessLogMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", AccessEntry)


def access_log_urls() -> list[URLPattern]:
    return [path("access-log/", AccessLogPage.as_view(), name="access_log")]


def reading_permissions() -> QuerySet[Permission]:
    """What a city grants in the admin beside the collections': the log, ledgers, what is asked of others."""
    return Permission.objects.filter(
        content_type__app_label="datasets", content_type__model__in=_READ_ON_OWN_PAGES
    )


def access_log_menu_item() -> MenuItem:
    return AccessLogMenuItem(
        gettext_lazy("访问日志"), reverse("access_log"), icon_name="history", order=1_900
    )

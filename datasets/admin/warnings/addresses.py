"""The addresses of 预警, its place in the menu, its line on the dashboard."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from datasets.access import Actor
from datasets.admin.warnings.pages import WarningPage, WarningsPage
from datasets.admin.warnings.rules import RulePage
from datasets.models import WarningRule
from datasets.queries.warnings import found_for, may_be_told

_MOST_ON_DASHBOARD = 8


class WarningsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        actor = Actor.of(request.user)
        return may_be_told(actor) or actor.may("view", WarningRule)


class WarningsPanel(Component):
    """What the rules have found, on the first page of whoever sees the records."""

    name = "warnings"
    order = 12
    template_name = "datasets/warnings/panel.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "found": [
                (one.rule, count) for one, count in found_for(self.actor)[:_MOST_ON_DASHBOARD]
            ]
        }


def add_warnings_panel(request: Any, panels: list[Component]) -> None:
    actor = Actor.of(request.user)
    if may_be_told(actor):
        panels.append(WarningsPanel(actor))


def warning_urls() -> list[URLPattern]:
    return [
        path("warnings/", WarningsPage.as_view(), name="warnings"),
        path("warnings/<int:pk>/", WarningPage.as_view(), name="warning_rule"),
        path("warnings/rules/new/", RulePage.as_view(), name="warning_rule_new"),
        path("warnings/rules/<int:pk>/", RulePage.as_view(), name="warning_rule_edit"),
    ]


def warning_menu_item() -> MenuItem:
    return WarningsMenuItem(
        _("预警"), reverse("warnings"), name="warnings", icon_name="warning", order=112
    )


def warning_permissions() -> QuerySet[Permission]:
    """What a city grants in the groups' editor."""
    return Permission.objects.filter(
        content_type__app_label="datasets", content_type__model="warningrule"
    )

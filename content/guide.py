"""The writing guide: one page in the admin, and in short beside every form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import HelpPanel


def editing_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "content/editing/guide.html")


def guide_urls() -> list[URLPattern]:
    return [path("writing-guide/", editing_guide, name="editing_guide")]


class GuideMenuItem(MenuItem):
    """Whoever writes no pages has nothing to read there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


def guide_menu_item() -> MenuItem:
    return GuideMenuItem(_("写作指南"), reverse("editing_guide"), icon_name="help", order=10)


def guide_panel(**options: Any) -> HelpPanel:
    """Folded: whoever knows it is not held up."""
    return HelpPanel(
        heading=_("写之前看一眼"),
        template="content/editing/panel.html",
        classname="collapsed",
        icon="help",
        **options,
    )

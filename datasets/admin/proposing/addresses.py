"""The addresses of 从表格新建, and its place in the menu."""

from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.proposing.header import ChooseHeader
from datasets.admin.proposing.pages import ChooseSheet, Columns
from datasets.models import CollectionDefinition, FieldDefinition


def proposing_urls() -> list[URLPattern]:
    return [
        path("definitions/sheet/", ChooseSheet.as_view(), name="proposed_sheet"),
        path("definitions/sheet/header/", ChooseHeader.as_view(), name="proposed_header"),
        path("definitions/sheet/columns/", Columns.as_view(), name="proposed_columns"),
    ]


class ProposingMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        actor = Actor.of(request.user)
        return actor.may("add", CollectionDefinition) and actor.may("add", FieldDefinition)


def proposing_menu_item() -> MenuItem:
    return ProposingMenuItem(
        _("从表格新建"),
        reverse_lazy("proposed_sheet"),
        name="proposing",
        icon_name="upload",
        order=8900,
    )

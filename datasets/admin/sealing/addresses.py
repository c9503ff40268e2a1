"""The addresses of what is sealed, and its place in the menu: for those whom a post gives something to do there."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.sealing.asking import DecideRequest, RequestPage
from datasets.admin.sealing.pages import SealingPage, has_to_do_with_seals
from datasets.admin.sealing.reading import LiftSeal, UnsealedPage


class SealingMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return has_to_do_with_seals(Actor.of(request.user))


def sealing_urls() -> list[URLPattern]:
    return [
        path("sealing/", SealingPage.as_view(), name="sealing"),
        path("sealing/request/", RequestPage.as_view(), name="sealing_request"),
        path("sealing/<int:pk>/decide/", DecideRequest.as_view(), name="sealing_decide"),
        path("sealing/<int:pk>/", UnsealedPage.as_view(), name="sealing_unsealed"),
        path("sealing/<int:pk>/lift/<int:seal>/", LiftSeal.as_view(), name="sealing_lift"),
    ]


def sealing_menu_item() -> MenuItem:
    return SealingMenuItem(_("封存"), reverse("sealing"), icon_name="lock", order=115)


def sealing_permissions() -> QuerySet[Permission]:
    """What a city grants in the groups' editor."""
    return Permission.objects.filter(
        content_type__app_label="datasets", content_type__model__in=("seal", "unsealing")
    )

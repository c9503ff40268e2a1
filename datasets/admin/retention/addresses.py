"""The addresses of retention, and its place in the menu."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.retention.archived import ArchivedList, RestoreArchived
from datasets.admin.retention.rules import LookAhead
from datasets.admin.retention.runs import (
    Approve,
    CarryOut,
    Certificate,
    Overview,
    RunPage,
    Withdraw,
)
from datasets.models import RetentionRun


def retention_urls() -> list[URLPattern]:
    run = "retention/runs/<int:pk>/"
    return [
        path("retention/", Overview.as_view(), name="retention"),
        path("retention/rules/<int:pk>/<slug:step>/", LookAhead.as_view(), name="retention_look"),
        path(run, RunPage.as_view(), name="retention_run"),
        path(f"{run}approve/", Approve.as_view(), name="retention_approve"),
        path(f"{run}withdraw/", Withdraw.as_view(), name="retention_withdraw"),
        path(f"{run}carry-out/", CarryOut.as_view(), name="retention_carry_out"),
        path(f"{run}certificate/", Certificate.as_view(), name="retention_certificate"),
        path(
            f"{run}certificate.csv",
            Certificate.as_view(),
            {"form": "csv"},
            "retention_certificate_csv",
        ),
        path(
            f"{run}certificate.json",
            Certificate.as_view(),
            {"form": "json"},
            "retention_certificate_json",
        ),
        path(
            "retention/archived/<slug:collection>/",
            ArchivedList.as_view(),
            name="retention_archived",
        ),
        path(
            "retention/archived/<slug:collection>/<int:pk>/restore/",
            RestoreArchived.as_view(),
            name="retention_restore",
        ),
    ]


class RetentionMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", RetentionRun)


def retention_menu_item() -> MenuItem:
    return RetentionMenuItem(
        _("归档和匿名"), reverse("retention"), name="retention", icon_name="history", order=700
    )


def retention_permissions() -> QuerySet[Permission]:
    """What a city grants in the admin: to see, propose, approve, bring back."""
    return Permission.objects.filter(
        content_type__app_label="datasets", content_type__model="retentionrun"
    )

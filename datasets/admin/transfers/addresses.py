"""The addresses of 转入申请, and its place in the menu."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.transfers.asking import AskPage
from datasets.admin.transfers.pages import Agree, Refuse, TransferPage, TransfersPage, Withdraw
from datasets.models import TransferRequest


class TransferMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", TransferRequest)


def transfer_urls() -> list[URLPattern]:
    return [
        path("transfers/", TransfersPage.as_view(), name="transfers"),
        path("transfers/ask/", AskPage.as_view(), name="transfer_ask"),
        path("transfers/<int:pk>/", TransferPage.as_view(), name="transfer"),
        path("transfers/<int:pk>/agree/", Agree.as_view(), name="transfer_agree"),
        path("transfers/<int:pk>/refuse/", Refuse.as_view(), name="transfer_refuse"),
        path("transfers/<int:pk>/withdraw/", Withdraw.as_view(), name="transfer_withdraw"),
    ]


def transfer_menu_item() -> MenuItem:
    return TransferMenuItem(
        _("转入申请"), reverse("transfers"), name="transfers", icon_name="redirect", order=200
    )

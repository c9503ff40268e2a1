"""The addresses of 转介, and the places in the menu: the keepers' list, the officers' own."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.referrals.pages import EndReferral, ReferralPage, ReferralsPage
from datasets.admin.referrals.received import ReceivedList
from datasets.admin.referrals.referring import ReferPage
from datasets.models import Referral


class ReferralMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", Referral)


class ReceivedMenuItem(MenuItem):
    """For officers; who sees everything finds the same in the keepers' list."""

    def is_shown(self, request: Any) -> bool:
        actor = Actor.of(request.user)
        return actor.may("receive", Referral) and not actor.is_unbound


def referral_urls() -> list[URLPattern]:
    """Without the page of a child received: it shows the child as `ChildAdmin` does, and hangs there."""
    return [
        path("referrals/", ReferralsPage.as_view(), name="referrals"),
        path("referrals/new/<int:child>/", ReferPage.as_view(), name="referral_new"),
        path("referrals/<int:pk>/", ReferralPage.as_view(), name="referral"),
        path("referrals/<int:pk>/end/", EndReferral.as_view(), name="referral_end"),
        path("received/", ReceivedList.as_view(), name="received_referrals"),
    ]


def referral_menu_item() -> MenuItem:
    return ReferralMenuItem(
        _("转介"), reverse("referrals"), name="referrals", icon_name="resubmit", order=210
    )


def received_menu_item() -> MenuItem:
    return ReceivedMenuItem(
        _("转介给我的"),
        reverse("received_referrals"),
        name="received-referrals",
        icon_name="mail",
        order=105,
    )

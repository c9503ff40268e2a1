"""The door closes after wrong passwords; what is seen then."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from datasets.admin.visits import address_of
from datasets.standards.client_addresses import place_of


class LockoutBackend(AxesStandaloneBackend):
    """Refuses before the password is looked at. Without a request there is no address to close."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        if request is not None:
            super().authenticate(request, **credentials)


def place_of_visitor(request: Any) -> str | None:
    """From where somebody tries passwords."""
    return place_of(address_of(request))


def locked_out(request: Any, _original: Any = None, _credentials: Any = None) -> HttpResponse:
    """The same page whether the account exists or not."""
    context = {"title": _("暂时不能登录")}
    return render(request, "datasets/gates/locked_out.html", context, status=429)

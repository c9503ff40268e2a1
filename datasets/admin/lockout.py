"""What somebody sees who has typed wrong passwords too often."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def locked_out(request: Any, _original: Any = None, _credentials: Any = None) -> HttpResponse:
    """The same page whether the account exists or not."""
    context = {"title": _("暂时不能登录")}
    return render(request, "datasets/gates/locked_out.html", context, status=429)

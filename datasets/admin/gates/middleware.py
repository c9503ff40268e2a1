"""Leads whoever a gate stops to the page that opens it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from datasets.access import Actor
from datasets.access.standing import Standing, standing_of
from datasets.actions.posts import settle_roles
from datasets.admin.gates import sessions

#: What everybody may reach who is half-way in.
_ALWAYS = (
    "wagtailadmin_logout",
    "wagtailadmin_login",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)


def gate_before(user: Any, standing: Standing) -> str:
    """The name of the page that the user must pass next; "" where the way is free."""
    if standing.must_change_password:
        return "first_password"
    if not standing.has_accepted_conduct:
        return "conduct"
    if (standing.has_second_factor or standing.needs_second_factor) and not user.is_verified():
        return "second_factor"
    return ""


class GateMiddleware:
    """Holds the admin's addresses; public pages have no gates."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if request.path.startswith(settings.ADMIN_ROOT) and request.user.is_authenticated:
            standing = _settled(Actor.of(request.user))
            if sessions.is_over(request, standing):
                sessions.end(request)
                return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
            page = gate_before(request.user, standing)
            if page and request.path not in {reverse(name) for name in (*_ALWAYS, page)}:
                return _led_to(page, request)
        return self.get_response(request)


def _settled(actor: Actor) -> Standing:
    """The user's standing; a post that began or ended overnight has moved the user into other groups first."""
    standing = standing_of(actor.user, today=actor.today)
    if standing.has_moved:
        settle_roles(actor.user, actor)
        standing = standing_of(actor.user, today=actor.today)
    return standing


def _led_to(page: str, request: Any) -> Any:
    address = reverse(page)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"location": address}, status=403)
    came_for = request.get_full_path() if request.method == "GET" else settings.ADMIN_ROOT
    return HttpResponseRedirect(f"{address}?{urlencode({'next': came_for})}")

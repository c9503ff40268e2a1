"""Every address of the site, with keys in the places of its parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page, Site, Workflow

from datasets.admin.made.addresses import made_admins
from datasets.models import (
    Agency,
    Category,
    CategoryScheme,
    Duty,
    DutyAssignment,
    LeadingGroup,
    LoginRule,
    Policy,
    Post,
    Record,
    Region,
    RetentionRule,
    RoleGrant,
)
from tests.walk.people import NOUNS, World
from tests.walk.retention import keys_of_retention

MADE_UP = 987_654_321
_OURS = (
    "datasets_", "definitions", "ledger_", "choose_", "wagtailusers_", "access_log", "conduct", "first_password",
    "second_factor", "sign_out_others", "sealing", "transfer", "referral", "received_", "retention",
    "tokens", "program_accounts", "revoke_token", "webhook", "policy_intake", "made",
)  # fmt: skip
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """`label` is its name and, where it has keys, whose they are: own, foreign, sealed, any, made-up."""

    label: str
    path: str

    @property
    def is_ours(self) -> bool:
        """Wagtail's own pages ask for a group's rights alone: fewer people tell as much there."""
        return self.label.startswith(_OURS)


def addresses(world: World) -> Iterator[Address]:
    """Each route of the site once for each kind of key that it may be asked with."""
    for name, pattern in (*routes(), *routes_of_made()):
        route = _plain(pattern)
        parameters = {parameter for _kind, parameter in _PARAMETER.findall(route)}
        if not parameters:
            yield Address(name, "/" + route)
            continue
        by_kind = (
            keys_of_retention(name)
            if name.startswith(("retention", "datasets_retention"))
            else _keys_of_requests(name, world) or _keys(name, world)
        )
        for kind, keys in by_kind.items():
            values = {**_WORDS, **keys}
            path = _PARAMETER.sub(lambda found, v=values: str(v.get(found[2], v["key"])), route)
            yield Address(f"{name} {kind}", "/" + path)


def routes(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Name with its namespace, and pattern, of every view that the resolver knows."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or route}", route


def routes_of_made() -> Iterator[tuple[str, str]]:
    """The same of the collections of one's own, whose addresses no resolver of the site knows."""
    for admin in made_admins().values():
        yield from routes(admin.resolver, "admin/", "datasets_")
        space = f"choose_{admin.model._meta.model_name}:"
        yield from routes(admin.chooser.resolver, f"admin/{admin.chooser.resolver.pattern}", space)


#: Regular expressions of Wagtail's and what to ask them with.
_REGEXES = {
    r"^.*/$": "no/such/page/",
    r"^.*$": "no/such/address/",
    r"^documents/(\d+)/(.*)$": f"documents/{MADE_UP}/file.pdf",
    r"^(\d+)/(.*)$": f"{MADE_UP}/file.pdf",
    r"^media/(?P<path>.*)$": "media/photos/x.png",
    r"^((?:[\w\-]+/)*)$": "",
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$":
        f"{MADE_UP}/revisions/compare/earliest...latest/",
    "^pages/": "pages/", "^documents/": "documents/", "^images/": "images/",
}  # fmt: skip
_WORDS = {
    "collection": "children", "app_label": "auth", "model_name": "user", "action": "assign_role", "app_name": "home",
    "action_name": "delete", "filter_spec": "original", "uidb64": "MQ", "token": "x-y",
    "step": "archive", "content_type_app_name": "content", "content_type_model_name": "policypage",
}  # fmt: skip


def _plain(route: str) -> str:
    for expression, text in _REGEXES.items():
        route = route.replace(expression, text)
    return route


def _keys(name: str, world: World) -> Mapping[str, Mapping[str, Any]]:
    """Kind of key → the values of parameters; "key" is for those with no value of their own."""
    made_up = {"made-up": {"key": MADE_UP}}
    for noun in NOUNS:
        if name.startswith((f"datasets_{noun}_", f"choose_{noun}")):
            sealed = {"key": world.sealed.key, "batch": world.sealed.batch.pk}
            return {
                kind: {"key": town.record(noun).pk, "batch": town.batch.pk}
                for kind, town in world.towns.items()
            } | {
                "made-up": {"key": MADE_UP, "batch": MADE_UP},
                **({"sealed": sealed} if noun == "child" else {}),
            }
    if name == "ledger_sample":
        return {"any": {"key": 1}} | made_up
    if name.startswith(("ledger_", "sealing")):
        return _keys_of_ledgers_and_seals(name, world) | made_up
    for model in _OTHERS:
        noun = str(model._meta.model_name)
        if name.startswith((f"datasets_{noun}_", f"choose_{noun}")):
            found = model._default_manager.first()
            return {"any": {"key": found.pk}} | made_up if found else made_up
    if name.startswith(("wagtailusers_users", "choose_user")):
        users = get_user_model().objects
        return {
            "clerk's": {"key": users.get(username="the_clerk").pk},
            "boss's": {"key": users.get(username="the_boss").pk},
        } | made_up
    for beginning, found in {
        "wagtailusers_groups": Group.objects.first(),
        "wagtailadmin_pages": Page.objects.filter(depth=2).first(),
        "wagtailadmin_explore": Page.objects.filter(depth=2).first(),
        "wagtailadmin_api:pages": Page.objects.filter(depth=2).first(),
        "wagtailsites": Site.objects.first(),
        "wagtailsettings": Site.objects.first(),
        "wagtailadmin_workflows": Workflow.objects.first(),
    }.items():
        if name.startswith(beginning) and found:
            return {"any": {"key": found.pk, "model_name": _model_name(name)}}
    return made_up


def _keys_of_ledgers_and_seals(name: str, world: World) -> dict[str, Mapping[str, Any]]:
    if name.startswith("sealing"):
        return {"sealed": {"key": world.sealed.request.pk, "seal": world.sealed.seal.pk}}
    batches = {kind: town.batch for kind, town in world.towns.items()}
    batches["sealed"] = world.sealed.batch
    return {kind: {"key": batch.pk} for kind, batch in batches.items()}


def _keys_of_requests(name: str, world: World) -> Mapping[str, Mapping[str, Any]]:
    """The same for what is asked of other areas and of agencies; nothing for other addresses."""
    made_up = {"made-up": {"key": MADE_UP}}
    if name.startswith("transfer"):
        return {kind: {"key": one.pk} for kind, one in world.transfers.items()} | made_up
    if name.startswith(("referral", "received_")):
        return {
            kind: {"key": town.referral.pk, "child": town.child.pk}
            for kind, town in world.towns.items()
        } | made_up
    if name.startswith("definitions"):
        # Of a built-in collection, to which nobody has added a field.
        return {"any": {"code": "children", "name": "trainings", "which": "field", "key": MADE_UP}}
    return {}


def _model_name(name: str) -> str:
    return "sitesettings" if name.startswith("wagtailsettings") else _WORDS["model_name"]


_OTHERS: tuple[type[Record], ...] = (
    Agency, Category, CategoryScheme, Duty, DutyAssignment, LeadingGroup, LoginRule, Policy, Post,
    Region, RetentionRule, RoleGrant,
)  # fmt: skip

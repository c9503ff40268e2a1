"""What a file of definitions tells beside collections and fields: warning rules and saved views.

Each is made as if whoever brings the file in had made it: a rule asks nothing that its author may not ask. What is
theirs not to make is left out and said.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.views import user_can_share_with_everyone, views_in_sight
from datasets.actions.views import save_view
from datasets.actions.warnings.rules import make_rule
from datasets.choices import ViewScope
from datasets.custom.definition_files import ToldCollection
from datasets.models import SavedView, WarningRule


@dataclass(frozen=True)
class BesidePlan:
    """What becomes of a rule or a view of the file."""

    label: str
    is_there: bool


def plan_beside(told: ToldCollection) -> list[BesidePlan]:
    rules = [BesidePlan(_rule_called(one), _rule_is_there(told, one)) for one in told.warnings]
    there = SavedView.objects.filter(collection=told.code, scope=ViewScope.EVERYONE)
    names = {*there.values_list("name", flat=True)}
    views = [BesidePlan(_view_called(one), one["name"] in names) for one in told.views]
    return [*rules, *views]


def bring_beside(told: Iterable[ToldCollection], *, by: Actor, reason: str) -> list[str]:
    """Make what there is not yet; returns a sentence for each that was left out."""
    # Asked anew who may do what: the collections that were just made have granted it.
    by = replace(by, user=get_user_model().objects.get(pk=by.user.pk))
    left_out = []
    for one in told:
        for values in one.warnings:
            if not _rule_is_there(one, values):
                make = partial(_make_rule, one, values, by, reason)
                left_out += _tried(_rule_called(values), make)
        known = {*views_in_sight(by).filter(collection=one.code).values_list("name", flat=True)}
        for values in one.views:
            if values["name"] not in known:
                make = partial(_save_view, one, values, by, reason)
                left_out += _tried(_view_called(values), make)
    return left_out


def _make_rule(told: ToldCollection, values: Mapping[str, Any], by: Actor, reason: str) -> None:
    whole = {**values, "collection": values["collection"] or told.code}
    make_rule(values=whole, by=by, reason=reason)


def _save_view(told: ToldCollection, values: Mapping[str, Any], by: Actor, reason: str) -> None:
    scope = ViewScope.EVERYONE if user_can_share_with_everyone(by) else ViewScope.MINE
    save_view(collection=told.code, values={**values, "scope": scope}, by=by, reason=reason)


def _rule_is_there(told: ToldCollection, values: Mapping[str, Any]) -> bool:
    rules = WarningRule.objects.filter(collection=values["collection"] or told.code)
    return rules.filter(sentence=values["sentence"]).exists()


def _rule_called(values: Mapping[str, Any]) -> str:
    return _("预警“%(name)s”") % {"name": values["sentence"]}


def _view_called(values: Mapping[str, Any]) -> str:
    return _("视图“%(name)s”") % {"name": values["name"]}


def _tried(name: str, make: Callable[[], None]) -> list[str]:
    try:
        with transaction.atomic():
            make()
    except (ValidationError, PermissionDenied) as refusal:
        why = " ".join(getattr(refusal, "messages", ())) or str(refusal)
        return [_("%(name)s没有建：%(why)s") % {"name": name, "why": why}]
    return []

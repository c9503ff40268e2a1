"""Which warnings are whose to see."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.choices import Urgency
from datasets.custom.types.links import models_by_collection, models_in_use
from datasets.models import OpenWarning, Record, WarningRule
from datasets.queries.conditions import (
    UnanswerableCondition,
    asked_of,
    condition_of,
    leaves_of,
    require_may_ask,
)

_IN_ORDER: list[str] = [Urgency.URGENT, Urgency.SOON, Urgency.NORMAL]


@dataclass(frozen=True)
class Found:
    """A rule with what it has found among the reader's records."""

    rule: WarningRule
    model: type[Record]
    warnings: QuerySet[OpenWarning]


def warnings_for(actor: Actor) -> Iterator[Found]:
    """Rules that tell the actor, of records in the actor's sight.

    That a record meets a rule says what the rule asks: whoever does not see one of its fields is told nothing.
    """
    models = models_in_use()
    for rule in WarningRule.objects.filter(is_enabled=True).order_by("collection", "pk"):
        model = models.get(rule.collection)
        if model is None or not actor.may("view", model) or not _is_told(rule, actor):
            continue
        if _may_know(rule, model, actor):
            mine = actor.rows(model).values("pk")
            yield Found(rule, model, rule.open_warnings.filter(record_key__in=mine))


def found_for(actor: Actor) -> list[tuple[Found, int]]:
    """The rules that have found anything, the urgent first, each with how many records."""
    counted = [(found, found.warnings.count()) for found in warnings_for(actor)]
    found = [(one, count) for one, count in counted if count]
    return sorted(found, key=lambda pair: (_IN_ORDER.index(pair[0].rule.urgency), -pair[1]))


def collections_asked(rule: WarningRule) -> set[str]:
    """Whose records may decide whether one meets the rule: its own, and those that its condition names beside them."""
    found, model = {rule.collection}, models_by_collection().get(rule.collection)
    try:
        asked = (
            [asked_of(model, leaf.get("field")) for leaf in leaves_of(rule.condition)]
            if model
            else []
        )
    except UnanswerableCondition:
        return found  # whoever asks it is told
    for one in asked:
        beside = [
            one.rows.model if one.rows else None,
            one.link.related_model if one.link else None,
        ]
        found |= {other.collection_name for other in beside if other}
    return found


def may_be_told(actor: Actor) -> bool:
    """Whether there is any collection of which a warning could be the actor's to see."""
    kept = (model for model in models_in_use().values() if not model.is_public_knowledge)
    return any(actor.may("view", model) for model in kept)


def question_of(rule: WarningRule, *, by: Actor) -> tuple[type[Record], Q]:
    """The records among which the rule looks, and what it asks of them. Raises UnanswerableCondition."""
    model = models_in_use().get(rule.collection)
    if model is None:
        raise UnanswerableCondition(_("这条规则的数据集已经停用。"))
    return model, condition_of(model, rule.condition, by=by, today=by.today)


def why_paused(rule: WarningRule, *, today: datetime.date) -> str:
    """Why a rule that is in use finds nothing new: what it asks is gone. "" of one that runs."""
    try:
        question_of(rule, by=Actor.system(today=today))
    except UnanswerableCondition as refusal:
        return str(refusal)
    return ""


def record_of(warning: OpenWarning) -> Any:
    """The record that a warning speaks of; None where it is gone."""
    model = models_by_collection().get(warning.rule.collection)
    return model and model._default_manager.filter(pk=warning.record_key).first()


def _may_know(rule: WarningRule, model: type[Record], actor: Actor) -> bool:
    try:
        require_may_ask(model, rule.condition, by=actor)
    except UnanswerableCondition:
        return False
    return True


def _is_told(rule: WarningRule, actor: Actor) -> bool:
    if not rule.told or actor.is_unbound:
        return True
    roles = {post.role_name for post in actor.posts}
    return bool(roles & {*rule.told})

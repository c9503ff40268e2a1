"""Which warnings are whose to see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from datasets.access import Actor
from datasets.custom.types.links import models_by_collection
from datasets.models import OpenWarning, Record, WarningRule
from datasets.queries.conditions import UnanswerableCondition, require_may_ask


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
    models = models_by_collection()
    for rule in WarningRule.objects.filter(is_enabled=True).order_by("collection", "pk"):
        model = models.get(rule.collection)
        if model is None or not actor.may("view", model) or not _is_told(rule, actor):
            continue
        if _may_know(rule, model, actor):
            mine = actor.rows(model).values("pk")
            yield Found(rule, model, rule.open_warnings.filter(record_key__in=mine))


def may_be_told(actor: Actor) -> bool:
    """Whether there is any collection of which a warning could be the actor's to see."""
    kept = (model for model in models_by_collection().values() if not model.is_public_knowledge)
    return any(actor.may("view", model) for model in kept)


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

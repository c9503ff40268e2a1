"""Keeping the rules."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.warnings.evaluating import evaluate
from datasets.custom.types.links import models_in_use
from datasets.models import WarningRule
from datasets.queries.conditions import UnanswerableCondition, condition_of, require_may_ask


def make_rule(*, values: Mapping[str, Any], by: Actor, reason: str) -> WarningRule:
    """A new rule, whose warnings are there at once. Raises NotPermitted, ValidationError."""
    _check(values, by)
    rule = records.create_record(model=WarningRule, values=values, by=by, reason=reason)
    evaluate(rule, today=by.today)
    return rule


def change_rule(
    *,
    rule: WarningRule,
    values: Mapping[str, Any],
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Raises NotPermitted, RecordChangedMeanwhile, ValidationError."""
    told = {name: getattr(rule, name) for name in ("collection", "condition")}
    _check({**told, **values}, by)
    changed = records.change_record(
        record=rule, values=values, by=by, reason=reason, seen_version=seen_version
    )
    evaluate(WarningRule.objects.get(pk=rule.pk), today=by.today)
    return changed


def _check(values: Mapping[str, Any], by: Actor) -> None:
    """A rule asks nothing that its author may not ask."""
    model = models_in_use().get(values.get("collection", ""))
    if model is None:
        raise ValidationError({"collection": _("没有这个数据集。")})
    if not values.get("condition"):
        raise ValidationError({"condition": _("请至少写一个条件，否则每条记录都会提醒。")})
    try:
        require_may_ask(model, values["condition"], by=by)
        system = Actor.system(today=by.today)
        condition_of(model, values["condition"], by=system, today=by.today)
    except UnanswerableCondition as refusal:
        raise ValidationError({"condition": str(refusal)}) from refusal

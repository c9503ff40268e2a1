"""A rule, a run that waits and a child put away, in the county's area and in another city."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model

from datasets.access import Actor
from datasets.actions.children import close_child
from datasets.actions.dispatch import create
from datasets.actions.retention.runs import propose_run
from datasets.choices import ClosingReason, RetentionCondition, RetentionStep
from datasets.models import Child, RetentionRule, RetentionRun
from tests.conftest import region
from tests.factories import make_child

_PLACES = {"own": "320281", "foreign": "410105"}


def keys_of_retention(name: str) -> dict[str, Mapping[str, Any]]:
    """Whose keys the addresses of retention are asked with: made once, at the first question."""
    if not RetentionRule.objects.exists():
        for code in _PLACES.values():
            _make(code)
    if name == "retention_archived":
        return {"any": {"key": "children"}}
    is_of_rule = name.startswith(("retention_look", "datasets_"))
    model: Any = RetentionRule if is_of_rule else RetentionRun
    model = Child if name == "retention_restore" else model
    found: dict[str, Mapping[str, Any]] = {"made-up": {"key": 987_654_321}}
    for kind, code in _PLACES.items():
        rows = model.objects.filter(region__code=code)
        rows = rows.filter(archived_date__isnull=False) if model is Child else rows
        found[kind] = {"key": rows.get().pk}
    return found


def _make(code: str) -> None:
    system = Actor.system()
    values = {"region": region(code), "condition": RetentionCondition.CLOSED, "archive_years": 1,
              "anonymise_years": 9}  # fmt: skip
    rule = create(RetentionRule, values=values, by=system, reason="测试")
    for _each in range(2):
        child = make_child(code, name="欧阳归档")
        day = datetime.date(2019, 1, 1)
        reason = ClosingReason.OTHER
        close_child(child=child, closing_reason=reason, closed_date=day, by=system, reason="测试")
    Child.objects.filter(pk=child.pk).update(archived_date=day)
    by = Actor.of(get_user_model().objects.get(username="the_boss"))
    propose_run(rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=by)

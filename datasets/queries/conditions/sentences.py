"""A condition in plain words."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.choices import FieldGroup
from datasets.models import Category, Record, Region
from datasets.models.field_groups import group_of, is_open
from datasets.queries.conditions.asking import leaf_of
from datasets.queries.conditions.building import Told, is_no_condition, walked
from datasets.queries.conditions.fields import Asked
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.values import choices_of


def sentence_of(
    model: type[Record], told: Any, *, by: Actor | None = None, hides_private: bool = False
) -> str:
    """What the condition asks. Records are named to `by`; without one only what everybody may know is.

    `hides_private`: for the access log, whose readers are not to learn who is in prison. Raises
    UnanswerableCondition.
    """

    def said(leaf: Told) -> tuple[str, str]:
        return "", _leaf_said(model, leaf, by, hides_private)

    if is_no_condition(told):
        return _("全部记录")
    _word, sentence = walked(told, said, _joined)
    return sentence


def _joined(word: str, parts: list[tuple[str, str]]) -> tuple[str, str]:
    """The word of a group goes along: a group within one of the other word stands in brackets."""
    if len(parts) == 1:
        return parts[0]
    told = [f"（{text}）" if inner and inner != word else text for inner, text in parts]
    return word, (_("，并且") if word == "all" else _("，或者")).join(told)


def _leaf_said(model: type[Record], leaf: Told, by: Actor | None, hides_private: bool) -> str:
    found = leaf_of(model, leaf, by=by)
    asked, value = found.asked, found.value
    if hides_private and _is_private(asked, value):
        return f"{asked.label} ***"
    named = {"field": asked.label, "value": "", "first": "", "second": ""}
    if isinstance(value, tuple):
        named["first"], named["second"] = (_said(asked, one, by) for one in value)
    elif isinstance(value, list):
        named["value"] = _("或").join(f"“{_said(asked, one, by)}”" for one in value)
    elif value is not None:
        named["value"] = _said(asked, value, by)
    return found.operator.worded(value) % named


def _is_private(asked: Asked, value: Any) -> bool:
    """Whether the question itself tells of those it finds what not everybody may know."""
    end: type[Record] = asked.field.model
    named = value if isinstance(value, list) else [value]
    if any(isinstance(one, Category) and one.is_sensitive for one in named):
        return True
    return not is_open(end) and group_of(end, asked.field.name) != FieldGroup.BASIC


def _said(asked: Asked, value: Any, by: Actor | None) -> str:
    if isinstance(value, Region):
        return value.trail()
    if isinstance(value, Record):
        is_known = by is not None or value.is_public_knowledge
        return str(value) if is_known else _("第 %(key)d 号") % {"key": value.pk}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if asked.kind in (Kind.CHOICE, Kind.SEVERAL):
        return str(dict(choices_of(asked)).get(value, value))
    return str(value)

"""Definitions of a file: what taking them over would do here, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.definitions.beside import BesidePlan, bring_beside, plan_beside
from datasets.actions.definitions.checking import check_field
from datasets.actions.definitions.collections import check_code, define_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.definitions.grants import VERBS, usual_grants
from datasets.custom import loading
from datasets.custom.definition_files import ToldCollection
from datasets.models import CollectionDefinition, FieldDefinition
from datasets.queries.definitions import BUILT_IN

_COMPARED = (
    "label", "kind", "help_text", "group", "options", "is_required", "is_unique", "is_key", "in_list",
    "is_filterable", "aliases", "shown_when",
)  # fmt: skip


class Verdict(Enum):
    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    REFUSED = "refused"


@dataclass(frozen=True)
class FieldPlan:
    values: Mapping[str, Any]
    verdict: Verdict
    #: Of one that differs, in what; of one refused, why.
    why: str = ""


@dataclass(frozen=True)
class CollectionPlan:
    """What becomes of a collection of the file. `told.values` holds the grants as they would be."""

    told: ToldCollection
    verdict: Verdict
    fields: list[FieldPlan] = field(default_factory=list)
    why: str = ""
    #: Roles of the file that there are none of here.
    unknown_roles: tuple[str, ...] = ()
    beside: list[BesidePlan] = field(default_factory=list)

    @property
    def makes(self) -> list[FieldPlan]:
        return [one for one in self.fields if one.verdict == Verdict.NEW]

    @property
    def is_refused(self) -> bool:
        return self.verdict == Verdict.REFUSED or any(
            one.verdict == Verdict.REFUSED for one in self.fields
        )


@dataclass(frozen=True)
class Brought:
    """The codes of the collections touched; a sentence for each rule and view that the actor may not make."""

    touched: list[str]
    left_out: list[str]


def plan_of(told: Sequence[ToldCollection]) -> list[CollectionPlan]:
    """What `bring_in` would do now. Writes nothing."""
    coming = {one.code for one in told}
    return [replace(_collection_plan(one, coming), beside=plan_beside(one)) for one in told]


def bring_in(*, told: Sequence[ToldCollection], by: Actor, reason: str) -> Brought:
    """Make what is new and leave alone what is there.

    Of collections and fields all of it or nothing. Raises NotPermitted, ValidationError.
    """
    touched = []
    try:
        with transaction.atomic():
            for one in _targets_first(told):
                plan = _collection_plan(one, {one.code})
                if plan.is_refused:
                    raise ValidationError(_refusals(plan))
                if plan.makes or plan.verdict == Verdict.NEW:
                    _make(plan, by, reason)
                    touched.append(one.code)
            left_out = bring_beside(told, by=by, reason=reason)
    except BaseException:
        loading.refresh()  # what was made and is rolled back is known here no longer
        raise
    return Brought(touched, left_out)


def _make(plan: CollectionPlan, by: Actor, reason: str) -> None:
    values = [one.values for one in plan.makes]
    if plan.verdict == Verdict.NEW:
        # What points to the collection itself comes when it is there.
        later = [one for one in values if one["options"].get("target") == plan.told.code]
        first = [one for one in values if one not in later]
        whole = {**(plan.told.values or {}), "code": plan.told.code}
        define_collection(values=whole, fields=first, by=by, reason=reason)
        values = later
    for one in values:
        define_field(collection=plan.told.code, values=one, by=by, reason=reason)


def _collection_plan(told: ToldCollection, coming: set[str]) -> CollectionPlan:
    there = CollectionDefinition.objects.filter(code=told.code).first()
    known = {one.code: one for one in FieldDefinition.objects.filter(collection=told.code)}
    fields = [_field_plan(told, values, known, coming) for values in told.fields]
    if told.values is None:
        if told.code in BUILT_IN or there:
            return CollectionPlan(told, Verdict.SAME, fields)
        return CollectionPlan(told, Verdict.REFUSED, fields, _("这里没有这个数据集。"))
    if there:
        why = _("这里已经有“%(label)s”，只加它没有的字段，其他不动。") % {"label": there.label}
        return CollectionPlan(told, Verdict.SAME, fields, why)
    settled, unknown = _with_grants(told)
    fault = _fault_of(settled)
    return CollectionPlan(
        settled, Verdict.REFUSED if fault else Verdict.NEW, fields, fault, unknown_roles=unknown
    )


def _fault_of(told: ToldCollection) -> str:
    values = told.values or {}
    if not values["label"].strip():
        return _("请填写名称。")
    if values["title"] and values["title"] not in {one["code"] for one in told.fields}:
        return _("名称字段“%(code)s”不在它的字段里。") % {"code": values["title"]}
    try:
        check_code(told.code)
        CollectionDefinition(code=told.code, **values).clean_fields()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _with_grants(told: ToldCollection) -> tuple[ToldCollection, tuple[str, ...]]:
    """With the grants of the roles that there are here; the usual ones where the file says none."""
    values = told.values or {}
    wanted = values["grants"] if told.says_grants else usual_grants()
    here = set(Group.objects.filter(name__in=wanted).values_list("name", flat=True))
    grants = {
        role: [verb for verb in VERBS if verb in verbs]
        for role, verbs in wanted.items()
        if role in here
    }
    unknown = tuple(role for role in wanted if role not in here)
    return replace(told, values={**values, "grants": grants}), unknown


def _field_plan(
    told: ToldCollection,
    values: Mapping[str, Any],
    known: Mapping[str, FieldDefinition],
    coming: set[str],
) -> FieldPlan:
    there = known.get(values["code"])
    if there is not None:
        names = [name for name in _COMPARED if getattr(there, name) != values[name]]
        labels = [str(FieldDefinition._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
        if there.archived_date:
            labels.append(_("这里已停用"))
        return FieldPlan(values, Verdict.DIFFERS if labels else Verdict.SAME, "、".join(labels))
    codes = [one["code"] for one in told.fields]
    if codes.count(values["code"]) > 1:
        return FieldPlan(values, Verdict.REFUSED, _("代码重复。"))
    if not values["label"].strip():
        return FieldPlan(values, Verdict.REFUSED, _("请填写名称。"))
    if values["options"].get("target") in coming:
        return FieldPlan(values, Verdict.NEW)  # what it points to comes with it
    # What it depends on may come with it.
    condition = values["shown_when"]
    here = {**values, "shown_when": [] if condition and condition[0] in codes else condition}
    try:
        check_field({**here, "collection": told.code})
        FieldDefinition(collection=told.code, column=values["code"], **values).clean_fields()
    except ValidationError as refusal:
        return FieldPlan(values, Verdict.REFUSED, " ".join(refusal.messages))
    return FieldPlan(values, Verdict.NEW)


def _targets_first(told: Sequence[ToldCollection]) -> list[ToldCollection]:
    """What others point to before them. Those that point to each other stay as they are: the second is refused."""
    waiting, ready = list(told), []
    while waiting:
        codes = {one.code for one in waiting}
        free = [one for one in waiting if not (_targets(one) - {one.code}) & codes] or waiting
        ready += free
        waiting = [one for one in waiting if one not in free]
    return ready


def _targets(told: ToldCollection) -> set[str]:
    return {str(one["options"].get("target", "")) for one in told.fields}


def _refusals(plan: CollectionPlan) -> list[str]:
    name = (plan.told.values or {}).get("label") or plan.told.code
    told = [plan.why] if plan.verdict == Verdict.REFUSED else []
    told += [
        _("%(field)s：%(why)s") % {"field": one.values["label"], "why": one.why}
        for one in plan.fields
        if one.verdict == Verdict.REFUSED
    ]
    return [_("“%(name)s”没有导入：%(why)s") % {"name": name, "why": why} for why in told]

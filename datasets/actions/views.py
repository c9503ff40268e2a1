"""Saving, changing and removing views."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.views import (
    offices_of,
    user_can_change_view,
    user_can_share_with_everyone,
)
from datasets.actions.records import Act, NotPermitted, locked
from datasets.choices import ViewKind, ViewScope
from datasets.custom.computing import computed_names
from datasets.custom.types.links import models_by_collection
from datasets.models import Record, SavedView
from datasets.queries.conditions import (
    UnanswerableCondition,
    asked_of,
    condition_of,
    leaves_of,
)
from datasets.queries.conditions.kinds import Kind
from datasets.queries.grouping import date_fields, ordering_fields, photo_fields, summable, ways_of


@transaction.atomic
def save_view(*, collection: str, values: Mapping[str, Any], by: Actor, reason: str) -> SavedView:
    """A new view of the actor's own. Raises NotPermitted, ValidationError."""
    view = SavedView(collection=collection, owner=by.user, **values)
    _check(view, by)
    Act.now(by, reason).put(view)
    return view


@transaction.atomic
def change_view(*, view: SavedView, values: Mapping[str, Any], by: Actor, reason: str) -> None:
    """Raises NotPermitted, ValidationError."""
    stored = locked(view)
    _require_change(stored, by)
    for name, value in values.items():
        setattr(stored, name, value)
    _check(stored, by)
    Act.now(by, reason).put(stored)


@transaction.atomic
def delete_view(*, view: SavedView, by: Actor, reason: str) -> None:
    """Raises NotPermitted, RecordInUse."""
    stored = locked(view)
    _require_change(stored, by)
    Act.now(by, reason).drop(stored)


def _require_change(view: SavedView, by: Actor) -> None:
    if not user_can_change_view(by, view):
        raise NotPermitted(_("这个视图是别人的，您不能修改。"))


def _check(view: SavedView, by: Actor) -> None:
    """What is saved can be asked, and by whoever saves it."""
    model = models_by_collection().get(view.collection)
    if model is None or not by.may("view", model):
        raise NotPermitted(_("您没有权限这样操作这条记录。"))
    _check_condition(model, view.condition, by)
    _check_fields(model, view, by)
    _check_scope(view, by)


def _check_condition(model: type[Record], told: Any, by: Actor) -> None:
    try:
        condition_of(model, told, by=by, today=by.today)
        asked = [asked_of(model, leaf["field"], by=by) for leaf in leaves_of(told)]
    except UnanswerableCondition as refusal:
        raise ValidationError({"condition": str(refusal)}) from refusal
    if any(one.kind is Kind.FINDABLE for one in asked):
        # A view is kept and shared, in plain: no place for the number of a person.
        raise ValidationError({"condition": _("按证件号码或电话查找的条件不能保存。")})


def _check_fields(model: type[Record], view: SavedView, by: Actor) -> None:
    there = {*(field.name for field in model._meta.concrete_fields), *computed_names(model)}
    seen = {name for name in there if by.sees(model, name)}
    if not isinstance(view.columns, list) or not set(view.columns) <= seen:
        raise ValidationError({"columns": _("所选的列里有您看不到的字段。")})
    if view.order and view.order.removeprefix("-") not in ordering_fields(model, by=by):
        raise ValidationError({"order": _("不能按这个字段排序。")})
    for part, offered in _parts(model, view.kind, by).items():
        if view.grouping.get(part, "") not in offered:
            raise ValidationError({f"grouping_{part}": _("请选择一个字段。")})


def _parts(model: type[Record], kind: str, by: Actor) -> dict[str, list[str]]:
    """What the grouping of a view of this kind names, and what it may be."""
    if kind == ViewKind.SUMMARY:
        ways = list(ways_of(model, by=by))
        return {"rows": ways, "columns": ["", *ways], "sum": ["", *summable(model, by=by)]}
    if kind == ViewKind.CALENDAR:
        return {"date": date_fields(model, by=by)}
    if kind == ViewKind.GALLERY:
        return {"photo": ["", *photo_fields(model, by=by)]}
    if kind == ViewKind.TABLE:
        return {
            "by": [
                "",
                *(code for code, one in ways_of(model, by=by).items() if not one.is_relative),
            ]
        }
    return {}


def _check_scope(view: SavedView, by: Actor) -> None:
    if view.scope == ViewScope.EVERYONE and not user_can_share_with_everyone(by):
        raise ValidationError({"scope": _("给所有人用的视图由市民政局或系统管理员保存。")})
    if view.scope != ViewScope.OFFICE:
        view.region = None
    elif view.region_id and not offices_of(by).filter(pk=view.region_id).exists():
        raise ValidationError({"region": _("请选择您任职的地区。")})

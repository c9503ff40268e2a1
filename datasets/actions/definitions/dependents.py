"""What becomes of all that reckons with a field or a collection when that is changed or goes out of use.

A sentence each. What is not the reader's to see is counted and not named.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datasets.access import Actor
from datasets.access.views import views_in_sight
from datasets.choices import AnswerState
from datasets.custom.building import made_fields
from datasets.custom.types.links import models_by_collection
from datasets.models import (
    AccessToken,
    CollectionDefinition,
    FieldDefinition,
    FormAnswer,
    PublicForm,
    SavedView,
    WarningRule,
)
from datasets.queries.dependents import (
    forms_with,
    formulas_with,
    habits_with,
    rules_with,
    views_with,
)

#: Attribute of a view → what becomes of the view without the field.
_OF_A_VIEW = {
    "columns": gettext_lazy("少一列"),
    "order": gettext_lazy("改用列表原来的次序"),
    "grouping": gettext_lazy("打开时只说明原因，不画汇总、日历和图册"),
    "condition": gettext_lazy("条件用到它，打开时只说明原因，不列记录"),
}
_BETWEEN = "、"


def without_field(definition: FieldDefinition, *, by: Actor) -> list[str]:
    """What putting the field out of use does to the rest."""
    found = [*_titles_and_conditions(definition), *_views_without(definition, by)]
    named, others = _in_sight(rules_with(definition), by)
    found += [
        _("预警“%(name)s”的条件用到它，会停下；“预警”里写着原因，字段恢复以后接着提醒。")
        % {"name": one}
        for one in named
    ]
    found += _others(others, _("还有 %(count)d 条预警会停下。"))
    named, others = _in_sight(forms_with(definition), by)
    found += [
        _("网上填表“%(name)s”（/forms/%(code)s/）不再问这一项；没有别的可问时，网页就关上。")
        % {"name": one, "code": one.code}
        for one in named
    ]
    found += _others(others, _("还有 %(count)d 张网上填的表不再问这一项。"))
    found += _others(
        len(habits_with(definition)),
        _("%(count)d 种台账的对应关系用到它：以后那一列不再读入，原文随行保存。"),
    )
    return found


def hindrances(definition: FieldDefinition) -> list[str]:
    """What has to be changed before the field can go out of use."""
    return [
        _("“%(name)s”的公式用到它：请先改公式，才能停用。") % {"name": one.spec.label}
        for one in formulas_with(definition)
    ]


def reckoning_with(definition: FieldDefinition, *, by: Actor) -> list[str]:
    """What to look through when the field becomes another type, or is seen by others, and stays in use."""
    found = [
        _("“%(name)s”的公式用到它，会按新的类型计算；算不了的，这次修改会被拒绝。")
        % {"name": one.spec.label}
        for one in formulas_with(definition)
    ]
    users: list[Model] = [view for view, _named in views_with(definition)]
    users += [*rules_with(definition), *forms_with(definition)]
    named, others = _in_sight(users, by)
    if named:
        names = _BETWEEN.join(f"{one._meta.verbose_name}“{one}”" for one in named)
        found.append(
            _("用到它的还有%(names)s：条件合不上新的类型的会停下，并写明原因。") % {"names": names}
        )
    found += _others(others, _("还有 %(count)d 个别人的视图、预警和网上填的表用到它，也是这样。"))
    return found


def without_collection(definition: CollectionDefinition, *, by: Actor) -> list[str]:
    """What putting the collection out of use does."""
    code = definition.code
    model = models_by_collection()[code]
    count = model._default_manager.count()
    found = [
        ngettext(
            "%(count)d 条记录都保留，连同历史；没有菜单和网址，接口和台账里也没有这个数据集。",
            "%(count)d 条记录都保留，连同历史；没有菜单和网址，接口和台账里也没有这个数据集。",
            count,
        )
        % {"count": count}
    ]
    of_it = {"collection": code}
    found += _named(
        SavedView.objects.filter(**of_it), _("视图%(names)s打不开了，首页也不再显示。"), by
    )
    rules = WarningRule.objects.filter(is_enabled=True, **of_it)
    found += _named(rules, _("预警%(names)s会停下，恢复启用以后接着提醒。"), by)
    forms = PublicForm.objects.filter(is_open=True, **of_it)
    found += _named(forms, _("网上填表%(names)s的网页会关上，恢复启用以后重新打开。"), by)
    waiting = FormAnswer.objects.filter(form__collection=code, state=AnswerState.WAITING).count()
    found += _others(waiting, _("%(count)d 份收到的表还没有处理，停用以后登记不了。"))
    found += [
        _("“%(collection)s”的“%(field)s”指向它：已经选的照样显示，不能再选新的。")
        % {"collection": other._meta.verbose_name, "field": spec.label}
        for other in models_by_collection().values()
        if other is not model
        for spec in made_fields(other)
        if spec.options.get("target") == code
    ]
    tokens = [one for one in AccessToken.objects.all() if one.is_live and _names(one, code)]
    found += _others(
        len(tokens), _("%(count)d 个接口令牌的范围里有它，用来读写它的程序会得到“没有这个地址”。")
    )
    return found


def _titles_and_conditions(definition: FieldDefinition) -> list[str]:
    collection, code = definition.collection, definition.code
    titled = CollectionDefinition.objects.filter(code=collection, title=code)
    others = FieldDefinition.objects.filter(collection=collection, archived_date=None)
    found = [
        _("“%(name)s”的记录用它称呼，以后会用编号称呼。") % {"name": one.label} for one in titled
    ]
    found += [
        _("“%(name)s”要看它的内容才显示，以后会一直显示。") % {"name": one.label}
        for one in others.exclude(pk=definition.pk)
        if one.shown_when and one.shown_when[0] == code
    ]
    if definition.is_key:
        found.append(_("台账靠它认出同一条记录，以后只看其余的字段。"))
    return found


def _views_without(definition: FieldDefinition, by: Actor) -> list[str]:
    named_in = dict(views_with(definition))
    shown, others = _in_sight(named_in, by)
    found = []
    for view in shown:
        what = "；".join(str(told) for name, told in _OF_A_VIEW.items() if name in named_in[view])
        found.append(_("视图“%(name)s”：%(what)s。") % {"name": view, "what": what})
    return found + _others(others, _("还有 %(count)d 个别人的视图用到它，也会变。"))


def _named(things: Iterable[Any], sentence: str, by: Actor) -> list[str]:
    named, others = _in_sight(things, by)
    names = [f"“{one}”" for one in named]
    if others:
        names.append(_("（别人的 %(count)d 个）") % {"count": others})
    return [sentence % {"names": _BETWEEN.join(names)}] if names else []


def _others(count: int, sentence: str) -> list[str]:
    return [sentence % {"count": count}] if count else []


def _in_sight(things: Iterable[Any], by: Actor) -> tuple[list[Any], int]:
    """Those that the reader may know of, and how many others there are."""
    told, rest = [], 0
    views = {*views_in_sight(by).values_list("pk", flat=True)}
    forms = {*by.rows(PublicForm).values_list("pk", flat=True)}
    for one in things:
        if isinstance(one, WarningRule):
            is_seen = by.may("view", WarningRule)
        else:
            is_seen = one.pk in (views if isinstance(one, SavedView) else forms)
        if is_seen:
            told.append(one)
        else:
            rest += 1
    return told, rest


def _names(token: AccessToken, collection: str) -> bool:
    return any(str(scope).partition(".")[0] == collection for scope in token.scope)

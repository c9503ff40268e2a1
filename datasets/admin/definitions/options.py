"""How the options that a type takes are asked for: by the name of each, one field of the form."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.admin.definitions.choice_lines import ChoiceLinesField
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection

_LONGEST_TEXT = 5_000
#: Collections to which a relation is worth pointing; regions and agencies have types of their own.
_NOT_TARGETS = ("regions", "agencies")


def _number(label: Any, **options: Any) -> Callable[[str], forms.Field]:
    return lambda _kind: forms.DecimalField(label=label, required=False, **options)


def _default(kind: str) -> forms.Field:
    label = gettext_lazy("默认值")
    note = gettext_lazy("新增记录时先填上，可以改。不填就空着。")
    if kind == "yes_no":
        words = [("", "—"), ("true", gettext_lazy("是")), ("false", gettext_lazy("否"))]
        return forms.TypedChoiceField(
            label=label,
            required=False,
            choices=words,
            coerce=lambda word: word == "true",
            empty_value=None,
            help_text=note,
        )
    if kind == "integer":
        return forms.IntegerField(label=label, required=False, help_text=note)
    if kind in ("decimal", "money"):
        return forms.DecimalField(label=label, required=False, help_text=note)
    if kind == "choice":
        note = gettext_lazy("写上面某一个选项的代码或名称。不填就空着。")
    return forms.CharField(label=label, required=False, max_length=200, help_text=note)


def _target(_kind: str) -> forms.Field:
    found = [
        (code, str(model._meta.verbose_name_plural))
        for code, model in models_by_collection().items()
        if code not in _NOT_TARGETS
    ]
    return forms.ChoiceField(
        label=gettext_lazy("指向哪个数据集"),
        choices=[("", "—"), *sorted(found, key=lambda pair: pair[1])],
        help_text=gettext_lazy("填写时从那个数据集里挑一条。被指向的记录不能删除。"),
        error_messages={"required": gettext_lazy("请选择指向哪个数据集。")},
    )


_FIELDS: Mapping[str, Callable[[str], forms.Field]] = {
    "choices": lambda _kind: ChoiceLinesField(
        label=gettext_lazy("选项"),
        help_text=gettext_lazy(
            "每行一个。可以只写名称；也可以先写代码、空格、再写名称，例如“ongoing 进行中”。"
            "已经用过的选项，代码不要改。"
        ),
        error_messages={"required": gettext_lazy("请至少写一个选项。")},
    ),
    "target": _target,
    "unit": lambda _kind: forms.CharField(
        label=gettext_lazy("单位"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("和名称一起显示，例如“小时”“件”。"),
    ),
    "least": _number(gettext_lazy("最小"), help_text=gettext_lazy("比它小的填不进去。")),
    "most": _number(gettext_lazy("最大"), help_text=gettext_lazy("比它大的填不进去。")),
    "places": lambda _kind: forms.IntegerField(
        label=gettext_lazy("小数位数"),
        required=False,
        min_value=1,
        max_value=6,
        help_text=gettext_lazy("不填就是两位。"),
    ),
    "longest": lambda _kind: forms.IntegerField(
        label=gettext_lazy("最多多少字"), required=False, min_value=1, max_value=_LONGEST_TEXT
    ),
    "pattern": lambda _kind: forms.CharField(
        label=gettext_lazy("规定的格式"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "一般不用填。写正则表达式，例如 [A-Z]\\d{4} 是一个大写字母加四个数字。"
        ),
    ),
    "formula": lambda _kind: forms.CharField(
        label=gettext_lazy("公式"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "字段写在【】里，例如：年龄(【出生日期】)，或者：【数量】 * 【单价】。记录里显示算出来的结果。"
        ),
    ),
    "prefix": lambda _kind: forms.CharField(
        label=gettext_lazy("编号的开头"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("例如写“捐”，编号就是“捐-2026-0001”。"),
    ),
    "period": lambda _kind: forms.ChoiceField(
        label=gettext_lazy("什么时候重新从 1 开始"),
        required=False,
        choices=[
            ("", gettext_lazy("不重新开始")),
            ("year", gettext_lazy("每年")),
            ("month", gettext_lazy("每月")),
        ],
    ),
    "width": lambda _kind: forms.IntegerField(
        label=gettext_lazy("编号的位数"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=gettext_lazy("不填就是四位：0001。"),
    ),
    "default_today": lambda _kind: forms.BooleanField(
        label=gettext_lazy("新增时先填今天"), required=False
    ),
    "default": _default,
}


def option_fields(kind: str) -> dict[str, forms.Field]:
    """Name of an option of the type → what asks for it; of one that has no words here a plain line."""
    plain = _FIELDS.get
    return {
        name: plain(name, lambda _kind, name=name: forms.CharField(label=name, required=False))(
            kind
        )
        for name in TYPES[kind].options
    }


def kept(value: Any) -> Any:
    """An option as the definition keeps it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def said(options: Mapping[str, Any], to_be: Mapping[str, str] | None = None) -> str:
    """A definition's options in one line, for tables and histories: in the order in which they are asked.

    `to_be` names the collections that are not there yet, by their codes.
    """
    words = dict(options.get("choices", ()))
    in_order = [*(name for name in _FIELDS if name in options), *(options.keys() - _FIELDS.keys())]
    told = {name: options[name] for name in in_order if options[name] not in ("", None)}
    return "；".join(
        _said(name, words.get(value, value) if words and name == "default" else value, to_be or {})
        for name, value in told.items()
    )


def _said(name: str, value: Any, to_be: Mapping[str, str]) -> str:
    if name == "choices":
        return "、".join(label for _code, label in value)
    if name == "retired":
        return _("不再使用：%(words)s") % {"words": "、".join(label for _code, label in value)}
    if name == "period":
        return _("每年重新编号") if value == "year" else _("每月重新编号")
    if name == "target":
        model = models_by_collection().get(value)
        return _("指向%(name)s") % {
            "name": model._meta.verbose_name if model else to_be.get(value, value)
        }
    if name == "default_today":
        return str(gettext_lazy("新增时先填今天"))
    label = _FIELDS[name]("text").label if name in _FIELDS else name
    shown = {True: _("是"), False: _("否")}.get(value, value) if isinstance(value, bool) else value
    return _("%(label)s：%(value)s") % {"label": label, "value": shown}

"""What may be the condition under which a field is asked."""

from typing import Any

from django.utils.translation import gettext as _

from datasets.choices import FieldGroup
from datasets.custom.specs import FieldSpec
from datasets.models import FieldDefinition

#: Types whose values a condition can name.
_KINDS = ("choice", "choices", "yes_no")


def fault_of_condition(spec: FieldSpec) -> str:
    """A sentence; "" where there is none. The other field is a defined one of the same collection."""
    if spec.shown_when is None:
        return ""
    name, wanted = spec.shown_when
    there = FieldDefinition.objects.filter(collection=spec.collection, archived_date=None)
    other = there.filter(code=name).first()
    if other is None or name == spec.code or other.kind not in _KINDS:
        return _("条件只能看同一数据集里另一个单选、多选或是否字段。")
    if other.shown_when:
        return _("作为条件的字段自己不能再有条件。")
    if other.group not in (FieldGroup.BASIC, spec.group):
        return _("作为条件的字段要和这个字段一样看得到，否则会泄露它的内容。")
    if not wanted or not {*wanted} <= _values_of(other):
        return _("请选择条件字段取哪些值。")
    if spec.options.get("default") or spec.options.get("default_today"):
        return _("有条件的字段不能有默认值。")
    if spec.kind == "computed":
        return _("计算出来的字段不用填写，不能有条件。")
    return ""


def _values_of(other: FieldDefinition) -> set[str]:
    if other.kind == "yes_no":
        return {"true", "false"}
    return {code for code, _label in other.options.get("choices", ())}


def with_retired(before: FieldDefinition, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a changed field: choices that are no longer among them stay known for records that hold them."""
    if "choices" not in before.options:
        return options
    now = {code for code, _label in options.get("choices", ())}
    known = dict((*before.options.get("retired", ()), *before.options["choices"]))
    retired = [[code, label] for code, label in known.items() if code not in now]
    rest = {name: value for name, value in options.items() if name != "retired"}
    return {**rest, "retired": retired} if retired else rest

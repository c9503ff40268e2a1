"""What a record says together: fields that are asked only when another has a value, choices no longer in use."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from datasets.custom.building import made_fields
from datasets.custom.specs import FieldSpec

#: Gives a field's value by its name.
ValueOf = Callable[[str], Any]


def faults_of(model: Any, given: Iterable[str], value_of: ValueOf) -> dict[str, str]:
    """Field → what is wrong with what a record would say. `given`: the fields that somebody writes now."""
    specs = {spec.code: spec for spec in made_fields(model)}
    found = {}
    for name in given:
        if name in specs and (fault := _fault_of_given(model, specs[name], value_of)):
            found[name] = fault
    for name in _missing(model, specs.values(), value_of):
        found.setdefault(name, _("没有填写，请补上。"))
    return found


def are_conditional(model: Any) -> bool:
    """Whether any defined field depends on what is said: asked once, where many records come."""
    return any(spec.shown_when or spec.options.get("retired") for spec in made_fields(model))


def is_asked(model: Any, spec: FieldSpec, value_of: ValueOf) -> bool:
    """Whether the field is to be filled in, by what the other one says; always where that one is out of use."""
    if spec.shown_when is None or not hasattr(model, spec.shown_when[0]):
        return True
    name, wanted = spec.shown_when
    return not words_of(value_of(name)).isdisjoint(wanted)


def words_of(value: Any) -> set[str]:
    """A value as conditions write it: codes of choices, true and false."""
    if value in (None, ""):
        return set()
    if isinstance(value, bool):
        return {"true" if value else "false"}
    return {*value} if isinstance(value, tuple | list) else {str(value)}


def _fault_of_given(model: Any, spec: FieldSpec, value_of: ValueOf) -> str:
    said = words_of(value_of(spec.code))
    if model._meta.get_field(spec.code).made_type.is_given:
        return _("这个编号由系统给出，不能填写或修改。")
    if not said:
        return ""
    if not is_asked(model, spec, value_of):
        return _("只有%(condition)s时才填这一项。") % {"condition": told(model, spec)}
    retired: Mapping[str, str] = dict(spec.options.get("retired", ()))
    for code in said & retired.keys():
        return _("“%(text)s”已经不再使用，请另选。") % {"text": retired[code]}
    return ""


def told(model: Any, spec: FieldSpec) -> str:
    """The condition in words: “婚姻状况”为“已婚”或“再婚”."""
    name, wanted = spec.shown_when or ("", ())
    field = model._meta.get_field(name)
    labels = {"true": _("是"), "false": _("否"), **getattr(field, "words", {})}
    labels |= {str(code): str(label) for code, label in field.choices or ()}
    values = _("或").join(f"“{labels.get(code, code)}”" for code in wanted)
    return _("“%(field)s”为%(values)s") % {"field": field.verbose_name, "values": values}


def _missing(model: Any, specs: Iterable[FieldSpec], value_of: ValueOf) -> Iterator[str]:
    """Required fields that are asked only now and then: the others the model itself requires."""
    for spec in specs:
        is_conditional = spec.is_required and spec.shown_when
        is_empty = is_conditional and not words_of(value_of(spec.code))
        if is_empty and is_asked(model, spec, value_of):
            yield spec.code

"""A form that was opened before the fields of its collection were changed: nothing that was typed gets lost unsaid."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.custom.building import made_fields
from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.models import FieldDefinition, Record
from datasets.queries.definitions import fields_gone


def fingerprint(model: type[Record]) -> str:
    """A text that every change of the model's defined fields makes another."""
    told = "\n".join(repr(spec) for spec in made_fields(model))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def refusal_of(model: type[Record], typed: Any, *, actor: Actor) -> ValidationError:
    """What is said above the form, with what was typed into fields that are no longer there."""
    gone = fields_gone(model.collection_name, [name for name in typed if name])
    lost = [
        _("“%(field)s”已停用，您填的是：%(value)s") % {"field": label, "value": value}
        for label, value in typed_into(gone, typed, actor)
    ]
    first = _(
        "您打开表单以后，管理员改了这里的字段，所以还没有保存。"
        "填过的内容都在下面，请看一遍再保存；选过的文件要重新选。"
    )
    return ValidationError([first, *lost], code="definition_changed")


def typed_into(
    fields: Iterable[FieldDefinition], typed: Any, actor: Actor
) -> list[tuple[str, str]]:
    """Label and words of those into which something was typed."""
    return [
        (field.label, value)
        for field in fields
        if (value := _said(field, typed.getlist(field.code), actor))
    ]


def _said(field: FieldDefinition, values: Sequence[str], actor: Actor) -> str:
    """In words: of a choice its label, of a record that the actor may see what it is called."""
    told = [value for value in values if value]
    words = dict(field.options.get("choices", ()))
    if field.kind == "yes_no":
        words = {"true": _("是"), "false": _("否")}
    elif field.kind in ("relation", "region", "agency"):
        words = _names(field, told, actor)
    return "、".join(words.get(value, value) for value in told)


def _names(field: FieldDefinition, keys: Sequence[str], actor: Actor) -> dict[str, str]:
    kind: Any = TYPES[field.kind]
    rows = actor.rows(kind.target(FieldSpec.of(field)))
    return {str(row.pk): str(row) for row in rows.filter(pk__in=filter(str.isdecimal, keys))}

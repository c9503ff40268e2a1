"""Defined fields in forms: when they are asked, and what they still offer."""

import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from datasets.custom.conditions import told, words_of
from datasets.custom.specs import FieldSpec


def fit_field(field: forms.Field, spec: FieldSpec, model: Any, *, held: Any = None) -> None:
    """Fit a form's field for its definition. `held`: what the record says so far."""
    field.error_messages["required"] = model._meta.get_field(spec.code).error_messages["blank"]
    if spec.shown_when and hasattr(model, spec.shown_when[0]):
        _ask_only_when(field, spec, model)
    if spec.options.get("retired"):
        _leave_out_retired(field, spec, held=words_of(held))


def _ask_only_when(field: forms.Field, spec: FieldSpec, model: Any) -> None:
    """The script of the page (conditions.js) shows the field only then; the note says so without it."""
    name, values = spec.shown_when or ("", ())
    condition = json.dumps({"field": name, "values": [*values]}, ensure_ascii=False)
    field.widget.attrs["data-shown-when"] = condition
    note = _("%(condition)s时必填。") if spec.is_required else _("%(condition)s时填写。")
    field.help_text = f"{field.help_text} {note % {'condition': told(model, spec)}}".strip()


def _leave_out_retired(field: Any, spec: FieldSpec, *, held: Collection[str]) -> None:
    """What is no longer offered stays for a record that holds it."""
    gone = {code for code, _label in spec.options["retired"]} - {*held}
    field.choices = [(code, label) for code, label in field.choices if code not in gone]

"""Defined fields in the form of a record: when they are asked, and what they still offer."""

import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from datasets.admin.made_files import form_field_of, made_file
from datasets.custom.building import made_fields
from datasets.custom.conditions import is_asked, told, words_of
from datasets.custom.specs import FieldSpec


def fit_made_fields(form: forms.ModelForm) -> None:
    model: Any = form._meta.model
    for spec in made_fields(model):
        field = form.fields.get(spec.code)
        if field is None:
            continue
        if made_file(model, spec.code):
            field = form.fields[spec.code] = form_field_of(spec, field)
        field.error_messages["required"] = model._meta.get_field(spec.code).error_messages["blank"]
        if spec.shown_when and hasattr(model, spec.shown_when[0]):
            _ask_only_when(field, spec, model)
        if spec.options.get("retired"):
            _leave_out_retired(field, spec, held=words_of(getattr(form.instance, spec.code)))


def left_empty_unasked(form: forms.ModelForm) -> set[str]:
    """The fields that were hidden: they say nothing, not that there is nothing."""
    model: Any = form._meta.model

    def value_of(name: str) -> Any:
        return form.cleaned_data.get(name, getattr(form.instance, name))

    return {
        spec.code
        for spec in made_fields(model)
        if not is_asked(model, spec, value_of) and not words_of(value_of(spec.code))
    }


def _ask_only_when(field: forms.Field, spec: FieldSpec, model: Any) -> None:
    name, values = spec.shown_when or ("", ())
    condition = json.dumps({"field": name, "values": [*values]}, ensure_ascii=False)
    field.widget.attrs["data-shown-when"] = condition
    note = _("%(condition)s时填写。") % {"condition": told(model, spec)}
    field.help_text = f"{field.help_text} {note}".strip()


def _leave_out_retired(field: Any, spec: FieldSpec, *, held: Collection[str]) -> None:
    """What is no longer offered stays for a record that holds it."""
    gone = {code for code, _label in spec.options["retired"]} - {*held}
    field.choices = [(code, label) for code, label in field.choices if code not in gone]

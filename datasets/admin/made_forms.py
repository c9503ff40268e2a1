"""Defined fields in the form of a record."""

from typing import Any

from django import forms

from datasets.admin.made_files import form_field_of, made_file
from datasets.custom.asking import fit_field
from datasets.custom.building import made_fields
from datasets.custom.conditions import is_asked, words_of


def fit_made_fields(form: forms.ModelForm) -> None:
    model: Any = form._meta.model
    for spec in made_fields(model):
        field = form.fields.get(spec.code)
        if field is None:
            continue
        if made_file(model, spec.code):
            field = form.fields[spec.code] = form_field_of(spec, field)
        fit_field(field, spec, model, held=getattr(form.instance, spec.code))


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

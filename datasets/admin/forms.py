"""The form of a record: what it lets choose, and what of it goes to the action."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import FileField, ForeignKey, Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from datasets.access import Actor
from datasets.models import Record, Region

#: What history keeps of the reason at most.
_LONGEST_REASON = 200


class RecordForm(WagtailAdminModelForm):
    """Offers only what the user may see; never saves: its views hand `values_in` and `owned_in` to an action."""

    reason = forms.CharField(
        label=_("修改原因"),
        required=False,
        max_length=_LONGEST_REASON,
        help_text=_("可不填。会写进这条记录的历史。"),
    )
    #: The latest version when the form was opened, so that two clerks do not overwrite each other.
    _seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = Actor.of(self.for_user)
        for form in self._with_owned_forms():
            for name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    _narrow(field, name, form.instance, actor)

    def _with_owned_forms(self) -> Iterator[forms.ModelForm]:
        yield self
        for formset in self.formsets.values():
            yield from formset.forms

    def values_in(self) -> dict[str, Any]:
        """The fields of the record that the clerk changed."""
        return _changed_values(self)

    def owned_in(self) -> dict[str, list[dict[str, Any]]]:
        """The owned rows that the clerk added, changed or took away, as the actions want them."""
        return {
            relation: [row for form in formset.forms if (row := _owned_row(formset, form))]
            for relation, formset in self.formsets.items()
        }

    def show_refusal(self, refusal: ValidationError | PermissionDenied) -> None:
        """Put what an action refused beside the field it names, or above the form."""
        if isinstance(refusal, PermissionDenied):
            self.add_error(None, str(refusal))
        elif hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                self.add_error(name if name in self.fields else None, ValidationError(errors))
        else:
            self.add_error(None, refusal)


def _narrow(field: forms.ModelChoiceField, name: str, instance: Model, actor: Actor) -> None:
    """Let a field choose among the rows the actor may see; what is stored already may stay."""
    link = instance._meta.get_field(name)
    if not isinstance(link, ForeignKey) or not issubclass(link.related_model, Record):
        return
    rows = actor.rows(link.related_model)
    if name == getattr(instance, "region_lookup", "") and rows.model is Region:
        rows = rows.filter(actor.territory.condition("path"))
    stored = getattr(instance, link.attname)
    if stored is not None:
        rows = rows | rows.model._default_manager.filter(pk=stored)
    field.queryset = rows
    field.error_messages["invalid_choice"] = _("没有找到所选的记录，或者它不在您负责的地区。")


def _changed_values(form: forms.ModelForm) -> dict[str, Any]:
    values = {}
    for field in form._meta.model._meta.concrete_fields:
        if field.name in form.changed_data and not field.primary_key:
            value = form.cleaned_data[field.name]
            # Django's file field says False for "remove the file".
            values[field.name] = "" if isinstance(field, FileField) and not value else value
    return values


def _owned_row(formset: Any, form: forms.ModelForm) -> dict[str, Any] | None:
    stored: dict[str, Any] = {"id": form.instance.pk} if form.instance.pk else {}
    if form in formset.deleted_forms:
        return {**stored, "delete": True} if stored else None
    values = _changed_values(form)
    return {**stored, **values} if values else None

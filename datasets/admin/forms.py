"""The form of a record: what it lets choose, and what of it goes to the action."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import FileField, ForeignKey, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from datasets.access import Actor
from datasets.admin.made_forms import fit_made_fields, left_empty_unasked
from datasets.admin.stale import fingerprint, refusal_of
from datasets.choices import FieldGroup
from datasets.models import Category, Record, Region
from datasets.models.encrypted import EncryptedTextField

# Wagtail gives its text area, which grows with what is typed, to plain text fields alone.
register_form_field_override(EncryptedTextField, override={"widget": AdminAutoHeightTextInput})

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
    #: The fields of the collection when the form was opened: they are defined while the program runs.
    _seen_fields = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = Actor.of(self.for_user)
        self.initial["_seen_fields"] = fingerprint(self._meta.model)
        _fit(self, actor)
        fit_made_fields(self)
        for formset in self.formsets.values():
            # The empty form from which a row is added is made later, of the same class.
            formset.form = _fitted(formset.form, actor)
            _leave_out_unseen_rows(formset, actor)

    def clean(self) -> Any:
        """A form of other fields than there are now comes back as it was filled in, fit for those there are."""
        form: Any = self
        now = form.initial["_seen_fields"]
        if form.data.get("_seen_fields", now) not in ("", now):
            actor = Actor.of(form.for_user)
            form.add_error(None, refusal_of(form._meta.model, form.data, actor=actor))
            form.data = form.data.copy()
            form.data["_seen_fields"] = now
        return super().clean()

    def values_in(self) -> dict[str, Any]:
        """The fields of the record that the clerk changed."""
        hidden = left_empty_unasked(self)
        return {name: value for name, value in _changed_values(self).items() if name not in hidden}

    def owned_in(self) -> dict[str, list[dict[str, Any]]]:
        """The owned rows that the clerk added, changed or took away, as the actions want them."""
        return {
            relation: [row for form in formset.forms if (row := _owned_row(formset, form))]
            for relation, formset in self.formsets.items()
        }

    def show_refusal(self, refusal: ValidationError | PermissionDenied) -> None:
        show_refusal(self, refusal)


def show_refusal(form: forms.BaseForm, refusal: ValidationError | PermissionDenied) -> None:
    """Put what an action refused beside the field it names (`form.places`: beside another), or above the form."""
    places = getattr(form, "places", {})
    if isinstance(refusal, PermissionDenied):
        form.add_error(None, str(refusal))
    elif hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            place = places.get(name, name)
            form.add_error(place if place in form.fields else None, ValidationError(errors))
    else:
        form.add_error(None, refusal)


def _fitted(form_class: Any, actor: Actor) -> type[forms.ModelForm]:
    """The form of an owned row, fit for the actor."""

    class Fitted(form_class):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            _fit(self, actor)

    return Fitted


def _fit(form: forms.ModelForm, actor: Actor) -> None:
    """Take away the fields that the actor does not see: what is not in a form can't be written by it."""
    model = form._meta.model
    columns = {field.name for field in model._meta.concrete_fields}
    for name, field in list(form.fields.items()):
        if name in columns and not actor.sees(model, name):
            del form.fields[name]
        elif isinstance(field, forms.ModelChoiceField):
            _narrow(field, name, form.instance, actor)


def _leave_out_unseen_rows(formset: Any, actor: Actor) -> None:
    """Rows that the actor does not see stay as they are. A key of one that was sent by hand is refused."""
    formset.queryset = actor.seen_rows(formset.queryset)
    if not formset.is_bound:
        return
    offered = {str(row.pk) for row in formset.queryset}
    for number in range(formset.initial_form_count()):
        if formset.data.get(f"{formset.add_prefix(number)}-id", "") not in {*offered, ""}:
            raise SuspiciousOperation("A row that the form did not offer.")


def _narrow(field: forms.ModelChoiceField, name: str, instance: Model, actor: Actor) -> None:
    """Let a field choose among the rows the actor may see; what is stored already may stay."""
    link = instance._meta.get_field(name)
    if not isinstance(link, ForeignKey) or not issubclass(link.related_model, Record):
        return
    rows: QuerySet[Any] = actor.rows(link.related_model)
    if link.related_model.is_out_of_use:
        rows = rows.none()
    if rows.model is Category and FieldGroup.SENSITIVE_CATEGORY not in actor.groups:
        rows = rows.filter(is_sensitive=False)
    if name == getattr(instance, "region_lookup", "") and rows.model is Region:
        verb = "change" if instance.pk else "add"
        rows = rows.filter(actor.area(verb, type(instance)).condition("path"))
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

"""A guardian who is not recorded yet is typed into the child's form and recorded with the child."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.actions.new_guardians import GuardianRefused, write_with_new_guardian
from datasets.admin.editing import RecordCreateView, RecordEditView
from datasets.admin.forms import RecordForm
from datasets.admin.layouts import Section
from datasets.choices import Relation
from datasets.models import Family, Guardian, Record

_BEFORE = "new_guardian_"

NEW_GUARDIAN = Section(
    gettext_lazy("没有登记过的监护人"),
    (
        ("new_guardian_name", "new_guardian_relation"),
        ("new_guardian_id_number", "new_guardian_phone"),
    ),
    help_text=gettext_lazy("填在这里，保存时一起登记；登记过的，在上面的“监护人”里选择。"),
)


class NewGuardianForm(RecordForm):
    """Asks as many of the guardian's fields as the user sees; none of whoever may record no guardian."""

    new_guardian_name = forms.CharField(
        label=gettext_lazy("监护人姓名"), required=False, max_length=60
    )
    new_guardian_relation = forms.ChoiceField(
        label=gettext_lazy("与儿童关系"),
        required=False,
        choices=[("", "---------"), *Relation.choices],
    )
    new_guardian_id_number = forms.CharField(
        label=gettext_lazy("监护人身份证号"), required=False, max_length=30
    )
    new_guardian_phone = forms.CharField(
        label=gettext_lazy("监护人联系电话"), required=False, max_length=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = Actor.of(self.for_user)
        may_record = actor.may("add", Guardian) and actor.may("add", Family)
        for name in list(_asked(self)):
            if not may_record or (name != "relation" and not actor.sees(Guardian, name)):
                del self.fields[_BEFORE + name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        told = self.new_guardian()
        if told and "name" not in told:
            self.add_error(_BEFORE + "name", _("请填写监护人姓名。"))
        return cleaned

    def new_guardian(self) -> dict[str, str]:
        """What was typed, by the guardian's own names and `relation`; nothing where nothing was."""
        typed = {name: self.cleaned_data.get(_BEFORE + name) for name in _asked(self)}
        return {name: text for name, text in typed.items() if text}

    def with_guardian(self) -> dict[str, Any]:
        """What was filled in, as the action takes it. One who is chosen as the principal guardian stays it."""
        guardian = self.new_guardian()
        relation = guardian.pop("relation", "")
        return {
            "values": self.values_in(),
            "owned": self.owned_in(),
            "guardian": guardian,
            "link": {"relation": relation, "is_principal": not self._has_principal()},
        }

    def _has_principal(self) -> bool:
        formset = self.formsets["guardianships"]
        kept = [form for form in formset.forms if form not in formset.deleted_forms]
        return any(form.cleaned_data.get("is_principal") for form in kept)

    def show_refusal(self, refusal: Any) -> None:
        if not isinstance(refusal, GuardianRefused):
            super().show_refusal(refusal)
            return
        for name, errors in refusal.update_error_dict({}).items():
            place = _BEFORE + name
            self.add_error(place if place in self.fields else None, errors)


class CreatesWithGuardian(RecordCreateView):
    def created(self, form: Any, *, reason: str) -> Record:
        if not form.new_guardian():
            return super().created(form, reason=reason)
        return write_with_new_guardian(
            child=None, **form.with_guardian(), by=self.actor, reason=reason
        )


class ChangesWithGuardian(RecordEditView):
    def changed(self, form: Any, *, reason: str) -> bool:
        if not form.new_guardian():
            return super().changed(form, reason=reason)
        seen = form.cleaned_data["_seen_version"]
        write_with_new_guardian(
            child=self.instance,
            **form.with_guardian(),
            by=self.actor,
            reason=reason,
            seen_version=seen,
        )
        return True


def _asked(form: forms.BaseForm) -> Iterator[str]:
    """The fields that the form asks, by the guardian's own names and `relation`."""
    for name in form.fields:
        if name.startswith(_BEFORE):
            yield name.removeprefix(_BEFORE)

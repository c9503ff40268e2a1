"""Forms that the public fills in: what they ask, and what was sent in. Nothing of the register comes out here."""

import datetime
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.public_forms import fields_to_ask, receive_answer
from datasets.choices import AnswerState
from datasets.custom.asking import fit_field
from datasets.custom.conditions import faults_of, is_asked
from datasets.custom.types.links import models_by_collection, models_in_use
from datasets.models import FormAnswer, PublicForm, Region
from datasets.models.regions import TRAIL
from datasets.public.places import find_places
from datasets.standards.client_addresses import address_in, place_of

#: Nobody fills in a form faster; a page left open for longer is shown anew.
_FASTEST = 3
_SLOWEST = 6 * 60 * 60
#: Of the mark that says when a form was opened.
SALT = "public-form"
_LONGEST_RECEIPT = 12


@dataclass(frozen=True)
class OpenForm:
    """A form that is open on a day and has something to ask; `key` is its own, for `send`."""

    key: int
    code: str
    title: str
    introduction: str
    thanks: str
    area: str


def open_form(code: str, *, today: datetime.date) -> OpenForm | None:
    found = _open(today).filter(code=code).select_related(f"region__{TRAIL}").first()
    if found is None or not _asked_by(found):
        return None
    return OpenForm(
        found.pk, found.code, found.title, found.introduction, found.thanks, found.region.trail()
    )


def answer_form(
    shown: OpenForm, data: Mapping[str, Any] | None = None, *, at: datetime.datetime
) -> "AnswerForm":
    """The form to fill in, or filled in."""
    return AnswerForm(
        data, form=PublicForm.objects.select_related("region").get(pk=shown.key), at=at
    )


class AnswerForm(forms.Form):
    """The fields that were chosen, the place, and two traps for robots that ask nothing of people."""

    place = forms.CharField(
        label=gettext_lazy("您所在的村（社区）"),
        max_length=60,
        help_text=gettext_lazy("写镇（街道）和村（社区）的名字，例如：徐霞客镇 金凤村。"),
        error_messages={"required": gettext_lazy("没有填写，请补上。")},
    )
    place_code = forms.ChoiceField(
        label=gettext_lazy("是哪一个"), required=False, widget=forms.RadioSelect
    )
    #: People do not see it; whoever fills it in is a program.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, form: PublicForm, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form, self.at = form, at
        self.asked = _asked_by(form)
        for code, field in self.asked.items():
            self.fields[code] = _on_a_phone(field.formfield())
            fit_field(self.fields[code], field.made, field.model)
        self.order_fields([*self.asked, "place", "place_code", "website", "begun"])
        self.fields["begun"].initial = signing.dumps(int(at.timestamp()), salt=SALT)
        choices: Any = self.fields["place_code"]
        choices.choices = self._places(self.data.get("place", "")) if self.is_bound else []

    @property
    def answers(self) -> dict[str, Any]:
        """What a valid form says, hidden questions left out."""
        return {code: self.cleaned_data[code] for code in self.asked if code in self.cleaned_data}

    @property
    def has_several_places(self) -> bool:
        choices: Any = self.fields["place_code"]
        return len(choices.choices) > 1

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self._refuse_programs(told)
        for code, field in self.asked.items():
            if code in told:
                self._check_value(code, field, told)
        self._check_conditions(told)
        if "place" in told:
            self._find_region(told)
        return told

    def _check_value(self, code: str, field: Any, told: dict[str, Any]) -> None:
        try:
            told[code] = field.clean(told[code] if told[code] != "" else None, None)
        except ValidationError as error:
            self.add_error(code, error)

    def _check_conditions(self, told: dict[str, Any]) -> None:
        """A question that is not to be asked is as if it were not there, whatever was typed into it."""
        for code, field in self.asked.items():
            if not is_asked(field.model, field.made, self._value_of):
                told.pop(code, None)
                self.errors.pop(code, None)
        model = models_by_collection()[self.form.collection]
        given = [code for code in self.asked if code in told]
        for code, fault in faults_of(model, given, self._value_of).items():
            if code in self.asked and code not in self.errors:
                self.add_error(code, fault)

    def _value_of(self, code: str) -> Any:
        """What is said, or what a record says by itself."""
        if code in self.asked:
            return self.cleaned_data.get(code)
        model: Any = models_by_collection()[self.form.collection]
        return model._meta.get_field(code).get_default()

    def _refuse_programs(self, told: Mapping[str, Any]) -> None:
        try:
            begun = signing.loads(told.get("begun", ""), salt=SALT, max_age=_SLOWEST)
        except signing.BadSignature:
            self.add_error(None, _("这一页打开太久了，请核对一遍再交。"))
            return
        if told.get("website") or self.at.timestamp() - begun < _FASTEST:
            self.add_error(None, _("交得太快了，请核对一遍再交。"))

    def _find_region(self, told: dict[str, Any]) -> None:
        choices: Any = self.fields["place_code"]
        codes = [code for code, _label in choices.choices]
        chosen = told.get("place_code") or (codes[0] if len(codes) == 1 else "")
        if not codes:
            self.add_error("place", _("没有找到这个村（社区），请写镇（街道）和村（社区）的全名。"))
        elif chosen not in codes:
            self.add_error("place_code", _("有几个同名的地方，请选一个。"))
        else:
            told["region"] = Region.objects.get(pk=chosen)

    def _places(self, text: str) -> list[tuple[str, str]]:
        """Places of that name within the form's area: key and full name."""
        paths = [one.place.path for one in find_places(text)]
        within = Region.objects.in_use().filter(
            path__in=paths, path__startswith=self.form.region.path
        )
        return [(str(one.pk), one.trail()) for one in within.select_related(TRAIL)]


def _asked_by(form: PublicForm) -> dict[str, Any]:
    """Code → field, of those that are still in use, as is their collection."""
    if form.collection not in models_in_use():
        return {}
    asked = fields_to_ask(form.collection)
    return {code: asked[code] for code in form.fields if code in asked}


def _on_a_phone(field: Any) -> Any:
    """With the calendar and the keys that a telephone has for it."""
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return field


def send(filled: AnswerForm, *, meta: Mapping[str, Any]) -> str:
    """Keep what a valid form says; returns the receipt. `meta` is what the server wrote of the request.

    Raises ValidationError where too many are sent.
    """
    told = filled.cleaned_data
    address = address_in(meta, trusted_proxies=settings.TRUSTED_PROXIES)
    answer = receive_answer(
        form=filled.form,
        region=told["region"],
        answers=filled.answers,
        sender_mark=_mark(place_of(address) or "", filled.at.date()),
        at=filled.at,
    )
    return str(answer.receipt)


def state_of(receipt: str) -> str | None:
    """How far it is with what was sent in under the receipt, and nothing else; None where there is none."""
    plain = receipt.strip().upper()[:_LONGEST_RECEIPT]
    found = FormAnswer.objects.filter(receipt=plain).values_list("state", flat=True).first()
    return str(AnswerState(found).label) if found else None


def _open(today: datetime.date) -> Any:
    still = Q(until_date=None) | Q(until_date__gte=today)
    return PublicForm.objects.filter(still, is_open=True)


def _mark(address: str, day: datetime.date) -> str:
    """Tells one sender from another for a day; the address cannot be read from it."""
    told = f"{address} {day.isoformat()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()

"""A number on a child's form that another area's record bears: one sentence, an entry in the log, a way to ask."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.transfers import child_elsewhere
from datasets.admin.forms import RecordForm
from datasets.choices import AccessVerb
from datasets.models import Child, TransferRequest


class NumberedForm(RecordForm):
    """Says of a number recorded elsewhere just that."""

    #: The child that bears the number typed and is not the user's to see.
    found_elsewhere: Child | None = None
    user_can_ask = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "id_number" in self.changed_data and cleaned.get("id_number"):
            actor = Actor.of(self.for_user)
            self.found_elsewhere = child_elsewhere(cleaned["id_number"], by=actor)
            if self.found_elsewhere:
                self.user_can_ask = actor.may("add", TransferRequest)
                self.add_error("id_number", self._sentence())
        return cleaned

    def _sentence(self) -> str:
        if self.user_can_ask:
            return _("这名儿童已在其他地区登记，可以申请转入。")
        return _("这名儿童已在其他地区登记。需要转入的，请由镇（街道）专干申请。")


class LogsElsewhere:
    """That somebody typed the number is told to those who keep the child."""

    def form_invalid(self, form: NumberedForm) -> HttpResponse:
        if form.found_elsewhere:
            view: Any = self
            view.request.visit.refuses(AccessVerb.TRANSFER, Child, [form.found_elsewhere.pk])
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return answer

"""To seal a child's record, from its page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.actions.sealing.seals import parts_of, seal_child
from datasets.admin.pages import RecordPage
from datasets.admin.sealing.forms import SealForm
from datasets.choices import AccessVerb, SealGround
from datasets.models import Child, Seal


class SealChildView(RecordPage, InstanceSpecificView):
    here = gettext_lazy("封存")
    template_name = "datasets/sealing/seal.html"
    http_method_names = ["get", "post"]
    logs_itself = True

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._asked(self._form())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._asked(form, status=422)
        told = form.cleaned_data
        ground = SealGround(told["ground"])
        try:
            seal = seal_child(
                child=self.instance,
                part=told["part"],
                ground=ground,
                note=told["note"],
                by=self.actor,
            )
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
            return self._asked(form, status=422)
        request.visit.shows(AccessVerb.SEAL, Seal, [seal.pk], purpose=str(ground.label))
        messages.success(request, _("已封存。只有您和审计员知道有这件封存。"))
        return redirect("sealing")

    def _form(self, *told: Any) -> SealForm:
        return SealForm(*told, parts=parts_of(self.instance, self.actor))

    def _asked(self, form: SealForm, *, status: int = 200) -> HttpResponse:
        self.request.visit.shows(AccessVerb.VIEW, Child, [self.instance.pk])
        return self.render_to_response(self.get_context_data(form=form), status=status)

"""To ask for what is sealed, and to decide what another has asked."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.access.sealing import own_seals, requests_to_decide
from datasets.actions.records import NotPermitted
from datasets.actions.sealing.unsealing import decide_unsealing, request_unsealing
from datasets.admin.sealing.forms import RequestForm
from datasets.admin.sealing.pages import SealingView
from datasets.choices import AccessVerb, UnsealingGround
from datasets.models import Child, Seal, Unsealing


class RequestPage(SealingView):
    """`?seal=` names one of one's own; otherwise a person is named, and the answer never says whether in vain."""

    here = gettext_lazy("申请查阅封存档案")
    template_name = "datasets/sealing/request.html"
    logged_as = AccessVerb.ASK_UNSEALING

    def may_open(self) -> bool:
        return self.actor.may("unseal", Child)

    def get(self, request: Any) -> HttpResponse:
        seal = self._own_seal()
        return self._asked(RequestForm(is_own=seal is not None), seal)

    def post(self, request: Any) -> HttpResponse:
        seal = self._own_seal()
        form = RequestForm(request.POST, is_own=seal is not None)
        if not form.is_valid():
            return self._asked(form, seal, status=422)
        try:
            made = request_unsealing(seal=seal, by=self.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
            return self._asked(form, seal, status=422)
        request.visit.shows(
            AccessVerb.ASK_UNSEALING,
            Unsealing,
            [made.pk],
            purpose=str(UnsealingGround(made.ground).label),
        )
        messages.success(request, _("申请已提交，等另一个人审批。"))
        return redirect("sealing")

    def _own_seal(self) -> Seal | None:
        key = self.request.GET.get("seal", "")
        if not key:
            return None
        found = own_seals(self.actor).filter(pk=int(key)).first() if key.isdecimal() else None
        if found is None:
            self.request.visit.refuses(AccessVerb.ASK_UNSEALING, Seal)  # type: ignore[attr-defined]
            raise Http404
        return found

    def _asked(self, form: RequestForm, seal: Seal | None, *, status: int = 200) -> HttpResponse:
        return self.render({"form": form, "seal": seal}, status=status)


class DecideRequest(SealingView):
    """`granted` is 1 or 0."""

    http_method_names = ["post"]
    logged_as = AccessVerb.DECIDE_UNSEALING

    def may_open(self) -> bool:
        return self.actor.may("approve", Unsealing)

    def post(self, request: Any, pk: int) -> HttpResponse:
        is_granted = request.POST.get("granted") == "1"
        found = requests_to_decide(self.actor).filter(pk=pk).first()
        if found is None:
            request.visit.refuses(AccessVerb.DECIDE_UNSEALING, Unsealing, [pk])
            raise Http404
        try:
            decided = decide_unsealing(request=found, is_granted=is_granted, by=self.actor)
        except NotPermitted as refusal:
            request.visit.refuses(AccessVerb.DECIDE_UNSEALING, Unsealing, [pk])
            raise PermissionDenied from refusal
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("sealing")
        request.visit.shows(
            AccessVerb.DECIDE_UNSEALING,
            Unsealing,
            [pk],
            filters={"granted": is_granted},
            purpose=str(UnsealingGround(decided.ground).label),
        )
        said = _("已同意，到期自动关闭。") if is_granted else _("没有同意。")
        messages.success(request, said)
        return redirect("sealing")

"""What was opened for a time: read by the one who asked, each reading logged with its ground; or brought back."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError
from wagtail.admin import messages

from datasets.access.sealing import is_running, opened_by, own_requests
from datasets.actions.sealing.seals import lift_seal
from datasets.actions.sealing.unsealing import content_of
from datasets.admin.sealing.pages import SealingView
from datasets.choices import AccessVerb, UnsealingGround
from datasets.models import Child, Seal, Unsealing
from datasets.models.files import records_storage


class UnsealedView(SealingView):
    """Of a request of one's own while it runs; all others are not there."""

    logged_as = AccessVerb.UNSEALED

    def may_open(self) -> bool:
        return self.actor.may("unseal", Child)

    def asked(self, pk: int) -> Unsealing:
        found = own_requests(self.actor).filter(pk=pk).first()
        if found is None or not is_running(found, self.actor):
            self.request.visit.refuses(self.logged_as, Unsealing, [pk])  # type: ignore[attr-defined]
            raise Http404
        return found


class UnsealedPage(UnsealedView):
    here = gettext_lazy("查阅")
    template_name = "datasets/sealing/unsealed.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        asked = self.asked(pk)
        seals = list(opened_by(asked, self.actor))
        request.visit.shows(
            AccessVerb.UNSEALED,
            Seal,
            [seal.pk for seal in seals],
            filters={"request": pk},
            purpose=str(UnsealingGround(asked.ground).label),
        )
        opened = [{"seal": seal, "photo": _photo(seal), **content_of(seal)} for seal in seals]
        lifts = asked.ground in UnsealingGround.to_lift()
        return self.render({"asked": asked, "opened": opened, "lifts": lifts})


class LiftSeal(UnsealedView):
    http_method_names = ["post"]
    logged_as = AccessVerb.LIFT_SEAL

    def post(self, request: Any, pk: int, seal: int) -> HttpResponse:
        asked = self.asked(pk)
        found = opened_by(asked, self.actor).filter(pk=seal).first()
        if found is None or asked.ground not in UnsealingGround.to_lift():
            request.visit.refuses(AccessVerb.LIFT_SEAL, Seal, [seal])
            raise Http404
        try:
            lift_seal(seal=found, request=asked, by=self.actor)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("sealing_unsealed", pk=pk)
        request.visit.shows(
            AccessVerb.LIFT_SEAL,
            Seal,
            [seal],
            filters={"request": pk},
            purpose=str(UnsealingGround(asked.ground).label),
        )
        messages.success(request, _("已解除封存，档案和它的历史都已恢复。"))
        return redirect("sealing")


def _photo(seal: Seal) -> str:
    """The photo itself: it has no address. "" for none."""
    name = (seal.content or {}).get("photo", "")
    if not name:
        return ""
    try:
        with records_storage().open(name) as file:
            content = file.read()
        with Image.open(BytesIO(content)) as image:
            kind = image.get_format_mimetype()
    except (FileNotFoundError, UnidentifiedImageError):
        return ""
    return f"data:{kind};base64,{b64encode(content).decode()}"

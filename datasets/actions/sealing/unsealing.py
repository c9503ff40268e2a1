"""Two people open what is sealed: one asks on a ground in law, another decides; it closes by itself."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.sealing import own_seals
from datasets.actions.records import NotPermitted
from datasets.choices import UnsealingGround
from datasets.models import Child, Region, Seal, Unsealing
from datasets.models.regions import PATH_STEP
from datasets.standards.id_numbers import as_stored


def request_unsealing(
    *,
    seal: Seal | None = None,
    name: str = "",
    id_number: str = "",
    ground: UnsealingGround,
    document: str,
    purpose: str,
    days: int,
    by: Actor,
) -> Unsealing:
    """Ask for a seal of one's own, or for whatever is sealed of a person: whether there is anything, is not said.

    Raises NotPermitted, ValidationError.
    """
    areas = by.area("unseal", Child).paths
    if not by.may("unseal", Child) or not areas:
        raise NotPermitted(_("您没有权限申请查阅封存档案。"))
    if seal is not None and not own_seals(by).filter(pk=seal.pk).exists():
        raise NotPermitted(_("只能为自己封存的档案这样申请。"))
    if seal is None and not id_number:
        raise ValidationError({"id_number": _("请填写证件号码。")}, code="required")
    request = Unsealing(
        seal=seal,
        region=Region.objects.get(pk=int(areas[0][-PATH_STEP:])),
        name=seal.called if seal else name,
        id_number=seal.id_number if seal else as_stored(id_number),
        ground=ground,
        document=document,
        purpose=purpose,
        days=days,
        requested_by=by.user,
        requested_at=timezone.now(),
    )
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def decide_unsealing(*, request: Unsealing, is_granted: bool, by: Actor) -> Unsealing:
    """Grant the request from today on for the days that were asked for, or refuse it.

    Raises NotPermitted, and ValidationError where it has been decided.
    """
    stored = Unsealing.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not by.may_on("approve", stored):
        raise NotPermitted(_("您没有权限审批这份申请。"))
    if stored.requested_by_id == by.user.pk:
        raise NotPermitted(_("不能审批自己的申请，须由另一个人办理。"))
    if stored.decided_at is not None:
        raise ValidationError(_("这份申请已经有人审批过了。"), code="decided")
    stored.decided_by, stored.decided_at = by.user, timezone.now()
    stored.is_granted = is_granted
    if is_granted:
        stored.from_date = by.today
        stored.until_date = by.today + datetime.timedelta(days=stored.days - 1)
    stored.save()
    return stored


def content_of(seal: Seal) -> dict[str, Any]:
    """What is shown of an opened seal. Only for those of `access.sealing.opened_by`."""
    content: dict[str, Any] = seal.content or {}
    shown: dict[str, Any] = content["shown"]
    return shown

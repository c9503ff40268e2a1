"""A child that another area keeps: one asks for it, and that area's supervisor hands it over or does not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted, locked
from datasets.choices import ChildStatus, TransferState
from datasets.models import Child, Family, Region, TransferRequest
from datasets.standards.id_numbers import as_stored


def child_elsewhere(id_number: str | None, *, by: Actor) -> Child | None:
    """The child on the open list of that number where the actor does not see it: nothing of it may be shown.

    One question to the database, whether there is one or not.
    """
    number = as_stored(id_number)
    if not number:
        return None
    in_sight = by.rows(Child).filter(pk=OuterRef("pk"))
    found = Child.objects.filter(id_number=number, status=ChildStatus.OPEN)
    return found.exclude(Exists(in_sight)).first()


@transaction.atomic
def ask_for_transfer(*, id_number: str, to_region: Region, why: str, by: Actor) -> TransferRequest:
    """Ask for the child of that number. Raises NotPermitted, ValidationError."""
    if not by.may("add", TransferRequest):
        raise NotPermitted(_("您不能申请转入，请由镇（街道）专干办理。"))
    if not by.area("add", TransferRequest).covers(to_region.path):
        raise ValidationError(
            {"to_region": _("没有找到所选的地区，或者它不在您负责的地区。")}, code="out_of_sight"
        )
    child = child_elsewhere(id_number, by=by)
    if child is None:
        raise ValidationError(
            {
                "id_number": _(
                    "没有在其他地区登记的儿童用这个证件号码。请先在本地区查找，没有的可以直接建档。"
                )
            },
            code="not_elsewhere",
        )
    waiting = by.rows(TransferRequest).filter(child=child, state=TransferState.ASKED)
    if waiting.exists():
        raise ValidationError(
            {"id_number": _("这名儿童的转入申请已经提交，正在等待决定。")}, code="asked_already"
        )
    act = Act.now(by, _("申请转入"))
    request = TransferRequest(
        child=child,
        id_number=as_stored(id_number) or "",
        to_region=to_region,
        why=why,
        asked_by=by.user,
        asked_at=act.at,
    )
    act.put(request)
    return request


@transaction.atomic
def agree_to_transfer(*, request: TransferRequest, answer: str = "", by: Actor) -> bool:
    """Hand the child over; returns whether its family went along. Raises NotPermitted, ValidationError."""
    stored = _to_decide(request, by)
    child = locked(stored.child)
    if child.status != ChildStatus.OPEN:
        raise ValidationError(
            _("这名儿童已经结案，不用转移：请选“不同意”，对方可以直接建档。"), code="closed"
        )
    act = Act.now(by, _("转出到其他地区"))
    family = locked(child.family) if child.family else None
    family_follows = family_would_follow(child, to=stored.to_region, by=by)
    _decide(stored, TransferState.AGREED, answer, from_region=child.region, act=act)
    act.set(child, {"region": stored.to_region})
    if family is not None and family_follows:
        act.set(family, {"region": stored.to_region})
    return family_follows


@transaction.atomic
def refuse_transfer(*, request: TransferRequest, answer: str, by: Actor) -> None:
    """The child stays, for a reason that is told. Raises NotPermitted, ValidationError."""
    stored = _to_decide(request, by)
    if not answer:
        raise ValidationError({"answer": _("不同意的，请写明理由。")}, code="required")
    act = Act.now(by, _("不同意转出"))
    _decide(stored, TransferState.REFUSED, answer, from_region=stored.child.region, act=act)


@transaction.atomic
def withdraw_transfer(*, request: TransferRequest, by: Actor) -> None:
    """Those who asked need the child no longer. Raises NotPermitted, ValidationError."""
    stored = locked(request)
    if not by.may_on("add", stored):
        raise NotPermitted(_("您没有权限撤回这个申请。"))
    _require_open(stored)
    # Where the child lies was not told, and is not now.
    _decide(stored, TransferState.WITHDRAWN, "", act=Act.now(by, _("撤回申请")))


def family_would_follow(child: Child, *, to: Region, by: Actor) -> bool:
    """Whether the household moves with the child: it stays where other children on the list need it, and where the
    village it would come to has a household of its number.
    """
    family = child.family
    if family is None or not by.area("change", Family).covers(family.region.path):
        return False
    others = Child.objects.filter(family=family, status=ChildStatus.OPEN).exclude(pk=child.pk)
    namesakes = Family.objects.filter(region=to, household_number=family.household_number)
    is_known_there = bool(family.household_number) and namesakes.exclude(pk=family.pk).exists()
    return not others.exists() and not is_known_there


def _to_decide(request: TransferRequest, by: Actor) -> TransferRequest:
    stored = locked(request)
    _require_open(stored)
    if not by.may_on("decide", stored):
        raise NotPermitted(_("这个申请由儿童所在地区的上级决定，申请人自己不能决定。"))
    return stored


def _require_open(request: TransferRequest) -> None:
    if request.state != TransferState.ASKED:
        raise ValidationError(_("这个申请已经处理过了。"), code="decided")


def _decide(
    request: TransferRequest, state: TransferState, answer: str, *, act: Act, **values: Any
) -> None:
    decided = {"state": state, "answer": answer, "decided_by": act.by.user, "decided_at": act.at}
    for name, value in (decided | values).items():
        setattr(request, name, value)
    act.put(request, [*decided, *values])

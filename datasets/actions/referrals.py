"""Telling an agency of a child, its answer, and the end of it."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted, locked
from datasets.choices import ChildStatus, FieldGroup
from datasets.models import Agency, Child, Referral

#: What has not been done in a year is asked for again, and looked at anew.
LONGEST = datetime.timedelta(days=366)


@transaction.atomic
def refer_child(
    *,
    child: Child,
    agency: Agency,
    asked_for: str,
    shown_groups: Iterable[FieldGroup],
    until_date: datetime.date,
    by: Actor,
) -> Referral:
    """Ask an agency to do something for the child, from today on. Raises NotPermitted, ValidationError."""
    stored = locked(child)
    if not (by.may_on("view", stored) and by.may("add", Referral)):
        raise NotPermitted(_("您没有权限转介这名儿童。"))
    _require_fit(stored, until_date, by)
    shown = set(shown_groups) - {FieldGroup.BASIC}
    if not shown <= groups_to_show(by):
        raise NotPermitted(_("自己看不到的内容，不能给对方看。"))
    act = Act.now(by, _("转介"))
    referral = Referral(
        child=stored,
        agency=agency,
        asked_for=asked_for,
        shown_groups=[group.value for group in FieldGroup if group in shown],
        since_date=by.today,
        until_date=until_date,
        referred_by=by.user,
    )
    act.put(referral)
    if not by.may_on("add", referral):
        raise NotPermitted(_("您没有权限转介这名儿童。"))
    return referral


@transaction.atomic
def answer_referral(*, referral: Referral, answer: str, by: Actor) -> None:
    """What the agency did. A later answer stands in place of the earlier, which history keeps.

    Raises NotPermitted, ValidationError.
    """
    stored = locked(referral)
    if not by.may_on("receive", stored):
        raise NotPermitted(_("这个转介已经结束，或者不是转给您单位的。"))
    if not answer:
        raise ValidationError({"answer": _("请填写办理情况。")}, code="required")
    act = Act.now(by, _("答复转介"))
    stored.answer, stored.answered_by, stored.answered_at = answer, by.user, act.at
    act.put(stored, ["answer", "answered_by", "answered_at"])


@transaction.atomic
def end_referral(*, referral: Referral, by: Actor) -> None:
    """The agency sees the child no longer. Raises NotPermitted, ValidationError."""
    stored = locked(referral)
    if not by.may_on("add", stored):
        raise NotPermitted(_("您没有权限结束这个转介。"))
    if not stored.is_running(by.today):
        raise ValidationError(_("这个转介已经结束。"), code="ended")
    act = Act.now(by, _("提前结束转介"))
    stored.ended_by, stored.ended_at = by.user, act.at
    act.put(stored, ["ended_by", "ended_at"])


def groups_to_show(by: Actor) -> set[FieldGroup]:
    """The groups beyond the basic one that the actor may let an agency see: nobody shows more than they see."""
    return set(by.groups) - {FieldGroup.BASIC}


def _require_fit(child: Child, until_date: datetime.date, by: Actor) -> None:
    if child.status != ChildStatus.OPEN:
        raise ValidationError(_("这名儿童已经结案，不能再转介。"), code="closed")
    if not by.today <= until_date <= by.today + LONGEST:
        raise ValidationError(
            {"until_date": _("截止日期从今天起，最长一年。")}, code="until_out_of_range"
        )

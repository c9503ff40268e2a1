"""A false alarm, muted by whoever may change the record, with a reason and an end."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import Act, NotPermitted
from datasets.actions.warnings.evaluating import evaluate
from datasets.models import OpenWarning, WarningMute
from datasets.queries.warnings import record_of

#: Nobody knows today what holds later than this.
_LONGEST_DAYS = 366


@transaction.atomic
def mute_warning(*, warning: OpenWarning, until: datetime.date, why: str, by: Actor) -> WarningMute:
    """Raises NotPermitted, ValidationError."""
    record = record_of(warning)
    if record is None or not by.may_on("change", record):
        raise NotPermitted(_("您没有权限这样操作这条记录。"))
    if not why.strip():
        raise ValidationError({"why": _("请写明为什么不用再提醒。")})
    if not by.today < until <= by.today + datetime.timedelta(days=_LONGEST_DAYS):
        raise ValidationError({"until": _("请选一年以内的日期，到时会重新提醒。")})
    whose = {"rule": warning.rule, "record_key": warning.record_key}
    mute = WarningMute.objects.filter(**whose).first() or WarningMute(**whose)
    mute.reason_given, mute.until_date = why.strip(), until
    Act.now(by, why).put(mute)
    evaluate(warning.rule, today=by.today)
    return mute

"""One mail a night to whoever asked for it: which rules have found something new, of how many, where to look.

It names no record and says of none: a mail is read by whoever stands behind the reader.
"""

import datetime
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datasets.access import Actor
from datasets.models import OpenWarning, WarningMail
from datasets.models.posts import name_of_user
from datasets.queries.warnings import Found, found_for

_log = logging.getLogger(__name__)
#: A log of mails that went well is of no use for longer.
_KEPT = datetime.timedelta(days=30)


def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def mail_warnings(*, today: datetime.date, link: str) -> int:
    """Once a night for each user; returns how many mails went out. `link` leads to the warnings."""
    if not mail_is_set_up():
        return 0
    WarningMail.objects.filter(day__lt=today - _KEPT).delete()
    asking = get_user_model().objects.filter(is_active=True, staff_account__wants_warning_mail=True)
    waiting = asking.exclude(email="").exclude(warning_mails__day=today).order_by("pk")
    return sum(_mailed(user, today, link) for user in waiting)


def _mailed(user: Any, today: datetime.date, link: str) -> bool:
    """Whether a mail went out. What fails with one keeps nobody else from theirs."""
    mail, is_mine = WarningMail.objects.get_or_create(user=user, day=today)
    if not is_mine:  # another clock was faster
        return False
    try:
        mail.up_to = OpenWarning.objects.aggregate(last=Max("pk"))["last"] or 0
        found = _new_for(user, today)
        mail.count = sum(count for _one, count in found)
        if found:
            _send(user, found, link)
            mail.sent_at = timezone.now()
    except Exception as error:
        _log.exception("The warnings of user %s could not be mailed.", user.pk)
        mail.fault = (str(error) or type(error).__name__)[:200]
    mail.save()
    return mail.sent_at is not None


def _new_for(user: Any, today: datetime.date) -> list[tuple[Found, int]]:
    """The user's rules with how many are open, where any has opened since the mail before."""
    before = WarningMail.objects.filter(user=user, fault="", day__lt=today)
    told = before.aggregate(last=Max("up_to"))["last"] or 0
    found = found_for(Actor.of(user, today=today))
    is_new = any(one.warnings.filter(pk__gt=told).exists() for one, _count in found)
    return found if is_new else []


def _send(user: Any, found: list[tuple[Found, int]], link: str) -> None:
    profile = getattr(user, "wagtail_userprofile", None)
    with translation.override(profile.get_preferred_language() if profile else None):
        count = sum(count for _one, count in found)
        subject = ngettext("预警：%(count)d 条要处理", "预警：%(count)d 条要处理", count) % {
            "count": count
        }
        lines = [
            _("%(name)s，您好：有新的预警。") % {"name": name_of_user(user)},
            "",
            *(_line(one, count) for one, count in found),
            "",
            _("登录后查看和处理：%(link)s") % {"link": link},
            _("不想再收到这样的邮件：在“账户”的“通知”里关掉。"),
        ]
        send_mail(subject, "\n".join(lines), None, [user.email])


def _line(one: Found, count: int) -> str:
    told = {"urgency": one.rule.get_urgency_display(), "sentence": one.rule.sentence, "n": count}
    return "· " + _("[%(urgency)s] %(sentence)s：%(n)d 条") % told

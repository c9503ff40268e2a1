"""What happens to an account beyond its roles. The access log keeps who did it."""

import datetime
from typing import Any

from django.db import transaction

from datasets.models import StaffAccount


def demand_new_password(*, user: Any) -> None:
    """Somebody else has set the user's password: it serves for one login."""
    _set(user, must_change_password=True)


def password_is_own(*, user: Any) -> None:
    """The user has chosen a password that nobody else knows."""
    _set(user, must_change_password=False)


def accept_conduct(*, user: Any, at: datetime.datetime) -> None:
    """The user has read the code of conduct and keeps to it."""
    _set(user, conduct_accepted_at=at)


def sign_out_everywhere(*, user: Any, at: datetime.datetime) -> None:
    """End all sessions of the user that began before `at`."""
    _set(user, signed_out_at=at)


def want_warning_mail(*, user: Any, is_wanted: bool) -> None:
    """Whether the user is told of warnings by mail (actions/warnings/mailing.py)."""
    _set(user, wants_warning_mail=is_wanted)


@transaction.atomic
def _set(user: Any, **values: Any) -> None:
    StaffAccount.objects.update_or_create(user=user, defaults=values)

"""What stands between a user and the admin, and how long the user may stay: one question to the database."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, Min, OuterRef, Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from datasets.models import Post

_RULE = "groups__login_rule"
_ACCOUNT = "staff_account"


@dataclass(frozen=True)
class Standing:
    """Of a user today. Of several roles the strictest rule counts; the defaults hold where there is none."""

    must_change_password: bool = False
    has_accepted_conduct: bool = False
    has_second_factor: bool = False
    needs_second_factor: bool = False
    signed_out_at: datetime.datetime | None = None
    #: A post has begun or ended since the user's groups were last settled.
    has_moved: bool = False
    idle: datetime.timedelta = datetime.timedelta(minutes=60)
    longest: datetime.timedelta = datetime.timedelta(hours=12)


def standing_of(user: Any, *, today: datetime.date) -> Standing:
    current = Post.objects.on(today)
    held = get_user_model().groups.through.objects.filter(user_id=OuterRef("pk"))
    begun = current.filter(user=OuterRef("pk")).exclude(role__user=OuterRef("pk"))
    mine = current.filter(user=OuterRef("user_id"), role=OuterRef("group_id"))
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    found = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .values(
            f"{_ACCOUNT}__must_change_password",
            f"{_ACCOUNT}__conduct_accepted_at",
            f"{_ACCOUNT}__signed_out_at",
        )
        .annotate(
            idle=Min(f"{_RULE}__idle_minutes"),
            longest=Min(f"{_RULE}__session_hours"),
            demands=Count("groups", filter=Q(**{f"{_RULE}__needs_second_factor": True})),
            has_device=Exists(devices),
            has_moved=Exists(begun) | Exists(held.filter(~Exists(mine))),
        )
        .get()
    )
    return Standing(
        must_change_password=bool(found[f"{_ACCOUNT}__must_change_password"]),
        has_accepted_conduct=found[f"{_ACCOUNT}__conduct_accepted_at"] is not None,
        has_second_factor=found["has_device"],
        needs_second_factor=found["demands"] > 0,
        signed_out_at=found[f"{_ACCOUNT}__signed_out_at"],
        has_moved=found["has_moved"],
        idle=datetime.timedelta(minutes=found["idle"]) if found["idle"] else Standing.idle,
        longest=datetime.timedelta(hours=found["longest"])
        if found["longest"]
        else Standing.longest,
    )

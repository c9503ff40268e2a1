"""What a user is on a day: the posts that run, and what their roles grant."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission

from datasets.models import Post


@dataclass(frozen=True)
class HeldPost:
    """`path`: the area whose records the post shows; "" for a post at an agency, `agency_id`."""

    role_id: int
    path: str
    #: "app.codename" of each permission of the role.
    permissions: frozenset[str]
    agency_id: int | None = None
    role_name: str = ""


def held_posts(user: Any, *, today: datetime.date) -> tuple[HeldPost, ...]:
    """Asked once in the life of the user object, as Django does with permissions. An account out of use has none."""
    if not user.is_active:
        return ()
    kept: dict[datetime.date, tuple[HeldPost, ...]] = user.__dict__.setdefault("_held_posts", {})
    if today not in kept:
        kept[today] = _asked(user, today)
    return kept[today]


def _asked(user: Any, today: datetime.date) -> tuple[HeldPost, ...]:
    posts = list(
        Post.objects.on(today)
        .filter(user=user)
        .order_by("id")
        .values_list("role_id", "region__path", "agency_id", "role__name")
    )
    granted: dict[int, set[str]] = defaultdict(set)
    if posts:
        permissions = Permission.objects.filter(group__in={role for role, *_rest in posts})
        for role, app, codename in permissions.order_by().values_list(
            "group__id", "content_type__app_label", "codename"
        ):
            granted[role].add(f"{app}.{codename}")
    return tuple(
        HeldPost(role, "" if agency else path, frozenset(granted[role]), agency, name)
        for role, path, agency, name in posts
    )

"""What a user is on a day: the posts that run, and what their roles grant."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import Any

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
    """By one question, which every page asks: a row for each permission of each post."""
    told = (
        Post.objects.on(today)
        .filter(user=user)
        .order_by("id")
        .values_list(
            "id", "role_id", "role__name", "region__path", "agency_id",
            "role__permissions__content_type__app_label", "role__permissions__codename",
        )
    )  # fmt: skip
    return tuple(
        HeldPost(
            role,
            "" if agency else path,
            frozenset(f"{app}.{codename}" for *_post, app, codename in rows if codename),
            agency,
            name,
        )
        for (_key, role, name, path, agency), rows in groupby(told, key=lambda row: row[:5])
    )

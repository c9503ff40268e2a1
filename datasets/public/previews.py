"""The key by which a front end of another host shows a draft for a little while.

It names the page and who asked; what it shows is what that account may edit at the moment of showing.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing

#: Seconds: long enough to look at a page with somebody, too short for an address that was passed on.
PREVIEW_SECONDS = 15 * 60
_SALT = "public.preview"


class PreviewOver(Exception):
    """The key is none of ours, too old, or its account is no longer in use."""


@dataclass(frozen=True)
class Preview:
    page: int
    user: Any


def preview_key(*, page: int, user: Any) -> str:
    return signing.dumps({"page": page, "user": user.pk}, salt=_SALT, compress=True)


def preview_of(key: str) -> Preview:
    """Raises PreviewOver."""
    try:
        told = signing.loads(key, salt=_SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature as error:  # an old one is one too
        raise PreviewOver from error
    user = get_user_model()._default_manager.filter(pk=told["user"], is_active=True).first()
    if user is None:
        raise PreviewOver
    return Preview(told["page"], user)

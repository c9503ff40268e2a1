"""How long a session lasts: by the clock, by idleness, and until the user signs out everywhere."""

import datetime
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.access.standing import Standing

_BEGUN = "hutong_begun"
_SEEN = "hutong_seen"
#: A session is written to at most so often: not at every page.
_GRAIN = datetime.timedelta(minutes=1)


def is_over(request: Any, standing: Standing) -> bool:
    """Whether the session has lasted, or lain idle, too long. Notes that the user was here."""
    now = timezone.now()
    begun, seen = _moment(request, _BEGUN), _moment(request, _SEEN)
    if (
        begun is None
        or seen is None
        or now - begun > standing.longest
        or now - seen > standing.idle
    ):
        return True
    if standing.signed_out_at and begun < standing.signed_out_at:
        return True
    if now - seen > _GRAIN:
        request.session[_SEEN] = now.timestamp()
    return False


def watch_logins() -> None:
    """A session counts from its login: one that lies unused outlives neither its limits nor a signing out elsewhere."""
    user_logged_in.connect(_logged_in, dispatch_uid="sessions")


def _logged_in(sender: Any, request: Any, **_rest: Any) -> None:
    begin_anew(request)


def end(request: Any) -> None:
    logout(request)
    messages.warning(request, _("为安全起见，您已自动退出，请重新登录。"))


def begin_anew(request: Any) -> None:
    """From a login; and of the session that goes on where the user ends all others."""
    request.session[_BEGUN] = request.session[_SEEN] = timezone.now().timestamp()


def _moment(request: Any, key: str) -> datetime.datetime | None:
    stamp = request.session.get(key)
    return datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC) if stamp else None

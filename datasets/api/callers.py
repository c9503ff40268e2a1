"""Who calls: nobody known, or the user of a token, with what the token may be used for."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import APIToken

from datasets.access import Actor
from datasets.access.standing import standing_of
from datasets.actions.posts import settle_roles
from datasets.actions.tokens import is_program
from datasets.api.problems import Problem
from datasets.audit.chain import Access
from datasets.choices import AccessVerb
from datasets.models import AccessEntry, AccessToken

#: Wrong tokens from one address within so long, after which each further one is turned away unread.
_MOST_WRONG = 20
_WITHIN = datetime.timedelta(minutes=15)
#: Use is noted down once a minute, not with each request.
_NOTE_USE = datetime.timedelta(minutes=1)
_LOGGED_AS = "accesstoken"


@dataclass(frozen=True)
class Caller:
    """`token` is None for the public."""

    actor: Actor
    token: AccessToken | None = None

    @property
    def is_public(self) -> bool:
        return self.token is None

    def allows(self, collection: str, verb: str) -> bool:
        return self.token is not None and self.token.allows(collection, verb)


def caller_of(request: Any) -> Caller:
    """The caller, who becomes the request's user whatever session it bears. Raises Problem."""
    request.user = AnonymousUser()
    told = request.headers.get("Authorization", "")
    if not told:
        return Caller(Actor.of(request.user))
    scheme, _blank, text = told.partition(" ")
    token = _token_of(text.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise _wrong_token(request)
    request.user = token.key.user
    _require_standing(request, token)
    _note_use(token)
    return Caller(Actor.of(request.user), token)


def _token_of(text: str) -> AccessToken | None:
    """The token that is in force. Wagtail tells by its check digits what cannot be one."""
    if not APIToken.validate_token_format(text):
        return None
    hashes = APIToken.candidate_key_hashes(text)
    found = AccessToken.objects.select_related("key__user").filter(key__key_hash__in=hashes)
    token = found.first()
    return token if token is not None and token.is_live else None


def _wrong_token(request: Any) -> Problem:
    """A right token is never turned away for the wrong ones of its neighbours behind one address."""
    visit = request.visit
    since = timezone.now() - _WITHIN
    wrong = AccessEntry.objects.filter(
        at__gte=since,
        verb=AccessVerb.LOGIN_FAILED,
        collection=_LOGGED_AS,
        address=visit.address,
    )
    is_locked = wrong[:_MOST_WRONG].count() >= _MOST_WRONG
    visit.notes(Access(AccessVerb.LOGIN_FAILED, _LOGGED_AS, is_permitted=False))
    if is_locked:
        return Problem(
            "too-many-wrong-tokens",
            _("这个网络地址用错误的令牌试了太多次，请十五分钟以后再试。"),
            headers={"Retry-After": str(int(_WITHIN.total_seconds()))},
        )
    return Problem(
        "token-refused",
        _("令牌不对、已撤销或已过期。请到后台的“接口令牌”重新签发。"),
        headers={"WWW-Authenticate": 'Bearer realm="hutong", error="invalid_token"'},
    )


def _require_standing(request: Any, token: AccessToken) -> None:
    """A token opens nothing that a login of its user would not. Raises Problem."""
    actor = Actor.of(token.key.user)
    standing = standing_of(actor.user, today=actor.today)
    if standing.has_moved:
        settle_roles(actor.user, actor)
    owes_conduct = not (standing.has_accepted_conduct or is_program(actor.user))
    if not actor.user.is_active:
        why = _("账号已停用。")
    elif standing.must_change_password or owes_conduct:
        why = _("账号还没有改初始密码或接受工作守则，请先登录后台办好。")
    elif not (actor.is_unbound or actor.posts):
        why = _("账号现在没有任职。")
    else:
        return
    refused = Access(AccessVerb.OTHER, _LOGGED_AS, [token.pk], is_permitted=False)
    request.visit.notes(refused)
    raise Problem("not-permitted", why)


def _note_use(token: AccessToken) -> None:
    last = token.key.last_used_at
    if last is None or timezone.now() - last > _NOTE_USE:
        APIToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())


def language_asked(request: Any) -> str:
    """The first of the site's languages that Accept-Language names; no cookie has a say."""
    accepted = request.headers.get("Accept-Language", "").lower()
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip()
        for code, _name in settings.LANGUAGES:
            if tag and tag.partition("-")[0] == code.partition("-")[0]:
                return str(code)
    return str(settings.LANGUAGE_CODE)

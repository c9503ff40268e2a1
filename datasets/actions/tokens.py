"""Issuing and revoking what programs log in with."""

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import APIToken

from datasets.access import Actor
from datasets.access.appointing import accounts_of
from datasets.actions.records import NotPermitted
from datasets.models import AccessToken

#: A token that nobody remembers shall not outlive the memory of it.
LONGEST_DAYS = 366


def token_holders(by: Actor) -> QuerySet[Any]:
    """The accounts for which the actor may issue tokens: the own, and programs' that are the actor's to give posts to.

    Never another person's: what is done with a token stands in the log under its account's name.
    """
    accounts = get_user_model()._default_manager.filter(is_active=True)
    own = accounts.filter(pk=by.user.pk)
    if not (by.is_unbound or by.user.has_perm("auth.change_user")):
        return own
    programs = [user.pk for user in accounts_of(by).filter(is_active=True) if is_program(user)]
    return own | accounts.filter(pk__in=programs)


def is_program(user: Any) -> bool:
    """Whether nobody can log in with the account: it is a program's, which works with tokens alone."""
    return not user.has_usable_password()


@transaction.atomic
def make_program_account(*, username: str, name: str, by: Actor) -> Any:
    """An account without a password, to be given posts as any other. Raises NotPermitted, ValidationError."""
    if not (by.is_unbound or by.user.has_perm("auth.add_user")):
        raise NotPermitted(_("您没有新建账号的权限。"))
    account: Any = get_user_model()(username=username, last_name=name)
    account.set_unusable_password()
    account.full_clean()
    account.save()
    return account


@transaction.atomic
def issue_token(
    *,
    user: Any,
    name: str,
    scope: Collection[str],
    known_scope: Collection[str],
    expires_date: datetime.date,
    by: Actor,
) -> tuple[AccessToken, str]:
    """A token of the account until the end of `expires_date`, and its text, which is nowhere else.

    Raises NotPermitted, ValidationError.
    """
    if not token_holders(by).filter(pk=user.pk).exists():
        raise NotPermitted(_("只能为自己或归您管理的程序账号签发令牌。"))
    if not scope or not set(scope) <= set(known_scope):
        raise ValidationError({"scope": _("请选择令牌可以用于哪些数据集。")})
    if not by.today <= expires_date <= by.today + datetime.timedelta(LONGEST_DAYS):
        raise ValidationError({"expires_date": _("有效期最长一年，不能早于今天。")})
    key, text = APIToken.create_token(user=user, name=name)
    last_moment = datetime.datetime.combine(expires_date, datetime.time.max)
    token = AccessToken.objects.create(
        key=key,
        scope=sorted(set(scope)),
        expires_at=timezone.make_aware(last_moment),
        issued_by=by.user,
    )
    return token, text


def tokens_of(by: Actor) -> QuerySet[AccessToken]:
    """The tokens that the actor may revoke."""
    return AccessToken.objects.filter(key__user__in=token_holders(by).values("pk"))


def revoke_token(*, token: AccessToken, by: Actor) -> None:
    """End a token at once; ending it again changes nothing. Raises NotPermitted."""
    if not tokens_of(by).filter(pk=token.pk).exists():
        raise NotPermitted(_("这个令牌不归您管理。"))
    APIToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())

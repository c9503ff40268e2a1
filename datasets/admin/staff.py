"""Accounts are put out of use, never deleted: the history names their owners. Who changes one is logged."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from datasets.choices import AccessVerb


def log_account(request: Any, user: Any) -> None:
    """Wagtail's hook after an account was made or changed."""
    told = {"active": user.is_active, "superuser": user.is_superuser}
    request.visit.shows(AccessVerb.ROLE, get_user_model(), [user.pk], filters=told)


def refuse_to_delete_user(request: Any, user: Any) -> HttpResponse:
    """Wagtail's hook before an account goes."""
    messages.error(
        request,
        _("账号不能删除，因为历史记录要保留操作人。请在编辑页取消“在用”，该账号就不能再登录。"),
    )
    return redirect("wagtailusers_users:edit", user.pk)


def refuse_many_users(view: Any, request: Any, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """In the place of Wagtail's pages for many accounts: they name accounts beyond the user's own, and would give
    roles past the posts, or delete.
    """
    messages.error(request, _("账号请逐个修改；账号不删除，离职的取消“在用”。"))
    return redirect("wagtailadmin_home")


# Wagtail's hook stands before the act alone, not before the page that asks.
UserBulkAction.get = UserBulkAction.post = refuse_many_users

"""Accounts are put out of use, never deleted: the history names their owners. Who changes one is logged."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

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


def refuse_many_users(
    request: Any, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Wagtail's hook before an action on many: those on accounts would give roles past the posts, or delete."""
    if get_user_model() not in action_class_instance.models:
        return None
    messages.error(request, _("账号请逐个修改；账号不删除，离职的取消“在用”。"))
    return redirect("wagtailusers_users:index")

"""Accounts are put out of use, never deleted: the history names their owners. Who gets which role is logged."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.choices import AccessVerb


def log_roles(request: Any, user: Any) -> None:
    """Wagtail's hook after an account was made or changed."""
    roles = sorted(user.groups.values_list("name", flat=True))
    told = {"roles": roles, "active": user.is_active, "superuser": user.is_superuser}
    request.visit.shows(AccessVerb.ROLE, get_user_model(), [user.pk], filters=told)


def refuse_to_delete_user(request: Any, user: Any) -> HttpResponse:
    """Wagtail's hook before an account goes."""
    messages.error(
        request,
        _("账号不能删除，因为历史记录要保留操作人。请在编辑页取消“在用”，该账号就不能再登录。"),
    )
    return redirect("wagtailusers_users:edit", user.pk)


def refuse_to_delete_users(
    request: Any, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Wagtail's hook before an action on many."""
    if action_type != "delete" or get_user_model() not in action_class_instance.models:
        return None
    messages.error(request, _("账号不能删除，因为历史记录要保留操作人。请逐个停用。"))
    return redirect("wagtailusers_users:index")

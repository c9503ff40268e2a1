"""Appointing people: to roles and regions that are one's own to give, never oneself."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.appointing import roles_to_give
from datasets.actions import records
from datasets.actions.records import NotPermitted, Owned
from datasets.models import Post


@transaction.atomic
def create_post(
    *, values: Mapping[str, Any], owned: Owned | None = None, by: Actor, reason: str
) -> Post:
    """Appoint somebody. Raises NotPermitted, ValidationError."""
    placed = _placed(values)
    _require_others(placed.get("user"), by)
    _require_role(placed.get("role"), by)
    post = records.create_record(model=Post, values=placed, owned=owned, by=by, reason=reason)
    settle_roles(post.user, by)
    return post


@transaction.atomic
def change_post(
    *,
    record: Post,
    values: Mapping[str, Any],
    owned: Owned | None = None,
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """Move or retire somebody; returns what changed. Raises NotPermitted, RecordChangedMeanwhile, ValidationError."""
    stored = records.locked(record)
    for user in (stored.user, values.get("user", stored.user)):
        _require_others(user, by)
    for role in (stored.role, values.get("role", stored.role)):
        _require_role(role, by)
    changed = records.change_record(
        record=record,
        values=_placed(values, stored),
        owned=owned,
        by=by,
        reason=reason,
        seen_version=seen_version,
    )
    for user in {stored.user, values.get("user", stored.user)}:
        settle_roles(user, by)
    return changed


@transaction.atomic
def delete_post(*, record: Post, by: Actor, reason: str, seen_version: str | None = None) -> None:
    """Take back an appointment that never was. Raises NotPermitted, RecordChangedMeanwhile."""
    stored = records.locked(record)
    _require_others(stored.user, by)
    _require_role(stored.role, by)
    records.delete_record(record=record, by=by, reason=reason, seen_version=seen_version)
    settle_roles(stored.user, by)


def settle_roles(user: Any, by: Actor) -> None:
    """Make the user's groups those of today's posts: Wagtail's rights on pages hang on groups."""
    user.groups.set(Group.objects.filter(posts__in=Post.objects.on(by.today).filter(user=user)))


def _placed(values: Mapping[str, Any], stored: Post | None = None) -> dict[str, Any]:
    """A post at an agency lies where the agency lies."""
    agency = values.get("agency", stored.agency if stored else None)
    region = values.get("region", stored.region if stored else None)
    if agency is None and region is None:
        raise ValidationError({"region": _("请选择地区，或者选择机构。")}, code="required")
    return {**values, "region": agency.region if agency else region}


def _require_others(user: Any, by: Actor) -> None:
    if user is not None and user == by.user and not by.is_system:
        raise NotPermitted(_("不能改自己的任职，请由其他管理员办理。"))


def _require_role(role: Group | None, by: Actor) -> None:
    if role is not None and not roles_to_give(by).filter(pk=role.pk).exists():
        raise NotPermitted(_("您不能任命或免去“%(role)s”。") % {"role": role})

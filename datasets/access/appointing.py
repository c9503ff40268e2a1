"""Who may be put where by whom: nobody gives a role or a region beyond the own."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet

from datasets.access.actors import SYSTEM_USERNAME, Actor
from datasets.models import Post


def roles_to_give(by: Actor) -> QuerySet[Group]:
    """The roles to which the actor may appoint (RoleGrant); which regions, `Actor.rows` says."""
    groups = Group.objects.order_by("name")
    if by.is_unbound:
        return groups
    mine = {post.role_id for post in by.posts}
    return groups.filter(granted_by__giver__in=mine).distinct()


def accounts_of(by: Actor) -> QuerySet[Any]:
    """The accounts that the actor may change: all their posts, past ones too, are the actor's to give.

    Whoever may set a password may log in with it: an account is worth what its posts are worth.
    """
    accounts = get_user_model()._default_manager.exclude(username=SYSTEM_USERNAME)
    if by.is_unbound:
        return accounts
    mine = by.area("change", Post).condition("region__path")
    beyond = Post.objects.filter(user=OuterRef("pk")).exclude(
        mine & Q(role__in=roles_to_give(by).values("pk"))
    )
    return accounts.filter(~Exists(beyond), is_superuser=False) | accounts.filter(pk=by.user.pk)

"""Whose a saved view is: one's own, those of the office (posts in the same area), everyone's.

A view shows nobody a record or a field that is not theirs already; this is only about whose list of views it is in.
"""

from django.db.models import Q, QuerySet

from datasets.access.actors import Actor
from datasets.choices import ViewScope
from datasets.models import Region, SavedView


def views_in_sight(actor: Actor) -> QuerySet[SavedView]:
    """Nobody sees what others keep for themselves, superusers included."""
    shared = Q(scope=ViewScope.EVERYONE) | Q(
        scope=ViewScope.OFFICE, region__in=offices_of(actor).values("pk")
    )
    return SavedView._default_manager.filter(Q(owner=actor.user) | shared)


def offices_of(actor: Actor) -> QuerySet[Region]:
    """The areas in which the user has a post."""
    if actor.is_unbound:
        return Region.objects.order_by()
    return Region.objects.filter(
        path__in={post.path for post in actor.posts if post.path}
    ).order_by()


def user_can_change_view(actor: Actor, view: SavedView) -> bool:
    """One's own; and what others share, if one keeps the shared ones in order."""
    is_own: bool = view.owner_id == actor.user.pk
    return is_own or (view.scope != ViewScope.MINE and user_can_share_with_everyone(actor))


def user_can_share_with_everyone(actor: Actor) -> bool:
    return actor.may("change", SavedView)

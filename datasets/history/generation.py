"""What the public sees, in generations: with whatever changes it a new one begins.

Whoever keeps a public page keeps it under the generation that it was made in. A page made of what stood
before a change was begun before it, and is never asked for after it.
"""

from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.db import transaction
from django.db.models import Model
from simple_history.signals import post_create_historical_record

_KEY = "generation"


def public_generation() -> str:
    """The present one's name, the same for all processes. A lost one is never taken up again."""
    cache = caches["public"]
    return str(cache.get(_KEY) or cache.get_or_set(_KEY, _new_name, None))


def begin_public_generation() -> None:
    """With the commit: before it nobody else sees the change. Raises nothing: the change has happened."""
    transaction.on_commit(_begin, robust=True)


def note_public_change(model: type[Model]) -> None:
    """Rows of the model were written; what is public knowledge stands on public pages."""
    if getattr(model, "is_public_knowledge", False):
        begin_public_generation()


def watch_public_knowledge() -> None:
    """django-simple-history tells of each row by a signal; bulk writes tell of themselves."""
    post_create_historical_record.connect(_recorded, dispatch_uid="public_generation")


def _recorded(sender: Any, instance: Model, **_rest: Any) -> None:
    note_public_change(type(instance))


def _begin() -> None:
    caches["public"].set(_KEY, _new_name(), None)


def _new_name() -> str:
    return uuid4().hex

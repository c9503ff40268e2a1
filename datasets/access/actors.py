"""The one who acts: a user on a day. Every rule and every write is told by whom."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from datasets.access.territory import Territory, region_path_lookup
from datasets.models import Record

SYSTEM_USERNAME = "system"

#: What one may do with public knowledge beyond one's own area.
_READING = ("view", "export")

ModelT = TypeVar("ModelT", bound=Model)


@dataclass(frozen=True)
class Actor:
    """A user as of a day. What is not granted is refused."""

    user: Any
    today: datetime.date
    is_system: bool = False

    @classmethod
    def of(cls, user: Any, *, today: datetime.date | None = None) -> "Actor":
        """The user as of `today`, by default the day on the wall (only doors leave it out)."""
        return cls(user=user, today=today or timezone.localdate())

    @classmethod
    def system(cls, *, today: datetime.date | None = None) -> "Actor":
        """The program itself, for seeds and commands: an account that nobody can log in to."""
        user, made = get_user_model().objects.get_or_create(
            username=SYSTEM_USERNAME, defaults={"last_name": "系统", "is_active": False}
        )
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return cls(user=user, today=today or timezone.localdate(), is_system=True)

    @cached_property
    def territory(self) -> Territory:
        if self.is_system or (self.user.is_active and self.user.is_superuser):
            return Territory.whole()
        if not self.user.is_active:
            return Territory(paths=())
        return Territory.of_posts(self.user, today=self.today)

    def may(self, verb: str, model: type[Model]) -> bool:
        """Whether any role of the user grants `verb` (view, add, change, delete, export, import) at all."""
        if self.is_system:
            return True
        meta = model._meta
        return bool(self.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}"))

    def rows(self, rows: type[ModelT] | QuerySet[ModelT], verb: str = "view") -> QuerySet[ModelT]:
        """The rows on which the user may do `verb`: the one answer to "which rows may this user see?"."""
        queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
        model = queryset.model
        if not self.may(verb, model):
            return queryset.none()
        if collection_lookup := getattr(model, "collection_lookup", ""):
            queryset = queryset.filter(**{f"{collection_lookup}__in": self._collections_to_view()})
        lookup = region_path_lookup(model)
        is_public = getattr(model, "is_public_knowledge", False)
        if not lookup or (is_public and verb in _READING):
            return queryset
        condition = self.territory.condition(lookup)
        sender_lookup = getattr(model, "sender_lookup", "")
        if sender_lookup and not self.territory.is_whole:
            # What one sends in for several of one's areas lies above each of them, or nowhere.
            above = Q(**{f"{lookup}__in": self.territory.above()}) | Q(
                **{f"{lookup}__isnull": True}
            )
            condition |= above & Q(**{sender_lookup: self.user})
        return queryset.filter(condition)

    def _collections_to_view(self) -> set[str]:
        named = [model for model in Record.__subclasses__() if model.collection_name]
        return {model.collection_name for model in named if self.may("view", model)}

    def may_on(self, verb: str, record: Model) -> bool:
        """Whether the user may do `verb` on this record as it is stored now."""
        return self.rows(type(record), verb).filter(pk=record.pk).exists()

"""The one who acts: a user on a day. Every rule and every write is told by whom."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from datasets.access.field_groups import group_at, groups_of, is_sensitive
from datasets.access.posts import HeldPost, held_posts
from datasets.access.reaching import OWN_RULES
from datasets.access.territory import Territory, region_path_lookup
from datasets.choices import FieldGroup
from datasets.models import Child, ChildCategory, Record

SYSTEM_USERNAME = "system"

#: What one may do with public knowledge beyond one's own area.
_READING = ("view", "export")
#: What only a post grants, to superusers too (access/sealing.py).
_SEALING = ("seal", "unseal")

ModelT = TypeVar("ModelT", bound=Model)


@dataclass(frozen=True)
class Actor:
    """A user as of a day. What is not granted is refused."""

    user: Any
    today: datetime.date
    is_system: bool = False
    #: The groups that a referral shows, in place of what the posts show; None where no referral is read.
    shown_groups: frozenset[FieldGroup] | None = None

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

    @property
    def is_unbound(self) -> bool:
        """Whether posts say nothing of this actor: the program itself, and superusers."""
        return self.is_system or (self.user.is_active and self.user.is_superuser)

    @property
    def posts(self) -> tuple[HeldPost, ...]:
        """What the user is today, each post with what its role grants."""
        return held_posts(self.user, today=self.today)

    def may(self, verb: str, model: type[Model]) -> bool:
        """Whether any post of the user grants `verb` (view, add, change, delete, export, import) at all.

        A ledger overwrites whole records and tells which rows change nothing: to import one must see them whole.
        """
        if self._needs_no_post(verb, model):
            return True
        permission = _permission(verb, model)
        is_granted = any(permission in post.permissions for post in self.posts)
        return is_granted and (verb != "import" or self.sees_whole(model))

    @property
    def territory(self) -> Territory:
        """Wherever the user works, as whatever: what may be done there, `area` says."""
        if self.is_unbound:
            return Territory.whole()
        return Territory.of(post.path for post in self.posts if post.path)

    def area(self, verb: str, model: type[Model]) -> Territory:
        """Where the user may do `verb` with rows of the model: what is granted in one town is not in the next."""
        if self._needs_no_post(verb, model):
            return Territory.whole()
        permission = _permission(verb, model)
        return Territory.of(
            post.path for post in self.posts if post.path and permission in post.permissions
        )

    def _needs_no_post(self, verb: str, model: type[Model]) -> bool:
        """What is sealed is closed to superusers as to everybody else."""
        is_sealed = verb in _SEALING or getattr(model, "is_closed_to_superusers", False)
        return self.is_unbound and not is_sealed

    def agencies(self, verb: str, model: type[Model]) -> set[int]:
        """At which agencies (their keys) the user may do `verb` with what was sent there."""
        permission = _permission(verb, model)
        at_agencies = [post for post in self.posts if permission in post.permissions]
        return {post.agency_id for post in at_agencies if post.agency_id is not None}

    def shown(self, groups: Iterable[FieldGroup]) -> "Actor":
        """The same user before one page that shows these groups and no others, whatever the posts show."""
        return replace(self, shown_groups=frozenset(groups))

    @cached_property
    def groups(self) -> frozenset[FieldGroup]:
        """The kinds of fields that the user sees of the records in sight."""
        if self.shown_groups is not None:
            return self.shown_groups
        return frozenset(group for group in FieldGroup if self._holds(group, "see"))

    def may_reveal(self, group: FieldGroup) -> bool:
        """Whether the user may have the group shown of one record, for a purpose."""
        if self.shown_groups is not None:
            return False
        return group not in self.groups and self._holds(group, "see", "reveal")

    def sees(self, model: type[Model], path: str) -> bool:
        """Whether the user sees the field (or lookup path) of a record in sight: the one answer for every door."""
        return group_at(model, path) in self.groups

    def sees_row(self, row: Model) -> bool:
        """Whether the user sees a row that a record owns at all: of a sensitive category not even which it is."""
        return FieldGroup.SENSITIVE_CATEGORY in self.groups or not is_sensitive(row)

    def seen_rows(self, rows: QuerySet[ModelT]) -> QuerySet[ModelT]:
        """The same of a question to the database, so that nobody finds out by asking for them."""
        if rows.model is ChildCategory and FieldGroup.SENSITIVE_CATEGORY not in self.groups:
            return rows.filter(category__is_sensitive=False)
        return rows

    def sees_whole(self, model: type[Model]) -> bool:
        """Whether nothing of a collection's records, and of what its ledgers say besides, is hidden from the user."""
        return groups_of(model) <= {FieldGroup.BASIC} or self.groups == frozenset(FieldGroup)

    def _holds(self, group: FieldGroup, *verbs: str) -> bool:
        """Of several posts that show children the one that shows least decides: fields are not told by region."""
        if self.is_unbound or group == FieldGroup.BASIC:
            return True
        permissions = {f"datasets.{verb}_{group.value}" for verb in verbs}
        showing = [post for post in self.posts if _permission("view", Child) in post.permissions]
        return bool(showing) and all(permissions & post.permissions for post in showing)

    def rows(self, rows: type[ModelT] | QuerySet[ModelT], verb: str = "view") -> QuerySet[ModelT]:
        """The rows on which the user may do `verb`: the one answer to "which rows may this user see?"."""
        queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
        model = queryset.model
        if not self.may(verb, model):
            return queryset.none()
        if own_rule := OWN_RULES.get(model):
            return queryset.filter(own_rule(self, verb))
        if collection_lookup := getattr(model, "collection_lookup", ""):
            queryset = queryset.filter(**{f"{collection_lookup}__in": self._collections_to_view()})
        if archived_lookup := getattr(model, "archived_lookup", ""):
            queryset = queryset.filter(**{f"{archived_lookup}__isnull": True})
        lookup = region_path_lookup(model)
        is_public = getattr(model, "is_public_knowledge", False)
        if not lookup or (is_public and verb in _READING):
            return queryset
        area = self.area(verb, model)
        condition = area.condition(lookup)
        sender_lookup = getattr(model, "sender_lookup", "")
        if sender_lookup and not area.is_whole:
            # What one sends in for several of one's areas lies above each of them, or nowhere.
            above = Q(**{f"{lookup}__in": area.above()}) | Q(**{f"{lookup}__isnull": True})
            condition |= above & Q(**{sender_lookup: self.user})
        return queryset.filter(condition)

    def _collections_to_view(self) -> set[str]:
        """Those whose ledgers are the user's to see: a ledger shows whole rows, and its file all that was written."""
        models = apps.get_app_config("datasets").get_models()
        named = [one for one in models if issubclass(one, Record) and one.collection_name]
        return {
            model.collection_name
            for model in named
            if not model.is_out_of_use and self.may("view", model) and self.sees_whole(model)
        }

    def may_on(self, verb: str, record: Model) -> bool:
        """Whether the user may do `verb` on this record as it is stored now."""
        return self.rows(type(record), verb).filter(pk=record.pk).exists()


def _permission(verb: str, model: type[Model]) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"

"""What a caller sees of a collection: what is published, or what the token's user sees and the token is for."""

from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.field_groups import field_at
from datasets.api.callers import Caller
from datasets.api.collections import Collection, collection_of
from datasets.api.problems import Problem
from datasets.models import Record


class Reader(Protocol):
    def rows(self, model: type[Record]) -> QuerySet[Any]:
        """The rows in sight. Raises Problem where the collection is not this reader's to ask for."""
        ...

    def shows(self, model: type[Model], name: str) -> bool:
        """Whether the field appears at all, be it masked."""
        ...

    def sees(self, model: type[Model], path: str) -> bool: ...

    def sees_row(self, row: Model) -> bool: ...

    def seen_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of owned rows those that may be asked for."""
        ...


class PublicReader:
    """Anybody: published collections, whole, in their published fields."""

    def rows(self, model: type[Record]) -> QuerySet[Any]:
        if not model.published_fields:
            raise Problem("not-permitted", _("没有令牌看不到这个数据集。"))
        return model._default_manager.all()

    def shows(self, model: type[Model], name: str) -> bool:
        return name == "id" or name in getattr(model, "published_fields", ())

    def sees(self, model: type[Model], path: str) -> bool:
        end, name = field_at(model, path)
        return self.shows(model, path.partition("__")[0]) and self.shows(end, name)

    def sees_row(self, row: Model) -> bool:
        return False

    def seen_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.none()


class StaffReader:
    """The user of a token, as in the admin; `caller` knows what the token is for."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.actor: Actor = caller.actor

    def rows(self, model: type[Record]) -> QuerySet[Any]:
        collection = collection_of(model)
        if collection is None or not self.caller.allows(collection.name, "read"):
            raise Problem("not-permitted", _("这个令牌不能读取这个数据集。"))
        if not self.actor.may("view", model):
            raise Problem("not-permitted", _("您没有查看这个数据集的权限。"))
        return self.actor.rows(model)

    def shows(self, model: type[Model], name: str) -> bool:
        return True

    def sees(self, model: type[Model], path: str) -> bool:
        return self.actor.sees(model, path)

    def sees_row(self, row: Model) -> bool:
        return self.actor.sees_row(row)

    def seen_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.actor.seen_rows(rows)


def reader_for(caller: Caller, collection: Collection) -> Reader:
    """Public knowledge is nobody's privilege: a token that is for other things reads it as anybody does."""
    if caller.is_public:
        return PublicReader()
    if collection.is_published and not caller.allows(collection.name, "read"):
        return PublicReader()
    return StaffReader(caller)

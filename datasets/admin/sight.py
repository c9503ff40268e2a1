"""What the screens ask of access/: may this user, and how far do they see?"""

from typing import Any

from django.db.models import Model
from wagtail_modeladmin.helpers import PermissionHelper

from datasets.access import Actor, Territory


class RecordPermissionHelper(PermissionHelper):
    """modeladmin's questions, answered by the one place that decides."""

    def user_can_list(self, user: Any) -> bool:
        return Actor.of(user).may("view", self.model)

    def user_can_create(self, user: Any) -> bool:
        return Actor.of(user).may("add", self.model)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return Actor.of(user).may_on("view", obj)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return Actor.of(user).may_on("change", obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return Actor.of(user).may_on("delete", obj)


def reach(user: Any, model: type[Model]) -> Territory:
    """The areas whose rows of the collection a list may show: one's own, or all of public knowledge."""
    if getattr(model, "is_public_knowledge", False):
        return Territory.whole()
    return Actor.of(user).area("view", model)

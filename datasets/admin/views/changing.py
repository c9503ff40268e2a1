"""Pages of a collection for those alone who may change its records."""

from typing import Any

from django.core.exceptions import PermissionDenied

from datasets.choices import AccessVerb


class ForChangers:
    """Before a page's own class (admin/pages.py), which knows the actor and the model."""

    actor: Any
    model: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if not self.actor.may("change", self.model):
            request.visit.refuses(AccessVerb.CHANGE, self.model)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

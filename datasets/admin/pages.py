"""What the pages about a record have in common."""

from typing import Any

from django.utils.functional import cached_property

from datasets.access import Actor
from datasets.choices import AccessVerb


class RecordPage:
    """Where a page stands: list > record > here."""

    here: Any = ""
    #: Whether the page tells the access log itself that it was opened, with what only it knows.
    logs_itself = False

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)  # type: ignore[attr-defined]

    def check_action_permitted(self, user: Any) -> bool:
        """modeladmin asks before it opens a page; the access log keeps its refusals too."""
        view: Any = self
        is_permitted: bool = super().check_action_permitted(user)  # type: ignore[misc]
        if not is_permitted:
            view.request.visit.refuses(AccessVerb.OTHER, view.model)
        return is_permitted

    @property
    def breadcrumbs(self) -> list[dict[str, Any]]:
        view: Any = self
        crumbs = [{"url": view.index_url, "label": view.verbose_name_plural}]
        if getattr(view, "instance", None):
            url = view.url_helper.get_action_url("inspect", view.instance.pk)
            crumbs.append({"url": url, "label": str(view.instance)})
        if self.here:
            # The header shows the last crumb alone until it is unfolded.
            crumbs.append({"url": "", "label": f"{crumbs[-1]['label']} · {self.here}"})
        return crumbs

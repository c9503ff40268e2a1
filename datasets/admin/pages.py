"""What the pages about a record have in common."""

from typing import Any

from django.utils.functional import cached_property

from datasets.access import Actor


class RecordPage:
    """Where a page stands: list > record > here."""

    here: Any = ""

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)  # type: ignore[attr-defined]

    @property
    def breadcrumbs(self) -> list[dict[str, Any]]:
        view: Any = self
        crumbs = [{"url": view.index_url, "label": view.verbose_name_plural}]
        if getattr(view, "instance", None) and view.instance.pk:
            url = view.url_helper.get_action_url("inspect", view.instance.pk)
            crumbs.append({"url": url, "label": str(view.instance)})
        return [*crumbs, {"url": "", "label": self.here}] if self.here else crumbs

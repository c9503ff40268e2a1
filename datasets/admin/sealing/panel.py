"""On the first page of whoever decides: that somebody waits."""

from typing import Any, ClassVar

from wagtail.admin.ui.components import Component

from datasets.access import Actor
from datasets.access.sealing import requests_to_decide


def add_sealing_panel(request: Any, panels: list[Component]) -> None:
    """Only where a request waits: to all others the page says nothing of seals."""
    count = requests_to_decide(Actor.of(request.user)).count()
    if count:
        panels.append(SealingPanel(count))


class SealingPanel(Component):
    name = "sealing"
    order: ClassVar[int] = 5
    template_name = "datasets/sealing/panel.html"

    def __init__(self, count: int) -> None:
        self.count = count

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": self.count}

"""On the front page: how many records each pinned view finds, for whoever reads it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from wagtail.admin.ui.components import Component

from datasets.access import Actor
from datasets.access.views import views_in_sight
from datasets.admin.lists import MOST_COUNTED
from datasets.admin.showing import list_of
from datasets.custom.types.links import models_in_use
from datasets.models import SavedView
from datasets.queries.conditions import UnanswerableCondition, condition_of

_MOST_VIEWS = 12


def add_pinned_panel(request: Any, panels: list[Component]) -> None:
    tiles = list(_tiles(Actor.of(request.user)))
    if tiles:
        panels.append(PinnedPanel(tiles))


class PinnedPanel(Component):
    name = "views"
    order: ClassVar[int] = 20
    template_name = "datasets/views/pinned.html"

    def __init__(self, tiles: list[dict[str, Any]]) -> None:
        self.tiles = tiles

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"tiles": self.tiles}


def _tiles(actor: Actor) -> Iterator[dict[str, Any]]:
    models = models_in_use()
    for view in views_in_sight(actor).filter(is_pinned=True)[:_MOST_VIEWS]:
        model = models.get(view.collection)
        if model is not None and actor.may("view", model):
            yield {
                "view": view,
                "count": _counted(view, model, actor),
                "url": f"{list_of(model)}?view={view.pk}",
                "collection": model._meta.verbose_name_plural,
            }


def _counted(view: SavedView, model: Any, actor: Actor) -> str:
    """ "—" where the reader may not ask what the view asks."""
    try:
        condition = condition_of(model, view.condition, by=actor, today=actor.today)
    except UnanswerableCondition:
        return "—"
    count = actor.rows(model).filter(condition).order_by()[: MOST_COUNTED + 1].count()
    return f"{count:,}" if count <= MOST_COUNTED else f"{MOST_COUNTED:,}+"

"""The chooser of a collection of one's own."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import URLResolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property

from datasets.admin.choosers import (
    ChooseResultsView,
    ChooseView,
    RecordChooser,
    RecordChooserWidget,
)
from datasets.admin.searching import Search
from datasets.models.regions import TRAIL

if TYPE_CHECKING:
    from datasets.admin.made.records import MadeAdmin


class _MadeAddresses:
    """A view's addresses, of which no table knows."""

    chooser: "MadeChooser"

    def get_results_url(self) -> Any:
        view: Any = self
        return view.append_preserved_url_parameters(self.chooser.address("choose_results"))

    @property
    def columns(self) -> list[Any]:
        title, *others = super().columns  # type: ignore[misc]
        title.get_link_url = lambda record, _context: self.chooser.address("chosen", record.pk)
        return [title, *others]


class MadeChooseView(_MadeAddresses, ChooseView):
    pass


class MadeChooseResultsView(_MadeAddresses, ChooseResultsView):
    pass


class MadeChooserWidget(RecordChooserWidget):
    def get_chooser_modal_url(self) -> str:
        chooser: Any = self.chooser
        return str(chooser.address("choose"))


class MadeChooser(RecordChooser):
    choose_view_class = MadeChooseView
    choose_results_view_class = MadeChooseResultsView
    base_widget_class = MadeChooserWidget
    admin: "MadeAdmin"

    @classmethod
    def of(cls, admin: "MadeAdmin") -> "MadeChooser":
        body = {"admin": admin, "model": admin.model, "icon": admin.menu_icon}
        if admin.spec.has_region:
            body["select_related"] = (f"region__{TRAIL}",)
        made: MadeChooser = type(f"{admin.model.__name__}_chooser", (cls,), body)(
            f"choose_{admin.model._meta.model_name}"
        )
        return made

    @property
    def search(self) -> Search:  # type: ignore[override]
        return self.admin.search

    @cached_property
    def resolver(self) -> URLResolver:
        return URLResolver(
            RoutePattern(f"made/{self.admin.spec.code}/choose/"), self.get_urlpatterns()
        )

    def address(self, name: str, *args: Any) -> str:
        path = self.resolver.reverse(name, *args)
        return f"{reverse('wagtailadmin_home')}made/{self.admin.spec.code}/choose/{path}"

    def title_of(self, record: Any) -> str:
        return f"{record} · {record.region.trail()}" if self.admin.spec.has_region else str(record)

    def unsearched(self, rows: QuerySet[Any], actor: Any) -> QuerySet[Any]:
        return rows

"""Choosers of records: they list, and confirm, only what the reader may see."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from datasets.access import Actor
from datasets.admin.lists import CappedPaginator
from datasets.admin.searching import Search
from datasets.admin.showing import shown
from datasets.choices import AccessVerb


class SearchForm(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("搜索"), required=False)


class OfThisChooser:
    """A view of a chooser: it refuses whoever may not see the collection at all."""

    chooser: "RecordChooser" = None  # type: ignore[assignment]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.actor = Actor.of(request.user)
        if not self.chooser.opens_to(self.actor):
            request.visit.refuses(AccessVerb.CHOOSE, self.chooser.model)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Choices(OfThisChooser):
    filter_form_class = SearchForm
    paginator_class = CappedPaginator

    def get_object_list(self) -> QuerySet[Any]:
        return self.chooser.rows(self.actor).select_related(*self.chooser.select_related)

    def filter_object_list(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        form = self.filter_form  # type: ignore[attr-defined]
        typed = form.cleaned_data["q"] if form.is_valid() else ""
        if not typed:
            return self.chooser.unsearched(objects, self.actor)
        form.is_searching, form.search_query = True, typed
        return self.chooser.search.narrow(objects, typed, by=self.actor)

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        form = self.filter_form  # type: ignore[attr-defined]
        typed = form.cleaned_data.get("q", "") if form.is_valid() else ""
        request.visit.shows(
            AccessVerb.CHOOSE,
            self.chooser.model,
            [row.pk for row in page],
            count=page.paginator.count,
            filters={"q": typed} if typed else {},
        )
        return page

    @property
    def columns(self) -> list[Column]:
        title = self.title_column  # type: ignore[attr-defined]
        title.label, title.accessor = self.chooser.title, self.chooser.name_of
        beside = (
            Column(str(number), label=label, accessor=self._accessor(told))
            for number, (label, told) in enumerate(self.chooser.columns)
        )
        return [title, *beside]

    def _accessor(self, told: str | Callable[[Any], str]) -> Callable[[Any], str]:
        return partial(shown, path=told, to=self.actor) if isinstance(told, str) else told

    def can_create(self) -> bool:
        """A record is made on its own page, where the action is."""
        return False


class ChooseView(Choices, views.ChooseView):
    pass


class ChooseResultsView(Choices, views.ChooseResultsView):
    pass


class ChosenView(OfThisChooser, views.ChosenView):
    def get_object(self, pk: str) -> Model:
        if not pk.isdecimal():
            raise self.model_class.DoesNotExist
        visit = self.request.visit
        try:
            record = self.chooser.rows(self.actor).get(pk=pk)
        except self.model_class.DoesNotExist:
            visit.refuses(AccessVerb.CHOOSE, self.model_class, [int(pk)])
            raise
        visit.shows(AccessVerb.CHOOSE, self.model_class, [record.pk])
        return record

    def get_display_title(self, instance: Model) -> str:
        return self.chooser.title_of(instance)

    def get_edit_item_url(self, instance: Model) -> None:
        return None


class RecordChooserWidget(BaseChooser):
    chooser: "RecordChooser"
    show_edit_link = False
    clear_choice_text = gettext_lazy("清除")

    def get_instance(self, value: Any) -> Model | None:
        """The chosen row if the form field offers it: a key sent by hand must not bring up a name."""
        if value is None or isinstance(value, self.model_class):
            return value
        if not str(value).isdecimal():
            return None
        return self.choices.queryset.filter(pk=value).first()

    def get_display_title(self, instance: Model) -> str:
        return self.chooser.title_of(instance)


class RecordChooser(ChooserViewSet):
    """Subclasses say what to search, and what tells rows of one name apart."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    base_widget_class = RecordChooserWidget
    choose_one_text = gettext_lazy("选择")
    choose_another_text = gettext_lazy("重新选择")

    search: ClassVar[Search] = Search()
    select_related: ClassVar[Sequence[str]] = ()
    #: The heading of the first column; label of the others, and their field (as far as the reader sees it) or value.
    title: ClassVar[Any] = gettext_lazy("名称")
    columns: ClassVar[Sequence[tuple[Any, str | Callable[[Any], str]]]] = ()

    def opens_to(self, actor: Actor) -> bool:
        return actor.may("view", self.model)

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return actor.rows(self.model)

    def unsearched(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        """What to show before anything is typed."""
        return rows

    def name_of(self, record: Any) -> str:
        return str(record)

    def title_of(self, record: Any) -> str:
        """What the form shows of the chosen one."""
        return str(record)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(chooser=self, **kwargs)

    @cached_property
    def widget_class(self) -> type[RecordChooserWidget]:
        widget = super().widget_class
        widget.chooser = self
        return widget

    def get_urlpatterns(self) -> list[Any]:
        """Without "create" and "choose several": neither is offered, neither shall be there."""
        offered = {"choose", "choose_results", "chosen"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in offered]

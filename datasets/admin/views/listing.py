"""What a list does with the view and the condition in its address."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from datasets.access.views import user_can_change_view, views_in_sight
from datasets.admin.showing import fetched_along
from datasets.admin.views.asking import (
    DRAFT,
    GROUPED,
    LOOK,
    VIEW,
    WHERE,
    Question,
    question_of,
    written,
)
from datasets.admin.views.columns import columns_of_view, order_of_view
from datasets.admin.views.looks import look_of
from datasets.admin.views.panel import joined, panel_of
from datasets.choices import ViewKind
from datasets.models import SavedView, WarningRule
from datasets.queries.conditions.building import is_no_condition
from datasets.queries.grouping import Way, grouped, ways_of

#: Parameters of the address beside those of the filters.
OWN = {VIEW, WHERE, DRAFT, LOOK, GROUPED}


class AskedList:
    """A part of the list's view, before modeladmin's own."""

    @cached_property
    def question(self) -> Question:
        view: Any = self
        return question_of(view.request, view.model)

    @property
    def saved_view(self) -> SavedView | None:
        return self.question.view

    def get_default_ordering(self, request: Any) -> Any:
        view: Any = self
        saved = self.saved_view
        order = order_of_view(view.model, saved, view.actor) if saved else []
        return order or super().get_default_ordering(request)  # type: ignore[misc]

    def get_queryset(self, request: Any = None) -> QuerySet[Any]:
        view: Any = self
        rows: QuerySet[Any] = self.question.narrow(super().get_queryset(request))  # type: ignore[misc]
        saved = self.saved_view
        if saved and saved.columns:
            columns = columns_of_view(view.model, saved, view.actor)
            along = fetched_along(view.model, [column.name for column in columns])
            rows = rows.select_related(*along) if along else rows
        return grouped(rows, self.way) if self.way else rows

    def get_ordering(self, request: Any, queryset: QuerySet[Any]) -> list[Any]:
        """Groups in their order, and within them whatever order the list has."""
        inner: list[Any] = super().get_ordering(request, queryset)  # type: ignore[misc]
        return [*self.way.order(), *inner] if self.way else inner

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        """How this reader can group the table."""
        view: Any = self
        found = ways_of(view.model, by=view.actor)
        return {code: way for code, way in found.items() if not way.is_relative}

    @property
    def asked_way(self) -> str:
        """What the address says, else the view; "" for no groups."""
        view: Any = self
        kept = self.saved_view.grouping.get("by", "") if self.saved_view else ""
        return str(view.request.GET.get(GROUPED, kept))

    @property
    def way(self) -> Way | None:
        return self.ways.get(self.asked_way) if self.look == ViewKind.TABLE else None

    @property
    def look(self) -> str:
        """How the rows are shown; ?look=table opens the rows behind a figure."""
        view: Any = self
        if self.saved_view is None or view.request.GET.get(LOOK) == ViewKind.TABLE:
            return str(ViewKind.TABLE)
        return str(self.saved_view.kind)

    def narrowed_url(self, leaves: list[Any]) -> str:
        """The same list as a plain table, narrowed further: what stands behind a figure or a heading."""
        view: Any = self
        parameters = view.request.GET.copy()
        parameters.pop(view.PAGE_VAR, None)
        parameters[LOOK] = ViewKind.TABLE
        parameters[GROUPED] = ""
        told = joined([*self.question.where, {"all": leaves}])
        if told:
            parameters[WHERE] = written(told)
        return f"{view.index_url}?{parameters.urlencode()}"

    def looked_at(self) -> dict[str, Any]:
        """What the view shows beside its rows, for its template."""
        view: Any = self
        return look_of(self.look, view) if not self.question.refusal else {}

    def asked_context(self) -> dict[str, Any]:
        """What stands above the list: tabs, sentences, the panel."""
        view: Any = self
        actor, name = view.actor, view.model.collection_name
        kept = [(one, value) for one in view.params for value in view.params.getlist(one)]
        if not name:
            return {"kept": kept}
        address = view.url_helper.get_action_url
        saved = self.saved_view
        rest = view.request.GET.copy()
        for one in (WHERE, DRAFT, view.PAGE_VAR):
            rest.pop(one, None)
        return {
            "question": self.question,
            "saved_view": saved,
            "saved_views": views_in_sight(actor).filter(collection=name),
            "shape": self.look,
            "ways": self.ways.values(),
            "asked_way": self.asked_way,
            "way_refusal": _("这个字段您看不到，或者已经停用，不能按它分组。")
            if self.asked_way not in {"", *self.ways}
            else "",
            "panel": panel_of(view.model, self.question.draft, by=actor),
            "is_drafted": DRAFT in view.request.GET,
            "rest": rest.urlencode(),
            "kept": kept,
            "asked_now": view.request.GET.getlist(WHERE),
            "ask_url": address("ask"),
            "save_url": address("add_view"),
            "change_view_url": address("change_view", saved.pk)
            if saved and user_can_change_view(actor, saved)
            else "",
            "bulk_url": address("bulk") if actor.may("change", view.model) else "",
            "bulk_done_url": address("bulk_done"),
            "warn_url": self._warn_url(),
        }

    def _warn_url(self) -> str:
        """Where what is asked becomes a rule of early warning, for those who may make one."""
        view: Any = self
        told = joined(self.question.conditions)
        if is_no_condition(told) or not view.actor.may("add", WarningRule):
            return ""
        asked = {"collection": view.model.collection_name, "condition": written(told)}
        return f"{reverse('warning_rule_new')}?{urlencode(asked)}"

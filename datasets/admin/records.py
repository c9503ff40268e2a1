"""The one base class of the collections' screens. modeladmin stands behind it; nothing else knows.

What stock modeladmin leaves open and this closes: rows of other areas by their key, history without
any check, any lookup in the address, three counts a page, `form.save()`.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin

from datasets.access import Actor
from datasets.admin.editing import RecordCreateView, RecordDeleteView, RecordEditView
from datasets.admin.exchange import ImportView
from datasets.admin.exporting import ExportChoice, ExportCsvView, ExportWorkbookView
from datasets.admin.forms import RecordForm
from datasets.admin.inspecting import RecordInspectView
from datasets.admin.layouts import OwnedRows, PointingRows, Section
from datasets.admin.lists import MaskedColumn, RecordButtonHelper, RecordListView
from datasets.admin.made_fields import columns_of, filters_of, sections_of
from datasets.admin.made_files import MadeFileView
from datasets.admin.pasts import RecordHistoryView, RestoreView
from datasets.admin.revealing import RevealView
from datasets.admin.searching import Search
from datasets.admin.showing import NOTHING
from datasets.admin.sight import RecordPermissionHelper
from datasets.admin.tracing import RecordAccessView
from datasets.admin.views.addresses import view_urls
from datasets.admin.views.asking import question_of
from datasets.admin.views.columns import TickColumn, columns_of_view
from datasets.choices import AccessVerb, FieldGroup
from datasets.custom.computing import computed_names, with_computed
from datasets.ledgers.pipeline import LAYOUTS
from datasets.models import Record
from datasets.resources import SHEETS, collection_of


@dataclass(frozen=True)
class HeaderButton:
    label: Any
    url: str
    icon: str = ""


class RecordAdmin(ModelAdmin):
    """A collection's screens. Subclasses configure."""

    sections: ClassVar[Sequence[Section]] = ()
    owned: ClassVar[Sequence[OwnedRows]] = ()
    #: What the form asks below them and the record does not hold.
    asked: ClassVar[Sequence[Section]] = ()
    pointing: ClassVar[Sequence[PointingRows]] = ()
    #: Fields of the sections that the record's page shows in its own way.
    fields_not_on_page: ClassVar[Sequence[str]] = ()
    form_class: ClassVar[type[RecordForm]] = RecordForm
    search: ClassVar[Search] = Search()
    list_prefetch: ClassVar[Sequence[Any]] = ()
    sortable_by: ClassVar[Sequence[str]] = ()
    #: Every address of one record: the permission that opens it, what the access log calls it, the view behind it.
    record_views: ClassVar[dict[str, tuple[str, AccessVerb, Any]]] = {
        "inspect": ("view", AccessVerb.VIEW, RecordInspectView),
        "edit": ("change", AccessVerb.CHANGE, RecordEditView),
        "delete": ("delete", AccessVerb.CHANGE, RecordDeleteView),
        "history": ("view", AccessVerb.HISTORY, RecordHistoryView),
        "restore": ("change", AccessVerb.CHANGE, RestoreView),
        "reveal": ("view", AccessVerb.REVEAL, RevealView),
        "access": ("view", AccessVerb.LOG, RecordAccessView),
        "file": ("view", AccessVerb.VIEW, MadeFileView),
    }

    list_per_page = 50
    empty_value_display = NOTHING
    inspect_view_enabled = True
    history_view_enabled = False  # modeladmin's, of Wagtail's log; ours stands in record_views
    permission_helper_class = RecordPermissionHelper
    button_helper_class = RecordButtonHelper
    index_view_class = RecordListView
    create_view_class = RecordCreateView
    index_template_name = "datasets/records/list.html"
    create_template_name = "datasets/records/form.html"
    edit_template_name = "datasets/records/form.html"
    delete_template_name = "datasets/records/delete.html"
    inspect_template_name = "datasets/records/inspect.html"

    def get_menu_label(self) -> Any:
        """Lazy, unlike modeladmin's: the menu is built once, and each user reads it in a language of their own."""
        return self.model._meta.verbose_name_plural

    def header_buttons(self, request: Any) -> Sequence[HeaderButton]:
        """Further buttons above the list, as far as the user may press them."""
        if collection_of(self.model) is None or not Actor.of(request.user).may(
            "import", self.model
        ):
            return ()
        return [HeaderButton(_("导入"), self.import_url(), "upload")]

    def export_choices(self, actor: Actor) -> Sequence[ExportChoice]:
        """The forms in which the list may leave."""
        if collection_of(self.model) is None or not actor.may("export", self.model):
            return ()
        address = self.url_helper.get_action_url
        return [
            ExportChoice(_("Excel 规范表"), address("export_xlsx"), _("改好后可以再导入")),
            ExportChoice(_("CSV"), address("export_csv"), _("供其他程序读取")),
        ]

    def on_page(
        self, record: Record, *, to: Actor, revealed: Container[FieldGroup]
    ) -> dict[str, Any]:
        """What the record's page needs beyond its fields."""
        return {}

    def import_url(self) -> str:
        """Where the 导入 button leads."""
        collection = collection_of(self.model)
        if collection in LAYOUTS:
            return f"{reverse('ledger_upload')}?collection={collection}"
        return self.url_helper.get_action_url("import")

    def extra_urls(self) -> Sequence[URLPattern]:
        """Further addresses of the collection. Their views check for themselves."""
        if collection_of(self.model) is None:
            return ()
        views: dict[str, Any] = {
            "export_xlsx": ExportWorkbookView,
            "export_csv": ExportCsvView,
        }
        if collection_of(self.model) in SHEETS:
            views["import"] = ImportView
        return [
            path(
                f"{self.url_helper.base_url_path}/{action}/",
                view.as_view(model_admin=self),
                name=self.url_helper.get_action_url_name(action),
            )
            for action, view in views.items()
        ]

    def get_list_display(self, request: Any) -> list[Any]:
        """The columns, those masked that the user does not see. modeladmin asks anew for each cell."""
        if not hasattr(request, "list_columns"):
            actor = Actor.of(request.user)
            view = question_of(request, self.model).view
            chosen = columns_of_view(self.model, view, actor) if view and view.columns else None
            made = columns_of(self.model, actor) if chosen is None else chosen
            own = self.list_display if chosen is None else self.list_display[:1]
            named = [self.column_for(actor, name) for name in own]
            ticked = [TickColumn()] if actor.may("change", self.model) else []
            request.list_columns = [*named, *made, *ticked]
        columns: list[Any] = request.list_columns
        return columns

    def column_for(self, actor: Actor, name: str) -> Any:
        # A column of the collection's own making says by its order which field it shows.
        field = getattr(getattr(self, name, None), "admin_order_field", name)
        is_field = field in {field.name for field in self.model._meta.concrete_fields}
        is_seen = not is_field or actor.sees(self.model, field)
        return name if is_seen else MaskedColumn(self.model, field)

    def get_list_filter(self, request: Any) -> list[Any]:
        """Without those by a field that the user does not see: a filter tells what it hides."""
        actor = Actor.of(request.user)
        return [
            one
            for one in (*self.list_filter, *filters_of(self.model))
            if not one.field_name or actor.sees(self.model, one.field_name)
        ]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        actor = Actor.of(request.user)
        seen = [name for name in computed_names(self.model) if actor.sees(self.model, name)]
        return with_computed(actor.rows(self.model).order_by(), seen, actor.today)

    def all_sections(self) -> list[Section]:
        """With the fields that somebody defined beside them."""
        return [*self.sections, *sections_of(self.model)]

    def get_edit_handler(self) -> ObjectList:
        parts: list[Section | OwnedRows] = [*self.all_sections(), *self.owned, *self.asked]
        panels = [part.panel() for part in parts]
        return ObjectList([*panels, FieldPanel("reason")], base_form_class=self.form_class)

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        views: dict[str, Callable[..., Any]] = {"": self.index_view, "create/": self.create_view}
        for action, (verb, logged_as, view_class) in self.record_views.items():
            view = self._opened_by(verb, logged_as, view_class)
            views[f"{action}/<int:instance_pk>/"] = view
        base = self.url_helper.base_url_path
        addresses = [
            path(
                f"{base}/{rest}",
                view,
                name=self.url_helper.get_action_url_name(rest.partition("/")[0] or "index"),
            )
            for rest, view in views.items()
        ]
        return (*addresses, *view_urls(self), *self.extra_urls())

    def _opened_by(self, verb: str, logged_as: AccessVerb, view_class: Any) -> Callable[..., Any]:
        """A record out of sight is not there (404); one in sight may still be closed to the verb."""

        def view(request: Any, instance_pk: int) -> Any:
            try:
                self._require(Actor.of(request.user), verb, instance_pk)
            except (PermissionDenied, Http404):
                request.visit.refuses(logged_as, self.model, [instance_pk])
                raise
            if not view_class.logs_itself:
                request.visit.shows(logged_as, self.model, [instance_pk])
            return view_class.as_view(model_admin=self, instance_pk=str(instance_pk))(request)

        return view

    def _require(self, actor: Actor, verb: str, key: int) -> None:
        if not actor.may("view", self.model):
            raise PermissionDenied
        get_object_or_404(actor.rows(self.model), pk=key)
        if not actor.may(verb, self.model):
            raise PermissionDenied
        get_object_or_404(actor.rows(self.model, verb), pk=key)

    def register_indexing(self) -> None:
        """Wagtail's reference index would be written at every save, and no page of ours asks it."""

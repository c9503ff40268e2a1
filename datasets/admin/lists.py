"""The list of a collection: the rows in sight, the declared filters, nothing else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Page
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.views import IndexView

from datasets.access.field_groups import masked
from datasets.admin.made_fields import columns_of, links_in
from datasets.admin.pages import RecordPage
from datasets.admin.showing import label_of, masked_on_page
from datasets.admin.views.asking import DRAFT, GROUPED, LOOK, VIEW
from datasets.admin.views.columns import columns_of_view
from datasets.admin.views.listing import OWN, AskedList
from datasets.choices import AccessVerb

#: Counting further costs a scan of the table, and nobody pages that far.
MOST_COUNTED = 10_000


class CappedPaginator(WagtailPaginator):
    """Counts to 10,000 and then says "more than"."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @cached_property
    def items_count_label(self) -> str:
        if self.count > MOST_COUNTED:
            return _("多于 %(count)s 条") % {"count": f"{MOST_COUNTED:,}"}
        return _("共 %(count)s 条") % {"count": f"{self.count:,}"}

    def page_or_first(self, number: Any) -> Page:
        try:
            return self.page(number)
        except InvalidPage:
            return self.page(1)


class MaskedColumn:
    """A column of a list whose reader does not see the field."""

    def __init__(self, model: type[Model], name: str) -> None:
        self.model = model
        self.__name__ = name  # by which modeladmin calls the column
        self.short_description = label_of(model, name)

    def __str__(self) -> str:
        return self.__name__

    def __call__(self, record: Model) -> str:
        return masked_on_page(masked(self.model, self.__name__, getattr(record, self.__name__)))


class RecordButtonHelper(ButtonHelper):
    """The name in a list opens the record's page; there stand the buttons."""

    def get_primary_button(self, obj: Any) -> dict[str, Any]:
        return self.inspect_button(obj.pk)


class RecordListView(AskedList, RecordPage, IndexView):
    #: modeladmin answers ?export= even where no columns were declared.
    FORMATS = ()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.permission_helper.user_can_list(request.user):
            request.visit.refuses(AccessVerb.LIST, self.model)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def sortable_by(self) -> tuple[Any, ...]:
        made = columns_of(self.model, self.actor)
        if self.saved_view:
            made += columns_of_view(self.model, self.saved_view, self.actor)
        return (*self.model_admin.sortable_by, *(one for one in made if one.admin_order_field))

    def get_ordering_field(self, field_name: Any) -> str | None:
        """An order tells what it orders by: only declared columns, and of those only what the user sees."""
        if field_name not in self.sortable_by:
            return None
        field: str | None = super().get_ordering_field(field_name)
        return field if field and self.actor.sees(self.model, field.lstrip("-")) else None

    def get_filters(self, request: Any) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """Only the declared filters: modeladmin would run any lookup that stands in the address."""
        filters, has_filters, _undeclared, _distinct = super().get_filters(request)
        known = {self.ORDER_VAR, self.SEARCH_VAR, *OWN}
        known |= {name for filter_ in filters for name in filter_.expected_parameters()}
        for name in set(self.params) - known:
            del self.params[name]
        return filters, has_filters, {}, False

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """What no filter of this list declares cannot be parsed, let alone asked."""
        declared = {filter_.parameter_name for filter_ in self.list_filter}
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name in declared}

    def get_queryset(self, request: Any = None) -> QuerySet[Any]:
        rows = super().get_queryset(request).prefetch_related(*self.model_admin.list_prefetch)
        along = links_in(self.model)
        return rows.select_related(*along) if along else rows

    def get_search_results(self, request: Any, rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
        return self.model_admin.search.narrow(rows, typed, by=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = CappedPaginator(self.queryset, self.items_per_page)
        self.page = page = paginator.page_or_first(self.page_num)
        actor = self.actor
        look = self.looked_at()
        changeable = actor.rows(self.model, "change").filter(pk__in=[row.pk for row in page])
        self.changeable = set(changeable.values_list("pk", flat=True))
        self._log(paginator, look.get("shown_keys", [row.pk for row in page]))
        # Past IndexView's own: it would count the table three times.
        return super(IndexView, self).get_context_data(
            paginator=paginator,
            page_obj=page,
            object_list=page.object_list,
            elided_page_range=paginator.get_elided_page_range(page.number),
            is_narrowed=bool(
                set(self.params) - {self.ORDER_VAR, VIEW, DRAFT, LOOK, GROUPED}
                or self.question.conditions
            ),
            search_hint=self.model_admin.search.hint_for(actor, self.model),
            search_refusal=self.model_admin.search.refusal(self.query, actor, self.model),
            user_can_create=self.permission_helper.user_can_create(self.request.user),
            header_buttons=self.model_admin.header_buttons(self.request),
            export_choices=self.model_admin.export_choices(actor),
            filters=self.request.GET.urlencode(),
            **self.asked_context(),
            **look,
            **kwargs,
        )

    def asked(self) -> dict[str, Any]:
        """What narrows the list, as the access log keeps it: its readers are not to learn who is in prison."""
        asked = {name: value for name, value in self.params.items() if name != self.ORDER_VAR}
        private = {one.parameter_name for one in self.filter_specs if one.is_private()}
        told = {name: "***" if name in private else value for name, value in asked.items()}
        return {name: told[name] for name in told.keys() - OWN} | self.question.for_log()

    def _log(self, paginator: CappedPaginator, keys: list[int]) -> None:
        self.request.visit.shows(
            AccessVerb.SEARCH if self.query else AccessVerb.LIST,
            self.model,
            keys,
            count=paginator.count,
            filters=self.asked(),
        )

    def get_buttons_for_obj(self, obj: Any) -> list[dict[str, Any]]:
        if obj.pk not in self.changeable:
            return []
        return [self.button_helper.edit_button(obj.pk, ["button-small"])]

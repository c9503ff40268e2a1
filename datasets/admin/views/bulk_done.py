"""以前的批量修改: what was changed in one go, and the way to take all of it back."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.actions.bulk_undoing import (
    BulkUndoPlan,
    BulkUndoRefused,
    plan_bulk_undo,
    undo_bulk_change,
)
from datasets.admin.own_pages import ROWS_A_PAGE
from datasets.admin.pages import RecordPage
from datasets.admin.showing import NOTHING, label_of, linked, said, shown
from datasets.admin.views.changing import ForChangers
from datasets.choices import AccessVerb
from datasets.models import BulkChange, Record
from datasets.queries.bulk_changes import bulk_changes_in_sight, reasons_of

_MOST_SHOWN = 50

Line = tuple[Any, str, str]


class BulkDonePage(ForChangers, RecordPage, WMABaseView):
    """For whoever may change records of the collection."""

    template_name = "datasets/views/bulk_done.html"
    here = gettext_lazy("以前的批量修改")

    @property
    def changes(self) -> Any:
        found = bulk_changes_in_sight(self.model, by=self.actor)
        return found.select_related("author", "undone_by", "undoes")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(self.changes, ROWS_A_PAGE).get_page(request.GET.get("p"))
        return self.render_to_response(
            self.get_context_data(
                icon=self.header_icon,
                lines=self.told(page.object_list),
                page=page,
                page_range=page.paginator.get_elided_page_range(page.number),
            )
        )

    def told(self, changes: Iterable[BulkChange]) -> list[dict[str, Any]]:
        # Reasons tell of anything: as in a record's history, they are for those who see it whole.
        sees_why = self.actor.sees_whole(self.model)
        reasons = reasons_of(changes, self.model) if sees_why else {}
        return [
            {
                "change": change,
                "url": self.url_helper.get_action_url("bulk_change", change.pk),
                "field": self.label_of(change),
                "reason": reasons.get(change.pk, ""),
            }
            for change in changes
        ]

    def label_of(self, change: BulkChange) -> str:
        known = {field.name for field in self.model._meta.concrete_fields}
        return label_of(self.model, change.field) if change.field in known else change.field


class BulkChangePage(BulkDonePage):
    """One of them: what undoing would do; of one undone, what was left as it was."""

    template_name = "datasets/views/bulk_undo.html"
    here = gettext_lazy("批量修改")

    @cached_property
    def change(self) -> BulkChange:
        change: BulkChange | None = self.changes.filter(pk=self.kwargs["change_key"]).first()
        if change is None:
            self.request.visit.refuses(AccessVerb.CHANGE, self.model)
            raise Http404
        return change

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()[:200]
        if not reason:
            return self._page(refusal=_("请写明撤销的原因，它会记入每条档案的历史。"))
        try:
            undoing = undo_bulk_change(done=self.change, by=self.actor, reason=reason)
        except BulkUndoRefused as refusal:
            return self._page(refusal=str(refusal))
        messages.success(request, _("已恢复 %(count)d 条。") % {"count": undoing.count})
        return redirect(self.url_helper.get_action_url("bulk_change", undoing.pk))

    def _page(self, refusal: str = "") -> HttpResponse:
        plan, why_not = BulkUndoPlan(), ""
        try:
            plan = plan_bulk_undo(done=self.change, by=self.actor)
        except BulkUndoRefused as refused:
            why_not = str(refused)
        returning = plan.returning[:_MOST_SHOWN]
        kept = self._kept()
        keys = [record.pk for record, _why in (*returning, *plan.kept, *kept)]
        self.request.visit.shows(AccessVerb.CHANGE, self.model, keys)
        return self.render_to_response(
            self.get_context_data(
                icon=self.header_icon,
                plan=plan,
                why_not=why_not,
                refusal=refusal,
                count=len(plan.returning),
                most=_MOST_SHOWN,
                returning=self._returning(returning),
                staying=[self._line(record, why) for record, why in plan.kept],
                kept=[self._line(record, why) for record, why in kept],
                list_url=self.url_helper.get_action_url("bulk_done"),
                undone_url=self._url_of(getattr(self.change, "undone_by", None)),
                undoes_url=self._url_of(self.change.undoes),
                **self.told([self.change])[0],
            )
        )

    def _returning(self, rows: list[tuple[Record, Any]]) -> list[Line]:
        """With what each returns to; a record that is not the reader's to see stays nameless."""
        field: Any = self.model._meta.get_field(self.change.field) if rows else None
        before = [value for _record, value in rows]
        if field is not None and field.is_relation:
            found = self.actor.rows(field.related_model).in_bulk({*before} - {None})
            before = [found.get(value) for value in before]
        return [
            self._line(record, NOTHING if value in (None, "", ()) else said(field, value))
            for (record, _column), value in zip(rows, before, strict=True)
        ]

    def _kept(self) -> list[tuple[Record, str]]:
        """What an undoing left as it was, as far as it is the reader's to see."""
        why = {int(key): str(told) for key, told in self.change.kept}
        records = self.actor.rows(self.model).filter(pk__in=why).order_by("pk")
        return [(record, why[record.pk]) for record in records]

    def _line(self, record: Record, rest: str) -> Line:
        return linked(record, to=self.actor), shown(record, self.change.field, to=self.actor), rest

    def _url_of(self, change: BulkChange | None) -> str:
        return self.url_helper.get_action_url("bulk_change", change.pk) if change else ""

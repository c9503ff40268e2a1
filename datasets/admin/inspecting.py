"""The page of a record: its fields in groups, the rows it owns, the records that point to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail_modeladmin.views import InspectView

from datasets.access.field_groups import group_at
from datasets.actions.records import owned_rows
from datasets.admin.made_files import shown_file
from datasets.admin.pages import RecordPage
from datasets.admin.provenance import Note, notes_of
from datasets.admin.purposes import PurposeForm
from datasets.admin.showing import (
    fetched_along,
    formula_of,
    label_of,
    linked,
    masked_on_page,
    shown,
)
from datasets.admin.tracing import latest_openings, may_trace
from datasets.choices import FieldGroup
from datasets.standards.masks import PROTECTED

#: Rows of another collection that a page lists; the list of that collection has the rest.
_MOST_POINTING = 50


@dataclass(frozen=True)
class ShownTable:
    heading: Any
    labels: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class ShownField:
    label: str
    value: str
    #: Tells the ledger row that it came from; None where a form set it.
    note: Note | None
    #: By which it is worked out; "" for what is recorded.
    formula: str = ""


class RecordInspectView(RecordPage, InspectView):
    #: Groups that this one answer shows although the reader sees them masked (revealing.py).
    revealed: frozenset[FieldGroup] = frozenset()
    _hides_rows = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.permission_helper
        user = self.request.user
        sections = list(self._sections())
        user_can_trace = may_trace(self.actor, self.instance)
        tables = [*self._owned_tables(), *self._pointing_tables()]
        notes = {field.note for _heading, fields in sections for field in fields if field.note}
        return super().get_context_data(
            sections=sections,
            notes=sorted(notes, key=attrgetter("number")),
            tables=tables,
            to_reveal=[group for group in self._hidden() if self.actor.may_reveal(group)],
            reveal_url=self.url_helper.get_action_url("reveal", self.pk_quoted),
            user_can_trace=user_can_trace,
            # Who opened the record last, for those who supervise.
            openings=latest_openings(self.instance) if user_can_trace else [],
            access_url=self.url_helper.get_action_url("access", self.pk_quoted),
            user_can_edit=may.user_can_edit_obj(user, self.instance),
            user_can_delete=may.user_can_delete_obj(user, self.instance),
            edit_url=self.edit_url,
            delete_url=self.delete_url,
            **self.model_admin.on_page(self.instance, to=self.actor, revealed=self.revealed),
            history_url=self.url_helper.get_action_url("history", self.pk_quoted),
            **{"reveal_form": PurposeForm(), **kwargs},
        )

    def get_fields_dict(self) -> list[Any]:
        """modeladmin's flat list of fields; ours stand in sections."""
        return []

    def _hidden(self) -> list[FieldGroup]:
        """The groups of which this page masks something of the record itself and the rows it owns."""
        paths = [
            (self.model, name) for part in self.model_admin.all_sections() for name in part.names()
        ]
        for part in self.model_admin.owned:
            owned = getattr(self.model, part.relation).rel.related_model
            paths += [(owned, name) for name in part.columns() if "__" not in name]
        on_page = {group_at(model, name) for model, name in paths}
        if self._hides_rows:
            on_page.add(FieldGroup.SENSITIVE_CATEGORY)
        seen = self.actor.groups | self.revealed
        return [group for group in FieldGroup if group in on_page and group not in seen]

    def _sections(self) -> Iterator[tuple[Any, list[ShownField]]]:
        unshown = self.model_admin.fields_not_on_page
        named = [
            (section.heading, [name for name in section.names() if name not in unshown])
            for section in self.model_admin.all_sections()
        ]
        on_page = [name for _heading, names in named for name in names]
        notes = notes_of(self.instance, on_page, to=self.actor)
        for heading, names in named:
            yield (
                heading,
                [
                    ShownField(
                        label_of(self.model, name),
                        self._shown(name),
                        notes.get(name),
                        formula_of(self.model, name),
                    )
                    for name in names
                ],
            )

    def _shown(self, name: str) -> str:
        file = shown_file(self.instance, name, to=self.actor, revealed=self.revealed)
        return file or shown(self.instance, name, to=self.actor, revealed=self.revealed)

    def _owned_tables(self) -> Iterator[ShownTable]:
        for part in self.model_admin.owned:
            rows = owned_rows(self.instance, part.relation)
            yield self._table(part.heading, rows, part.columns(), is_owned=True)

    def _pointing_tables(self) -> Iterator[ShownTable]:
        for part in self.model_admin.pointing:
            manager = getattr(self.instance, part.relation)
            if self.actor.may("view", manager.model):
                rows = self.actor.rows(manager.all())
                yield self._table(part.heading, rows[:_MOST_POINTING], part.columns)

    def _table(
        self, heading: Any, rows: QuerySet[Any], columns: Sequence[str], *, is_owned: bool = False
    ) -> ShownTable:
        model = rows.model
        found = list(rows.select_related(*fetched_along(model, columns)))
        seen = [row for row in found if self._sees_row(row)]
        cells = [[self._cell(row, column, is_owned=is_owned) for column in columns] for row in seen]
        if len(seen) < len(found):
            self._hides_rows = True
            # One line for all of them: how many they are is nobody's to know either.
            protected = [masked_on_page(PROTECTED) for _column in columns]
            cells.append([masked_on_page(_("受保护的类别")), *protected[1:]])
        return ShownTable(
            heading=heading,
            labels=[
                str(model._meta.verbose_name) if column == "self" else label_of(model, column)
                for column in columns
            ],
            rows=cells,
        )

    def _sees_row(self, row: Any) -> bool:
        return FieldGroup.SENSITIVE_CATEGORY in self.revealed or self.actor.sees_row(row)

    def _cell(self, row: Any, column: str, *, is_owned: bool) -> str:
        if column == "self":
            return linked(row, to=self.actor)
        # What is revealed is this record: of a guardian beside it, the guardian's own page.
        revealed = self.revealed if is_owned and "__" not in column else ()
        return shown(row, column, to=self.actor, revealed=revealed)

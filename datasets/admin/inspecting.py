"""The page of a record: its fields in groups, the rows it owns, the records that point to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from wagtail_modeladmin.views import InspectView

from datasets.actions.records import owned_rows
from datasets.admin.pages import RecordPage
from datasets.admin.provenance import Note, notes_of
from datasets.admin.showing import fetched_along, label_of, linked, shown

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


class RecordInspectView(RecordPage, InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.permission_helper
        user = self.request.user
        sections = list(self._sections())
        notes = {field.note for _heading, fields in sections for field in fields if field.note}
        return super().get_context_data(
            sections=sections,
            notes=sorted(notes, key=attrgetter("number")),
            tables=[*self._owned_tables(), *self._pointing_tables()],
            user_can_edit=may.user_can_edit_obj(user, self.instance),
            user_can_delete=may.user_can_delete_obj(user, self.instance),
            edit_url=self.edit_url,
            delete_url=self.delete_url,
            history_url=self.url_helper.get_action_url("history", self.pk_quoted),
            **kwargs,
        )

    def get_fields_dict(self) -> list[Any]:
        """modeladmin's flat list of fields; ours stand in sections."""
        return []

    def _sections(self) -> Iterator[tuple[Any, list[ShownField]]]:
        unshown = self.model_admin.fields_not_on_page
        named = [
            (section.heading, [name for name in section.names() if name not in unshown])
            for section in self.model_admin.sections
        ]
        on_page = [name for _heading, names in named for name in names]
        notes = notes_of(self.instance, on_page, to=self.actor)
        for heading, names in named:
            yield (
                heading,
                [
                    ShownField(label_of(self.model, name), self._shown(name), notes.get(name))
                    for name in names
                ],
            )

    def _shown(self, name: str) -> str:
        return shown(self.instance, name, to=self.actor)

    def _owned_tables(self) -> Iterator[ShownTable]:
        for part in self.model_admin.owned:
            rows = owned_rows(self.instance, part.relation)
            yield self._table(part.heading, rows, part.columns())

    def _pointing_tables(self) -> Iterator[ShownTable]:
        for part in self.model_admin.pointing:
            manager = getattr(self.instance, part.relation)
            if self.actor.may("view", manager.model):
                rows = self.actor.rows(manager.all())
                yield self._table(part.heading, rows, part.columns, most=_MOST_POINTING)

    def _table(
        self, heading: Any, rows: QuerySet[Any], columns: Sequence[str], *, most: int | None = None
    ) -> ShownTable:
        model = rows.model
        return ShownTable(
            heading=heading,
            labels=[
                str(model._meta.verbose_name) if column == "self" else label_of(model, column)
                for column in columns
            ],
            rows=[
                [
                    linked(row, to=self.actor)
                    if column == "self"
                    else shown(row, column, to=self.actor)
                    for column in columns
                ]
                for row in rows.select_related(*fetched_along(model, columns))[:most]
            ],
        )

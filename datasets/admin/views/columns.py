"""The columns that a saved view names."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.admin.made_fields import MadeColumn
from datasets.admin.showing import label_of
from datasets.custom.computing import computed_names
from datasets.models import Record, SavedView
from datasets.queries.grouping import ordering_fields


def columns_of_view(model: type[Record], view: SavedView, to: Actor) -> list[MadeColumn]:
    """Fields as the record's page shows them, masked where the reader does not see them; what is gone is left out."""
    there = {*(field.name for field in model._meta.concrete_fields), *computed_names(model)}
    sortable = ordering_fields(model, by=to)
    return [
        MadeColumn(name, label_of(model, name), name if name in sortable else None, to)
        for name in view.columns
        if name in there
    ]


def order_of_view(model: type[Record], view: SavedView, to: Actor) -> list[Any]:
    """An order tells what it orders by: only by what the reader sees."""
    name = view.order.removeprefix("-")
    return [view.order] if name and name in ordering_fields(model, by=to) else []


class TickColumn:
    """A box for each record, of the form below the list (批量修改)."""

    __name__ = "ticked"
    short_description = gettext_lazy("选")

    def __str__(self) -> str:
        return self.__name__

    def __call__(self, record: Record) -> str:
        return format_html(
            '<input type="checkbox" name="pk" value="{}" form="bulk" aria-label="{}">',
            record.pk,
            _("选中“%(record)s”") % {"record": record},
        )

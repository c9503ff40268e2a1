"""Where the header stands, said by hand: a row of the first ones on each sheet, and how many rows it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.admin.proposing.pages import SheetPage
from datasets.admin.proposing.waiting import keep_header, waiting_sheet
from datasets.ledgers.files import read_sheets
from datasets.ledgers.proposing.proposal import propose
from datasets.ledgers.proposing.tables import HeaderRows
from datasets.ledgers.sheets import Sheet, UnreadableLedger
from datasets.readers.text import text_of

_ROWS_SHOWN = 15
_CELLS_SHOWN = 12
_SHEETS_SHOWN = 20
_LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class ShownRow:
    """`value`: as the form sends the choice of this row."""

    number: int
    value: str
    cells: list[str]


class HeaderForm(forms.Form):
    row = forms.ChoiceField(error_messages={"required": gettext_lazy("请先选一行。")})
    count = forms.TypedChoiceField(
        label=gettext_lazy("表头占几行"),
        choices=[(level, level) for level in _LEVELS],
        coerce=int,
        initial=1,
    )

    def __init__(self, sheets: Sequence[Sheet], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.sheets = [sheet for sheet in sheets if any(map(any, sheet.rows))]
        row: Any = self.fields["row"]
        row.choices = [(one.value, one.number) for _name, rows in self.shown for one in rows]

    @property
    def shown(self) -> list[tuple[str, list[ShownRow]]]:
        """The name and the first rows of each sheet."""
        return [
            (sheet.name, list(_first_rows(place, sheet)))
            for place, sheet in enumerate(self.sheets[:_SHEETS_SHOWN])
        ]

    @property
    def sheets_not_shown(self) -> int:
        return max(0, len(self.sheets) - _SHEETS_SHOWN)

    def header(self) -> HeaderRows:
        place, number = map(int, self.cleaned_data["row"].split(":"))
        return HeaderRows(self.sheets[place].name, number, self.cleaned_data["count"])


class ChooseHeader(SheetPage):
    template_name = "datasets/proposing/header.html"

    def get(self, request: Any) -> HttpResponse:
        waiting = waiting_sheet(request)
        if waiting is None:
            return redirect("proposed_sheet")
        sheets = read_sheets(waiting.content, waiting.file_name)
        try:
            found = propose(sheets, waiting.file_name, by=self.actor, header=waiting.header).found
        except UnreadableLedger as refusal:
            return self._page(HeaderForm(sheets), str(refusal))
        table = found.tables[0]
        form = HeaderForm(sheets)
        names = [sheet.name for sheet in form.sheets]
        form.initial = {
            "row": f"{names.index(table.sheet)}:{table.header_rows[0]}",
            "count": len(table.header_rows),
        }
        return self._page(form)

    def post(self, request: Any) -> HttpResponse:
        waiting = waiting_sheet(request)
        if waiting is None:
            return redirect("proposed_sheet")
        if "likely" in request.POST:
            keep_header(request, None)
            return redirect("proposed_columns")
        sheets = read_sheets(waiting.content, waiting.file_name)
        form = HeaderForm(sheets, request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            propose(sheets, waiting.file_name, by=self.actor, header=form.header())
        except UnreadableLedger as refusal:
            return self._page(form, str(refusal), status=422)
        keep_header(request, form.header())
        return redirect("proposed_columns")

    def _page(self, form: HeaderForm, refusal: str = "", *, status: int = 200) -> HttpResponse:
        return self.show(
            form=form,
            refusal=refusal,
            chosen=form["row"].value(),
            waiting=waiting_sheet(self.request),
            status=status,
            breadcrumbs=[
                {"url": reverse("proposed_sheet"), "label": _("从表格新建")},
                {"url": "", "label": _("选表头")},
            ],
        )


def _first_rows(place: int, sheet: Sheet) -> Any:
    for number, row in list(sheet.numbered_rows)[:_ROWS_SHOWN]:
        yield ShownRow(number, f"{place}:{number}", [text_of(cell) for cell in row[:_CELLS_SHOWN]])

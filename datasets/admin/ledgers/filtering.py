"""Which rows of a ledger the page shows: those of a figure, of a sheet, those that bear a name or a number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from datasets.choices import RowAction
from datasets.models import LedgerBatch, LedgerRow
from datasets.standards.writing import half_width, name_of_person

#: The figure of the rows with a warning, whatever is done with them.
WARNED = "warned"
_COUNTS = {
    RowAction.CREATE.value: "created_count",
    RowAction.UPDATE.value: "updated_count",
    RowAction.UNCHANGED.value: "unchanged_count",
    RowAction.PARK.value: "parked_count",
    RowAction.ERROR.value: "error_count",
}
_LONGEST_ROW_NUMBER = 7


@dataclass(frozen=True)
class RowFilter:
    """What was asked for; "" where nothing was."""

    figure: str = ""
    sheet: str = ""
    typed: str = ""

    @classmethod
    def asked(cls, form: Mapping[str, str]) -> "RowFilter":
        figure = form.get("action", "")
        return cls(
            figure=figure if figure in {*_COUNTS, WARNED} else "",
            sheet=form.get("sheet", "").replace("\0", ""),
            typed=name_of_person(half_width(form.get("q", "")).replace("\0", "")),
        )

    @property
    def told(self) -> dict[str, str]:
        """As an address says it."""
        parts = {"action": self.figure, "sheet": self.sheet, "q": self.typed}
        return {name: part for name, part in parts.items() if part}

    def address(self, figure: str) -> str:
        """The address of the same search among the rows of a figure."""
        return f"?{urlencode(replace(self, figure=figure).told)}"

    def rows(self, batch: LedgerBatch) -> QuerySet[LedgerRow]:
        rows = LedgerRow.objects.filter(batch=batch).order_by("id")
        if self.figure:
            is_of = {"is_warned": True} if self.figure == WARNED else {"action": self.figure}
            rows = rows.filter(**is_of)
        if self.sheet:
            rows = rows.filter(sheet=self.sheet)
        return rows.filter(self._typed()) if self.typed else rows

    def _typed(self) -> Q:
        among = Q(called__contains=self.typed)
        if self.typed.isdecimal() and len(self.typed) <= _LONGEST_ROW_NUMBER:
            among |= Q(row=int(self.typed))
        return among

    def count(self, batch: LedgerBatch) -> int:
        """How many rows there are; of a whole figure the batch knows it."""
        if self.sheet or self.typed:
            return self.rows(batch).count()
        return count_of(batch, self.figure)


def count_of(batch: LedgerBatch, figure: str) -> int:
    """How many rows a figure counts; "" for all of them."""
    if figure == WARNED:
        return batch.warned_count
    counts = [_COUNTS[figure]] if figure else _COUNTS.values()
    return sum(getattr(batch, name) for name in counts)


def used_sheets(batch: LedgerBatch) -> list[str]:
    """The sheets that the rows name, each once."""
    longest = LedgerRow._meta.get_field("sheet").max_length
    return list(dict.fromkeys(one["name"][:longest] for one in batch.sheets if one["used"]))

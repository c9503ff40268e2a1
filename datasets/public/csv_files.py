"""A table as the spreadsheet programs of offices open it."""

import csv
import io
from collections.abc import Iterable

from datasets.standards.formulas import inert


def csv_text(rows: Iterable[tuple[str, ...]]) -> str:
    """With a byte order mark, without which Excel reads Chinese as Latin; nothing in it runs as a formula."""
    file = io.StringIO()
    csv.writer(file).writerows(tuple(map(inert, row)) for row in rows)
    return "\ufeff" + file.getvalue()

"""Cells of an xls whose formula failed: calamine gives them as empty."""

import struct
from collections import defaultdict
from collections.abc import Iterator

from datasets.ledgers.sandbox.shown_errors import ErrorCells, shown_error
from datasets.ledgers.sandbox.xls_records import records, workbook_stream

_BOUNDSHEET, _FORMULA, _BOOLERR = 0x85, 0x06, 0x205


def error_cells(content: bytes) -> dict[str, ErrorCells]:
    """By sheet. Of a file that is not quite an xls, none."""
    try:
        stream = workbook_stream(content)
        return {name: _errors_in(stream, start) for name, start in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet's name, and where its records begin."""
    for kind, data in records(stream, 0):
        if kind == _BOUNDSHEET:
            start, _state, count, is_wide = struct.unpack_from("<IHBB", data)
            encoding = "utf-16-le" if is_wide & 1 else "latin-1"
            yield data[8 : 8 + count * (2 if is_wide & 1 else 1)].decode(encoding), start


def _errors_in(stream: bytes, start: int) -> ErrorCells:
    found: ErrorCells = defaultdict(list)
    for kind, data in records(stream, start):
        if kind == _BOOLERR and data[7]:
            number = data[6]
        # A formula's result that is no number ends in 0xFFFF; the kind 2 is an error.
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            number = data[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", data)
        found[row + 1].append((column, shown_error(number)))
    return found

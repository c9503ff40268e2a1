"""Opens one workbook in a process of its own, under limits of memory and time. No Django here.

A broken workbook can make the reader panic, hang or ask for gigabytes (a flipped bit in an .xls is
enough); it must take down nothing but this process. Standard input: the file. Standard output: a pickle
of ("sheets", [(name, rows, first row's index, ranges merged downwards)]), or of a refusal
("password",), ("broken",), ("size", sheet, rows, columns).
"""

import argparse
import io
import pickle
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("bytes", "seconds", "rows", "columns"):
        parser.add_argument(f"--{name}", type=int, required=True)
    limits = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (limits.bytes, limits.bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    result = _read(sys.stdin.buffer.read(), max_rows=limits.rows, max_columns=limits.columns)
    pickle.dump(result, sys.stdout.buffer, protocol=5)


def _read(content: bytes, *, max_rows: int, max_columns: int) -> tuple[Any, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets: list[tuple[Any, ...]] = []
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                sheets.append((name, [], 0, []))
                continue
            if sheet.height > max_rows or sheet.width > max_columns:
                return ("size", name, sheet.height, sheet.width)
            sheets.append((name, *_cells(sheet)))
    except (CalamineError, OSError, ValueError) as error:
        return ("password",) if "password" in str(error).lower() else ("broken",)
    return ("sheets", sheets)


def _cells(sheet: Any) -> tuple[Any, int, Any]:
    top, left = sheet.start
    rows = sheet.to_python(skip_empty_area=True)
    if left:
        rows = [[""] * left + row for row in rows]
    merged = [
        (column, first - top, last - top)
        for (first, column), (last, _column) in sheet.merged_cell_ranges or ()
        if last > first
    ]
    return rows, top, merged


if __name__ == "__main__":
    main()

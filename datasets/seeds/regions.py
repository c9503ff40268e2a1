"""Reading a file of administrative divisions, strictly: one wrong line and nothing is loaded."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from datasets.choices import RegionLevel
from datasets.seeds.tables import FOLDER

REGIONS_FILE = FOLDER / "regions.csv"
COLUMNS = ("code", "name", "level", "parent")
RANKS = {level: rank for rank, level in enumerate(RegionLevel.values)}
#: The word of the statistics bureau's published tables for a township.
OTHER_LEVELS = {"town": RegionLevel.TOWNSHIP.value}


class RegionsFileError(Exception):
    """The file is no list of regions; the message is one sentence that names the line."""


class RegionRow(NamedTuple):
    """One division of the file; `parent` is a code, "" for a province."""

    line: int
    code: str
    name: str
    level: str
    parent: str


def read_regions(path: Path) -> list[RegionRow]:
    """The divisions of a UTF-8 CSV, parents before children. Raises RegionsFileError, OSError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _rows(file)
    except UnicodeDecodeError as error:
        raise RegionsFileError(_("文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV。")) from error
    except csv.Error as error:
        raise RegionsFileError(_("文件不是完整的 CSV。")) from error
    rows.sort(key=lambda row: RANKS[row.level])
    return rows


def fault_at(line: int, message: str) -> RegionsFileError:
    return RegionsFileError(_("第%(line)d行：%(message)s") % {"line": line, "message": message})


def _rows(file: Iterable[str]) -> list[RegionRow]:
    lines = csv.reader(file)
    header = [name.strip() for name in next(lines, [])]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise fault_at(1, _("缺少列 %(columns)s。") % {"columns": "、".join(missing)})
    places = [header.index(column) for column in COLUMNS]
    shared: dict[str, str] = {}  # one string for each parent and level, not 660,000
    rows: list[RegionRow] = []
    seen: set[str] = set()
    for cells in lines:
        if not any(cells):
            continue
        row = _row(lines.line_num, cells, places, shared)
        if row.code in seen:
            raise fault_at(row.line, _("区划代码 %(code)s 重复。") % {"code": row.code})
        seen.add(row.code)
        rows.append(row)
    return rows


def _row(line: int, cells: list[str], places: list[int], shared: dict[str, str]) -> RegionRow:
    if len(cells) <= max(places):
        raise fault_at(line, _("列数不够。"))
    code, name, level, parent = (cells[place].strip() for place in places)
    level = OTHER_LEVELS.get(level, level)
    if not (code.isascii() and code.isdigit() and len(code) <= 12):
        raise fault_at(line, _("区划代码“%(code)s”不是12位以内的数字。") % {"code": code})
    if not name or len(name) > 100:
        raise fault_at(line, _("名称须有1到100个字。"))
    if level not in RANKS:
        raise fault_at(line, _("级别“%(level)s”不认识。") % {"level": level})
    return RegionRow(
        line, code, name, shared.setdefault(level, level), shared.setdefault(parent, parent)
    )

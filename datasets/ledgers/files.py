"""Step one: a file's bytes as sheets of plain cells. The content decides what it is, not the name."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from datasets.ledgers.opening import sheets_told, told_of
from datasets.ledgers.sandbox.limits import Refused
from datasets.ledgers.sheets import Sheet, UnreadableLedger
from datasets.standards.cells import Cell

_SENTENCES: dict[str, Any] = {
    "empty": gettext_lazy("文件是空的，请检查后重新上传。"),
    "no_content": gettext_lazy("文件里没有内容，请检查后重新上传。"),
    "large": gettext_lazy(
        "文件有 %(size)d MB，超过了 %(limit)d MB 的上限，请按村分成几个文件上传。"
    ),
    "unpacked": gettext_lazy("文件展开后过大，请删去无关的工作表，或分成几个文件上传。"),
    "heavy": gettext_lazy(
        "文件太大或已损坏，没能在规定的时间和内存里读完，请删去无关的内容，或分成几个文件上传。"
    ),
    "sheets": gettext_lazy("文件有 %(count)d 张工作表，上限是 %(limit)d 张，请分成几个文件上传。"),
    "size": gettext_lazy(
        "工作表“%(sheet)s”有 %(rows)d 行、%(columns)d 列，"
        "上限是 %(max_rows)d 行、%(max_columns)d 列，请删去无关的行和列，或分成几个文件上传。"
    ),
    "cells": gettext_lazy("工作表“%(sheet)s”的单元格超过了 %(limit)d 个，请分成几个文件上传。"),
    "cell": gettext_lazy(
        "工作表“%(sheet)s”第 %(row)d 行有一格超过 %(limit)d 个字，请缩短后再上传。"
    ),
    "password": gettext_lazy("文件设有打开密码，请在 Excel 中取消密码后再上传。"),
    "broken": gettext_lazy(
        "文件打不开：它已损坏，或者不是 Excel、CSV 文件。请在 Excel 中重新另存后再上传。"
    ),
    "incomplete": gettext_lazy("文件不完整或已损坏，请在 Excel 中另存为 xlsx 后再上传。"),
    "foreign": gettext_lazy("这不是 Excel 或 CSV 文件，请上传 xlsx、xls 或 csv 格式的台账。"),
    "encoding": gettext_lazy("无法识别文件的文字编码，请在 Excel 中另存为 xlsx 后再上传。"),
    "csv": gettext_lazy(
        "文件不是规范的 CSV，读到第 %(line)d 行时出错，请在 Excel 中另存为 xlsx 后再上传。"
    ),
    "quote": gettext_lazy(
        "第 %(line)d 行有一个引号没有成对，后面的行都被它括了进去，请补上或删去这个引号后再上传。"
    ),
    "no_table": gettext_lazy("文件里没有表格，请上传 xlsx、xls 或 csv 格式的台账。"),
}


def read_sheets(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a workbook (xlsx, xlsm, xlsb, xls, ods), of a table as text, or of a page saved as .xls.

    Raises UnreadableLedger.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise _refusal("empty")
    refuse_weight(len(content))
    name = PurePath(file_name).stem
    try:
        sheets = _named(sheets_told(content), name)
    except Refused as refusal:
        raise _sentence(refusal, name) from refusal
    if not any(sheet.rows for sheet in sheets):
        raise _refusal("no_content")
    return sheets


def stream_rows(content: bytes, file_name: str) -> Iterator[tuple[str, int, list[Cell]]]:
    """Of each row, as they are read: the name of its sheet, its number, its cells. Raises UnreadableLedger."""
    file_stem = sheet = PurePath(file_name).stem
    unused = _names(file_stem)
    try:
        for kind, *told in told_of(content):
            if kind == "sheet":
                sheet = told[0] or next(unused)
            elif kind == "rows":
                yield from ((sheet, number, cells) for number, cells in zip(*told, strict=True))
    except Refused as refusal:
        raise _sentence(refusal, file_stem) from refusal


def refuse_weight(size: int) -> None:
    """Raise UnreadableLedger where a file of `size` bytes is larger than one ledger may be."""
    megabyte = 1024 * 1024
    if size > settings.LEDGER_MAX_BYTES:
        limit = settings.LEDGER_MAX_BYTES // megabyte
        raise _refusal("large", size=size // megabyte, limit=limit)


def _named(sheets: list[Sheet], file_name: str) -> list[Sheet]:
    """Tables without a name bear the file's, with a number where there are several."""
    unused = _names(file_name)
    return [sheet if sheet.name else replace(sheet, name=next(unused)) for sheet in sheets]


def _names(file_name: str) -> Iterator[str]:
    yield file_name
    yield from (f"{file_name} {number}" for number in count(2))


def _sentence(refusal: Refused, name: str) -> UnreadableLedger:
    sheet = refusal.params.get("sheet") or name
    return _refusal(refusal.code, **refusal.params | {"sheet": sheet})


def _refusal(code: str, **params: Any) -> UnreadableLedger:
    return UnreadableLedger(str(_SENTENCES[code]) % params)

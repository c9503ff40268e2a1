"""Tables as text: comma, tab or semicolon, in UTF-8, UTF-16 or GB18030."""

import codecs
import csv
import io

from django.utils.translation import gettext as _

from datasets.ledgers.sheets import Cell, Sheet, UnreadableLedger, refuse_size
from datasets.standards.formulas import active

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str:
    """The text, whatever its encoding. Raises UnreadableLedger."""
    for encoding in _encodings_of(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableLedger(_("无法识别文件的文字编码，请在 Excel 中另存为 xlsx 后再上传。"))


def _encodings_of(content: bytes) -> tuple[str, ...]:
    if content.startswith(_UTF16_MARKS):
        return ("utf-16",)
    head = content[:4096]
    if b"\0" not in head:
        return ("utf-8-sig", "gb18030")
    # Excel's "Unicode text" without its mark: every second byte of ASCII is zero.
    high, low = head[1::2].count(0), head[::2].count(0)
    if 0 in (high, low) and (high + low) * 8 >= len(head) and len(content) % 2 == 0:
        return ("utf-16-le",) if high else ("utf-16-be",)
    raise UnreadableLedger(_("这不是 Excel 或 CSV 文件，请上传 xlsx、xls 或 csv 格式的台账。"))


def read_text(text: str, name: str) -> Sheet:
    """One sheet; a row's number is the line on which it begins. Raises UnreadableLedger."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append([active(cell) for cell in row])
            numbers.append(line)
            line = reader.line_num + 1
            refuse_size(name, rows=len(rows), columns=len(row))
    except csv.Error as error:
        raise UnreadableLedger(
            _("文件不是规范的 CSV，读到第 %(line)d 行时出错，请在 Excel 中另存为 xlsx 后再上传。")
            % {"line": reader.line_num}
        ) from error
    return Sheet(name=name, rows=rows, numbers=numbers)


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)

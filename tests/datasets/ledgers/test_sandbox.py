"""Files made to hang the reader or to flood its memory: one sentence, and the site goes on."""

import resource
import time
from collections.abc import Callable

import pytest

from datasets.ledgers.files import read_sheets
from datasets.ledgers.sheets import UnreadableLedger
from tests.spreadsheets import csv_text, limited, xlsx

_XML = (
    '<?xml version="1.0"?>{doctype}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{body}</Workbook>'
)
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
_ROW = '<Row ss:Index="{index}"><Cell{cell}><Data ss:Type="String">姓名</Data></Cell></Row>'


def xml(body: str, doctype: str = "") -> bytes:
    return _XML.format(body=body, doctype=doctype).encode()


def worksheet(index: object = 1, cell: str = "") -> bytes:
    row = _ROW.format(index=index, cell=cell)
    return xml(f'<Worksheet ss:Name="a"><Table>{row}</Table></Worksheet>')


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a line of 40 MB": lambda: b"a" * 40_000_000,
    "one cell of 40 MB between quotes": lambda: b'"' + b"a\n" * 20_000_000,
    "more columns than Excel has": lambda: b"," * 20_000_000,
    "a line of 20 MB of opening brackets": lambda: b"<html>" + b"<" * 20_000_000,
    "a page nested a million tables deep": lambda: page("<table><tr><td>" * 1_000_000),
    "a page nested a million blocks deep": lambda: page("<table><tr><td>" + "<div>" * 1_000_000),
    "a page with a tag that never ends": lambda: page("<table><tr><td " + "a=b " * 5_000_000),
    "a page of one cell of 20 MB": lambda: page("<table><tr><td>" + "字" * 7_000_000),
    "a page of a million tables": lambda: page("<table><tr><td>a</table>" * 1_000_000),
    "XML nested two million deep": lambda: xml("<a>" * 2_000_000),
    "XML that expands to 200 GB": lambda: xml(
        "&e11;", f'<!DOCTYPE a [<!ENTITY e0 "ha">{_ENTITIES}]>'
    ),
    "XML that reads a file": lambda: xml(
        "&e;", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ),
    "XML with an attribute of 20 MB": lambda: worksheet(cell=f' ss:Name="{"a" * 20_000_000}"'),
    "XML whose column is the billionth": lambda: worksheet(cell=' ss:Index="999999999"'),
    "XML whose column has a number of 9,000 digits": lambda: worksheet(
        cell=f' ss:Index="{"9" * 9_000}"'
    ),
    "XML whose cell covers a billion columns": lambda: worksheet(
        cell=' ss:MergeAcross="999999999"'
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_in_one_sentence(name: str) -> None:
    content = HOSTILE[name]()
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with limited(seconds=1), pytest.raises(UnreadableLedger) as refusal:
        read_sheets(content, "台账.xls")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - begun < 20
    assert grown < len(content) + 20_000_000


@pytest.mark.parametrize(
    "content",
    [
        page('<table><tr><td rowspan="999999999">姓名<td>村</table>'),
        page('<table><tr><td rowspan="65534">姓名</td><td>村</td></tr></table>'),
        worksheet(cell=' ss:MergeDown="999999999"'),
        worksheet(index=1_048_576),
    ],
)
def test_a_cell_that_claims_to_cover_millions_covers_what_is_there(content: bytes) -> None:
    (sheet,) = read_sheets(content, "台账.xls")
    assert len(sheet.rows) == 1
    assert sheet.rows[0][0] == "姓名"


def slow_page() -> bytes:
    return page("<table>" + "<tr><td>张伟<td>徐霞客村" * 200_000)


def test_a_file_that_takes_too_long_is_refused() -> None:
    with limited(seconds=1), pytest.raises(UnreadableLedger, match="太大或已损坏"):
        read_sheets(slow_page(), "台账.xls")


@pytest.mark.parametrize("content", [slow_page(), csv_text(["张伟"] * 100).encode() * 30_000])
def test_a_file_that_takes_too_much_memory_is_refused(content: bytes) -> None:
    with limited(bytes=64 * 1024 * 1024), pytest.raises(UnreadableLedger, match="太大或已损坏"):
        read_sheets(content, "台账.xls")


@pytest.mark.parametrize(
    "content",
    [
        xlsx(["姓名"], ["字" * 101]),
        csv_text(["姓名"], ["字" * 101]).encode(),
        page(f"<table><tr><td>姓名<tr><td>{'字' * 101}</table>"),
    ],
)
def test_a_cell_that_holds_a_book_is_refused_with_its_row(content: bytes) -> None:
    with limited(cell=100), pytest.raises(UnreadableLedger, match=r"第 2 行有一格超过 100 个字"):
        read_sheets(content, "台账")


def test_more_cells_or_sheets_than_one_ledger_may_have_are_refused() -> None:
    with limited(cells=5), pytest.raises(UnreadableLedger, match="超过了 5 个"):
        read_sheets(xlsx(["姓名"] * 3, ["张伟"] * 3), "台账.xlsx")
    two = page("<table><tr><td>甲</table>" * 2)
    with limited(sheets=1), pytest.raises(UnreadableLedger, match="上限是 1 张"):
        read_sheets(two, "台账.xls")

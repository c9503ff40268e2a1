import io
import zipfile

import pytest
from django.test import override_settings

from datasets.ledgers.files import read_sheets
from datasets.ledgers.sheets import UnreadableLedger
from tests.spreadsheets import csv_text, limited, ods, xls, xlsx

ROWS = [["姓名", "村"], ["张伟", "徐霞客村"]]


def test_content_decides_not_the_name() -> None:
    for content in (xlsx(*ROWS), xls(*ROWS)):
        (sheet,) = read_sheets(content, "台账.csv")
        assert sheet.rows == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_both_encodings(encoding: str, delimiter: str) -> None:
    content = csv_text(*ROWS, delimiter=delimiter).encode(encoding)
    (sheet,) = read_sheets(content, "台账.csv")
    assert sheet.rows == ROWS
    assert sheet.name == "台账"


def test_rows_bear_the_sheets_own_numbers() -> None:
    (sheet,) = read_sheets(xlsx([], [], ["姓名"], ["张伟"]), "a.xlsx")
    assert sheet.numbers == [3, 4]
    (sheet,) = read_sheets('姓名,备注\n张伟,"两\n行"\n李雷,\n'.encode(), "a.csv")
    assert sheet.numbers == [1, 2, 4]


def test_a_cell_merged_downwards_belongs_to_each_row() -> None:
    content = xlsx(["村", "姓名"], ["徐霞客村", "张伟"], ["", "李雷"], merged=["A2:A3"])
    (sheet,) = read_sheets(content, "a.xlsx")
    assert [row[0] for row in sheet.rows] == ["村", "徐霞客村", "徐霞客村"]


def test_a_cell_of_an_ods_that_covers_rows_belongs_to_each() -> None:
    content = ods(["村", "姓名"], ["徐霞客村", "张伟"], [None, "李雷"], spanning={"徐霞客村": 2})
    (sheet,) = read_sheets(content, "a.ods")
    assert sheet.rows == [["村", "姓名"], ["徐霞客村", "张伟"], ["徐霞客村", "李雷"]]


def test_columns_keep_their_place_beside_empty_ones() -> None:
    (sheet,) = read_sheets(xlsx(["", "", "姓名"], ["", "", "张伟"]), "a.xlsx")
    assert [row[2] for row in sheet.rows] == ["姓名", "张伟"]


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b"  \n", "空的"),
        (xlsx(*ROWS)[:400], "损坏"),
        (b"PK\x03\x04 and nothing else", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "损坏"),
        (_encrypted(), "密码"),
        (b"%PDF-1.7\n\x00\x01\x02", "不是 Excel"),
        (b"\xff\xfe\xfd\xfc\xff", "编码"),
        (xlsx(), "没有内容"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_sentence(content: bytes, word: str) -> None:
    with pytest.raises(UnreadableLedger, match=word) as refusal:
        read_sheets(content, "a.xlsx")
    assert "\n" not in str(refusal.value)


def test_too_large_a_file_is_refused_before_it_is_opened() -> None:
    with override_settings(LEDGER_MAX_BYTES=100), pytest.raises(UnreadableLedger, match="上限"):
        read_sheets(xlsx(*ROWS), "a.xlsx")


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(2_000_000))
    with (
        limited(unpacked=1_000_000),
        pytest.raises(UnreadableLedger, match="过大"),
    ):
        read_sheets(archive.getvalue(), "a.xlsx")


def test_too_many_rows_are_refused() -> None:
    with limited(rows=1):
        with pytest.raises(UnreadableLedger, match="上限"):
            read_sheets(xlsx(*ROWS), "a.xlsx")
        with pytest.raises(UnreadableLedger, match="上限"):
            read_sheets(csv_text(*ROWS).encode(), "a.csv")


@pytest.mark.parametrize("at", [1, 2])
def test_a_quotation_mark_that_nobody_closed_swallows_no_row(at: int) -> None:
    lines = ["姓名,村", "张伟,徐霞客村", "李雷,湖塘村"]
    lines[at] = f'"{lines[at]}'
    with pytest.raises(UnreadableLedger, match=f"第 {at + 1} 行有一个引号没有成对"):
        read_sheets("\n".join(lines).encode(), "台账.csv")


def test_a_quotation_mark_inside_a_cell_is_a_sign() -> None:
    (sheet,) = read_sheets('姓名,备注\n张伟,身高5"\n李雷,"他说""好"""'.encode(), "台账.csv")
    assert sheet.rows[1:] == [["张伟", '身高5"'], ["李雷", '他说"好"']]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n1 0 obj", b"{\\rtf1\\ansi x,y}"])
def test_a_document_is_no_table(content: bytes) -> None:
    with pytest.raises(UnreadableLedger, match="不是 Excel 或 CSV"):
        read_sheets(content, "台账.xls")

"""Files that call themselves .xls and are markup, as portals and old Excel make them."""

import base64
import quopri

import pytest

from datasets.ledgers.files import read_sheets
from datasets.ledgers.sheets import UnreadableLedger

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><table>
<tr><td colspan="3">徐霞客镇花名册</td></tr>
<tr><th>村</th><th>姓名</th><th>备注</th></tr>
<tr><td rowspan="2">徐霞客村</td><td>张&nbsp;伟</td><td>两<br>行</td></tr>
<tr><td>李雷</td><td></td></tr>
</table></body></html>"""

SPREADSHEET = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="花名册"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">村</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">姓名</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">徐霞客村</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">张伟</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030"), ("utf-8", "utf-16")],
)
def test_a_web_page_saved_as_xls_is_read(charset: str, encoding: str) -> None:
    (sheet,) = read_sheets(PAGE.format(charset=charset).encode(encoding), "花名册.xls")
    assert sheet.rows == [
        ["徐霞客镇花名册", "", ""],
        ["村", "姓名", "备注"],
        ["徐霞客村", "张 伟", "两\n行"],
        ["徐霞客村", "李雷", ""],
    ]


def test_excel_2003_xml_is_read_with_its_own_row_numbers() -> None:
    (sheet,) = read_sheets(SPREADSHEET.encode(), "花名册.xls")
    assert sheet.name == "花名册"
    assert sheet.numbers == [3, 4, 5]
    assert sheet.rows == [["村", "", "姓名"], ["徐霞客村", "", "张伟"], ["徐霞客村", "", 5.0]]


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>&c;</Worksheet></Workbook>"""


@pytest.mark.parametrize(
    "text",
    [
        SPREADSHEET[:300],
        BOMB,
        SPREADSHEET.replace('ss:Index="3"', 'ss:Index="three"'),
        SPREADSHEET.replace('ss:Index="3"><Data', 'ss:Index="99999999"><Data'),
        "<html><body>请先登录</body></html>",
        "<?xml version='1.0'?><note>你好</note>",
    ],
)
def test_broken_or_foreign_markup_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UnreadableLedger) as refusal:
        read_sheets(text.encode(), "花名册.xls")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_excels_unicode_text_is_read(encoding: str) -> None:
    text = "姓名\t备注\tid\tphone\tnote\n张伟\tabc\t1\t2\t3\n"
    (sheet,) = read_sheets(text.encode(encoding), "a.txt")
    assert sheet.rows[1] == ["张伟", "abc", "1", "2", "3"]


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_a_page_saved_with_its_parts_in_one_file_is_read(encoding: str) -> None:
    page = PAGE.format(charset="gb2312").encode("gb18030")
    body = {"8bit": bytes, "quoted-printable": quopri.encodestring, "base64": base64.encodebytes}
    head = f"Content-Transfer-Encoding: {encoding}\nContent-Type: text/html; charset=gb2312\n\n"
    content = b"".join(
        [
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="part"\n\n--part\n',
            b"Content-Type: text/html\n\n<html><body>no table</body></html>\n--part\n",
            head.encode() + body[encoding](page) + b"\n--part--\n",
        ]
    )
    (sheet,) = read_sheets(content, "花名册.xls")
    assert sheet.rows[2] == ["徐霞客村", "张 伟", "两\n行"]

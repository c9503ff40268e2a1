"""What may be handed in, and the one sentence about what may not."""

import io
import zipfile
from typing import Any

import pytest

from content.intake.opening import UnreadableDocument, lines_of
from content.intake.reading import read_document
from tests.content.intake.documents import of_paragraphs
from tests.content.intake.pdfs import pdf_of
from tests.content.intake.reading import SAMPLES

LETTER = (SAMPLES / "letter.txt").read_text()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_whatever_encoding(encoding: str) -> None:
    document = read_document(LETTER.encode(encoding))
    assert document.head.title == "关于商请协助开展困境儿童信息比对的函"


def test_a_page_in_gb2312_is_read() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{LETTER}</body></html>'
    assert any("信息比对" in line.text for line in lines_of(page.encode("gb18030")))


def test_a_pdf_is_read_like_the_text_it_shows() -> None:
    lines = [line for line in (SAMPLES / "scan.txt").read_text().split("\n") if line.strip()]
    pages = [lines[first : first + 22] for first in range(0, len(lines), 22)]
    as_pdf, as_text = read_document(pdf_of(pages)), read_document("\n".join(lines).encode())
    assert as_pdf.head.title == as_text.head.title
    assert as_pdf.duties == as_text.duties
    assert as_pdf.members == as_text.members
    assert [one.heading for one in as_pdf.walk()] == [one.heading for one in as_text.walk()]


def _zip(name: str, size: int = 10) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"x" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b" \n \n", "空的"),
        (b"abc\n123", "没有读到汉字"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "另存为 docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        (b"{\\rtf1 x}", "另存为 docx"),
        (b"%PDF-1.4 broken", "打不开"),
        (pdf_of([[], []]), "扫描"),
        (b"PK\x03\x04 broken", "打不开"),
        (_zip("word/document.xml"), "打不开"),
        (_zip("xl/workbook.xml"), "不是公文"),
        (_zip("OFD.xml"), "OFD"),
        (_zip("word/document.xml", 400_000_000), "过大"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xfe\xfa\x00\x01\x00" * 40, "文件"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence):
        lines_of(content)


def test_a_file_too_large_is_not_opened(settings: Any) -> None:
    settings.INTAKE_MAX_BYTES = 10
    with pytest.raises(UnreadableDocument, match="上限"):
        lines_of("关于加强工作的通知".encode())


def test_a_page_nested_a_thousand_deep_does_no_harm() -> None:
    page = "<html><body>" + "<div>" * 3000 + LETTER + "</div>" * 3000
    assert any("信息比对" in line.text for line in lines_of(page.encode()))


def test_what_an_editor_struck_out_is_not_read() -> None:
    assert [line.text for line in lines_of(of_paragraphs("关于加强工作的通知", "各单位："))] == [
        "关于加强工作的通知",
        "各单位：",
    ]

"""Documents of invented cities as Word writes them: numbers that stand nowhere in the text, tables, merged cells."""

import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

_NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="90">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


def as_bytes(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def numbered_plan() -> bytes:
    """A plan whose 一、（一） are drawn by Word, with a table of duties, one of tasks and one of members."""
    document = _new()
    _centred(document, "南屏市民政局文件")
    _centred(document, "南民发〔2023〕17号")
    _centred(document, "南屏市民政局关于印发《南屏市困境儿童关爱服务提升行动实施方案》的通知")
    document.add_paragraph("各县（市、区）民政局，市直有关单位：")
    document.add_paragraph("现将《南屏市困境儿童关爱服务提升行动实施方案》印发给你们，请遵照执行。")
    _right(document, ["南屏市民政局", "2023年5月9日"])
    _centred(document, "南屏市困境儿童关爱服务提升行动实施方案")
    document.add_paragraph(
        "为提升困境儿童关爱服务水平，根据《未成年人学校保护规定》（教育部令第50号）等规定，制定本方案。"
    )
    _numbered(document, "工作目标", 0)
    document.add_paragraph("到2025年底，困境儿童走访率达到百分之百。")
    _numbered(document, "重点任务", 0)
    _numbered(document, "开展摸底排查。", 1)
    document.add_paragraph("村（社区）儿童主任每季度走访一次，填写走访记录。")
    _numbered(document, "落实基本保障。逐人核对补贴发放情况，做到应保尽保。", 1)
    _numbered(document, "责任分工", 0)
    _table(
        document,
        ["序号", "责任单位", "工作职责"],
        ["1", "市民政局", "统筹协调全市工作；建立困境儿童信息库。"],
        ["2", "市教育局\n市残联", "做好残疾儿童入学安置。"],
    )
    _numbered(document, "组织保障", 0)
    _table(
        document,
        ["组内职务", "姓名", "单位及职务"],
        ["组长", "秦 岚", "市民政局局长"],
        ["成员", "罗启明", "市教育局副局长"],
        ["成员", "邱 月", "市残联副理事长"],
    )
    return as_bytes(document)


def table_of_tasks() -> bytes:
    """A table whose agency covers several rows, as attachments have it."""
    document = _new()
    _centred(document, "西岭县未成年人保护重点任务分工")
    document.add_paragraph("附件")
    table = document.add_table(rows=4, cols=4)
    rows = [
        ["序号", "任务", "牵头单位", "配合单位"],
        ["1", "建立强制报告制度", "县公安局", "县教育局、县卫健局"],
        ["2", "开展校园法治宣传", "县教育局", "县司法局"],
        ["3", "排查校园周边隐患", "", "县市场监管局"],
    ]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(2, 2).merge(table.cell(3, 2))
    return as_bytes(document)


def of_paragraphs(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return as_bytes(document)


def _new() -> Any:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    return document


def _numbered(document: Any, text: str, level: int) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        )
    )


def _centred(document: Any, text: str) -> None:
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _right(document: Any, lines: Iterable[str]) -> None:
    for line in lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(document: Any, *rows: list[str]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text

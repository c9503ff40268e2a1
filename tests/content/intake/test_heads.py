"""What stands before and after the text, in the styles of ministries, parties, committees, congresses and pages."""

from typing import Any

import docx
import pytest

from content.intake.document import Document
from content.intake.reading import read_document
from content.intake.report import as_json
from tests.content.intake.documents import as_bytes

_TEXT = "一、加强领导\n市民政局要做好统筹。\n"


def document(text: str) -> Document:
    return read_document(text.encode())


def read(text: str) -> dict[str, Any]:
    return as_json(document(text))


def test_a_title_broken_within_the_plan_that_it_issues_is_read_to_its_end() -> None:
    said = read(
        "滨江市民政局等4部门关于印发\n《滨江市关爱行动方案\n（2022—2024年）》的通知\n滨民发〔2022〕45号\n"
        "各县（市、区）民政局：\n现印发给你们。\n滨江市民政局\n2022年7月8日\n" + _TEXT
    )
    assert said["title"] == "滨江市民政局等4部门关于印发《滨江市关爱行动方案（2022—2024年）》的通知"
    assert said["cites"] == []


def test_two_offices_before_the_word_issue_stay_apart() -> None:
    said = read(
        "中共海平市委办公室　海平市人民政府办公室\n印发《关于加强保护的若干措施》\n的通知\n海办发〔2020〕12号\n"
        "各县（市）、区党委和人民政府：\n现印发给你们。\n2020年12月30日\n"
    )
    assert said["title"] == (
        "中共海平市委办公室 海平市人民政府办公室印发《关于加强保护的若干措施》的通知"
    )


def test_the_signer_beside_the_number_is_kept_and_no_part_of_it() -> None:
    said = document(
        "海平市民政局文件\n海民发〔2021〕1号　　　签发人：李某某\n海平市民政局关于保护工作的意见\n各区民政局：\n"
        + _TEXT
    )
    assert said.head.number == "海民发〔2021〕1号"
    assert "签发人：李某某" in said.head.around


def test_the_office_that_prints_issues_only_where_nobody_signs() -> None:
    said = read(
        "关于孤儿保障的意见\n丰政发〔2011〕33号\n各乡镇人民政府：\n" + _TEXT + "丰宁市人民政府\n"
        "2011年3月28日\n丰宁市人民政府办公室　2011年3月30日印发\n"
    )
    assert said["issuer"] == "丰宁市人民政府"
    said = read(
        "关于印发联席会议制度的通知\n龙政办发〔2012〕66号\n各镇：\n现印发给你们。\n2012年7月9日\n"
        + _TEXT
        + "龙泉市人民政府办公室 2012年7月10日印\n"
    )
    assert said["issuer"] == "龙泉市人民政府办公室"


def test_an_announcement_of_several_ministries_has_its_number_and_issuers() -> None:
    said = read(
        "民政部\n公 安 部\n财 政 部\n公告\n第567号\n关于公布热线的公告\n根据《未成年人保护法》规定，现公告如下：\n"
        "一、热线自2022年6月1日起开通。\n特此公告。\n民政部　公安部　财政部\n2022年5月25日\n"
    )
    assert said["number"] == "民政部 公安部 财政部公告第567号"
    assert said["issuer"] == "民政部、公安部、财政部"
    assert said["title"] == "关于公布热线的公告"
    assert said["cites"] == ["《未成年人保护法》"]


def test_who_passed_an_act_issued_it_and_its_contents_are_no_sections() -> None:
    said = document(
        "东湖省未成年人保护条例\n（2010年7月30日东湖省第十一届人民代表大会常务委员会第十六次会议通过　"
        "2022年9月29日东湖省第十三届人民代表大会常务委员会第三十八次会议修订）\n目录\n第一章　总则\n第二章　附则\n"
        "第一章　总则\n第一条　为了保护未成年人，制定本条例。\n第二章　附则\n第二条　本条例自公布之日起施行。\n"
    )
    assert as_json(said)["issuer"] == "东湖省人民代表大会常务委员会"
    assert as_json(said)["issued"] == "2022-09-29"
    assert [one.mark for one in said.sections if one.mark] == ["第一章", "第二章"]
    assert "目录" in said.head.around


def test_minutes_name_office_and_day_on_one_line() -> None:
    said = read(
        "西川市人民政府\n专题会议纪要\n西川市人民政府办公室　　　2021年9月3日\n"
        "2021年9月1日，副市长主持召开会议。\n" + _TEXT
    )
    assert (said["issuer"], said["issued"]) == ("西川市人民政府办公室", "2021-09-03")
    assert said["title"].endswith("会议纪要")


@pytest.mark.parametrize(
    ("lines", "title", "number", "issuer"),
    [
        ("西川市民政局会议纪要\n〔2021〕第15期", "西川市民政局会议纪要", "〔2021〕第15期", "西川市民政局"),
        ("会 议 纪 要\n（2021）15 号\n西川市民政局编印 2021年9月3日", "会议纪要", "〔2021〕15号", "西川市民政局"),
        ("专题会议纪要（〔2021〕第15期）", "专题会议纪要", "〔2021〕第15期", ""),
        ("西府阅〔2021〕第15期\n专题会议纪要", "专题会议纪要", "西府阅〔2021〕第15期", ""),
        ("联席会议纪要\n第十五期（总第120期）", "联席会议纪要", "第十五期", ""),
        ("常务会议纪要\n2021年第3期\n关于研究保障工作的会议纪要", "关于研究保障工作的会议纪要", "2021年第3期", ""),
    ],
)  # fmt: skip
def test_minutes_are_counted_without_an_office(
    lines: str, title: str, number: str, issuer: str
) -> None:
    said = read(f"{lines}\n2021年9月1日，副市长主持召开会议。\n" + _TEXT)
    assert (said["title"], said["number"], said["issuer"]) == (title, number, issuer)


def test_the_last_attachment_of_a_list_does_not_swallow_the_signature() -> None:
    said = document(
        "关于走访慰问的通知\n各乡镇民政办：\n"
        + _TEXT
        + "附件：1. 走访统计表\n　　　2. 困境儿童名册\n"
        "清源县民政局\n2022年12月16日\n附件2\n困境儿童名册\n序号　姓名　性别\n"
    )
    assert said.head.attachments == ["走访统计表", "困境儿童名册"]
    assert said.head.issuers == ["清源县民政局"]
    assert said.sections[-1].heading == "困境儿童名册"


def test_files_that_are_listed_after_the_signature_are_no_attachments_with_text() -> None:
    said = document(
        "关于印发《工作方案》的通知\n各区民政局：\n现印发给你们。\n云河市民政局\n2021年9月10日\n工作方案\n"
        + _TEXT
        + "附件：1.督导员职责.docx\n　　　2.儿童主任职责.docx\n附件1\n督导员职责\n一、负责培训。\n"
    )
    assert said.head.attachments == ["督导员职责", "儿童主任职责"]
    assert [one.mark for one in said.sections if one.mark.startswith("附件")] == ["附件1"]


def test_what_a_page_says_about_a_document_is_not_lost() -> None:
    said = document(
        "索引号：0001/2010\n主题分类：民政\n关于孤儿保障的意见\n各乡镇人民政府：\n" + _TEXT
    )
    assert "索引号：0001/2010" in said.head.around


def test_signatures_side_by_side_and_a_title_that_only_forwards() -> None:
    said = read(
        "转发民政部等部门关于做好儿童工作文件的通知\n石民字[2019]21号\n各县(市)区民政局：\n"
        "现将《关于做好保障的通知》（民发〔2019〕20号）转发给你们。\n"
        + _TEXT
        + "附件：民政部关于做好保障的通知\n石城市民政局  石城市财政局\n2019年6月3日\n"
    )
    assert said["issuer"] == "石城市民政局、石城市财政局"
    assert said["cites"] == ["《关于做好保障的通知》（民发〔2019〕20号）"]


def test_spans_of_a_page_stand_side_by_side() -> None:
    said = read(
        "<html><body><h1>玉山县民政局关于印发《成员单位职责》的通知</h1><div><span>信息来源：县政府办</span>"
        "<span>发布日期：2022年6月1日</span><span>访问次数：</span></div><p>各乡镇：</p><p>现印发给你们。</p>"
        "<p>一、县民政局：承担日常工作。</p><p>附件下载：1.pdf</p>"
        "<div>主办单位：玉山县人民政府　承办单位：政务服务局　赣公网安备 361123号</div></body></html>"
    )
    assert (said["issuer"], said["issued"]) == ("玉山县民政局", "2022-06-01")
    assert [one["agency"] for one in said["duties"]] == ["县民政局"]
    assert "公网安备" not in str(said["sections"])


def test_a_red_head_in_a_table() -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    for cell, name in zip(table.columns[0].cells, ["临江省民政厅", "临江省教育厅"], strict=True):
        cell.text = name
    table.cell(0, 1).merge(table.cell(1, 1)).text = "文件"
    for text in (
        "临民函〔2022〕77号",
        "关于开展助学的通知",
        "各市民政局：",
        "现通知如下。",
        "一、对象",
        "孤儿。",
    ):
        made.add_paragraph(text)
    said = as_json(read_document(as_bytes(made)))
    assert said["issuer"] == "临江省民政厅、临江省教育厅"
    assert (said["number"], said["title"]) == ("临民函〔2022〕77号", "关于开展助学的通知")

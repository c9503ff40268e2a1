"""Headings, lists and broken lines in the styles of life."""

import pytest

from content.intake.document import Document
from content.intake.reading import read_document
from tests.content.intake.documents import of_paragraphs
from tests.content.intake.reading import headings, owed

_HEAD = "江陵市民政局关于保护工作的意见\n江民发〔2020〕1号\n各区民政局：\n现提出以下意见。\n"


def document(text: str) -> Document:
    return read_document((_HEAD + text).encode())


def test_a_heading_with_commas_and_no_stop_is_not_joined_to_the_text_below() -> None:
    said = document("一、拓展渠道，妥善安置，落实保障\n孤儿是指失去父母的未成年人。\n")
    assert headings(said) == ["一、拓展渠道，妥善安置，落实保障"]


@pytest.mark.parametrize("label", ["（三）", "3."])
def test_numbers_may_run_on_over_the_headings_above_them(label: str) -> None:
    first, second = ("（一）", "（二）") if label == "（三）" else ("1.", "2.")
    said = document(
        f"一、保障\n{first}标准。合理确定。\n{second}范围。应保尽保。\n二、服务\n{label}走访。每季度一次。\n"
    )
    assert not any("序号" in str(issue) for issue in said.issues)


def test_who_bears_the_last_task_is_not_joined_to_the_signature() -> None:
    said = document(
        "一、保障\n加大投入力度。（财政部、民政部等部门，地方各级人民政府按职责分工负责）\n"
        "江陵市民政局\n2021年6月6日\n"
    )
    assert [(one.agency, one.text) for one in said.duties] == [
        ("财政部", "加大投入力度"),
        ("民政部", "加大投入力度"),
        ("地方各级人民政府", "加大投入力度"),
    ]


def test_a_short_sentence_that_orders_something_is_text_not_heading() -> None:
    said = document("一、任务\n（一）残联要优先安排项目：\n1.手术；\n2.辅具。\n特此通知。\n")
    assert headings(said) == ["一、任务", "（一）", "1.", "2."]
    assert owed(said, "残联") == ["优先安排项目"]


def test_the_last_of_a_list_is_no_heading() -> None:
    said = document("一、任务\n（一）负责临时监护；\n（二）指导县（区）工作。\n此复。\n")
    assert headings(said)[1:] == ["（一）", "（二）"]


def test_a_number_broken_within_its_brackets_is_mended() -> None:
    said = read_document(
        "丰宁市民政局关于孤儿保障的意见\n各乡镇：\n"
        "    根据《国务院办公厅关于加强孤儿保障工作的意见》（国办发〔20\n10〕54号）精神，提出如下意见：\n"
        "    一、标准\n    按月发放。\n".encode()
    )
    assert [str(one) for one in said.citations] == [
        "《国务院办公厅关于加强孤儿保障工作的意见》（国办发〔2010〕54号）"
    ]


def test_headings_without_indents_stand_alone_though_the_signature_is_indented() -> None:
    said = read_document(
        (
            "宁河区民政局关于印发责任清单的通知\n宁民〔2024〕9号\n各镇街：\n现印发给你们。\n"
            "                宁河区民政局\n                2024年4月2日\n宁河区儿童福利服务责任清单\n"
            "一、区教育局\n负责困境儿童就学。指导学校开展辅导。\n二、各镇人民政府\n建立台账；定期走访；\n"
        ).encode()
    )
    assert headings(said) == ["一、区教育局", "二、各镇人民政府"]
    assert owed(said, "各镇人民政府") == ["建立台账", "定期走访"]


def test_labels_of_one_sign_and_the_last_heading_of_a_row() -> None:
    said = document(
        "一、步骤\n1、部署阶段（3月）。制定方案。\n⑴摸排。逐户走访。\n⑵帮扶。落实政策。\n2、总结阶段（12月）。\n"
        "二、要求\n㈠提高认识。统一思想。\n㈡加强宣传，营造氛围。\n"
    )
    assert headings(said) == [
        "一、步骤",
        "1、部署阶段（3月）",
        "⑴摸排",
        "⑵帮扶",
        "2、总结阶段（12月）",
        "二、要求",
        "㈠提高认识",
        "㈡加强宣传，营造氛围",
    ]
    assert said.issues == [one for one in said.issues if "序号" not in str(one)]


def test_labels_within_one_paragraph_begin_sections_of_their_own() -> None:
    said = document(
        "一、县网信办\n1.净化网络环境。2.查处违法信息。\n二、县法院　审理案件；建设少年法庭。\n"
    )
    assert headings(said) == ["一、县网信办", "1.", "2.", "二、县法院"]
    assert owed(said, "县网信办") == ["净化网络环境", "查处违法信息"]
    assert owed(said, "县法院") == ["审理案件", "建设少年法庭"]


def test_what_is_missing_of_a_row_that_runs_on_is_counted_from_the_heading_above() -> None:
    said = document(
        "一、保障\n1.标准。合理确定。\n2.范围。应保尽保。\n二、服务\n5.走访。每季度一次。\n"
    )
    assert [one for one in map(str, said.issues) if "3-4" in one]


def test_points_of_a_paragraph_and_those_who_sign_keep_their_lines() -> None:
    said = document(
        "一、原则\n——坚持党委领导，政府主导\n——坚持家庭尽责\n江陵市民政局\n江陵市社会治安综合治理委员会办公室\n"
        "共青团江陵市委\n2013年5月20日\n"
    )
    (section,) = [one for one in said.sections if one.label]
    assert section.text == "——坚持党委领导，政府主导\n——坚持家庭尽责"
    assert said.head.around[:3] == [
        "江陵市民政局",
        "江陵市社会治安综合治理委员会办公室",
        "共青团江陵市委",
    ]


def test_an_agency_alone_on_a_line_stands_beside_those_with_a_label() -> None:
    said = document(
        "一、分工\n（一）民政部门：1．建立台账；2．定期走访。\n教育部门\n负责入学。\n落实资助。\n（二）公安部门\n1．打击犯罪。\n"
    )
    assert [
        (one.mark, one.heading, one.clause) for one in said.walk() if one.level == 2 and one.heading
    ] == [
        ("（一）", "民政部门", "一（一）"),
        ("", "教育部门", "一·教育部门"),
        ("（二）", "公安部门", "一（二）"),
    ]
    assert owed(said, "教育部门") == ["负责入学", "落实资助"]
    assert owed(said, "民政部门") == ["建立台账", "定期走访"]
    assert not any("序号" in str(issue) for issue in said.issues)


def test_agencies_alone_on_lines_below_a_heading_that_assigns() -> None:
    said = document("一、职责分工\n市民政局\n（一）统筹协调。\n市教育局\n负责入学。\n二、要求\n")
    assert {(one.agency, one.clause) for one in said.duties} == {
        ("市民政局", "一·市民政局（一）"),
        ("市教育局", "一·市教育局"),
    }


def test_units_one_to_a_line_head_nothing() -> None:
    said = document("一、成员单位\n市民政局\n市教育局\n联席会议每年召开一次。\n二、要求\n")
    assert [one.heading for one in said.walk() if one.is_agency] == []


def test_items_without_labels_stay_apart_and_a_broken_line_is_joined() -> None:
    said = read_document(
        of_paragraphs(
            "江陵市民政局关于保护工作的意见", "各区民政局：", "现提出以下意见。", "一、对象",
            "孤儿，", "事实无人抚养儿童、", "残疾儿童。", "二、要求",
            "各部门要密切配合，健全工作机制，", "形成合力。",
        )
    )  # fmt: skip
    texts = [section.text for section in said.sections if section.label]
    assert texts == [
        "孤儿，\n事实无人抚养儿童、\n残疾儿童。",
        "各部门要密切配合，健全工作机制，形成合力。",
    ]


def test_paragraphs_of_a_page_stay_apart_though_no_stop_ends_them() -> None:
    said = read_document(
        "<html><body><p>东川省民政厅关于健全保障制度的通知</p><p>各市民政局：</p><p>现通知如下：</p><p>一、标准</p>"
        "<p>集中供养每人每月不低于1000元，散居每人每月不低于600元</p><p>资金由省、市、县分担，省财政厅下达</p>"
        "<p>（一）民政厅负责审核。财政厅负责拨付。</p><p>二、本通知自下发之日起执行。</p>"
        "<p>（信息公开形式：主动公开）</p></body></html>".encode()
    )
    assert headings(said) == ["一、标准", "（一）", "二、"]
    assert len(next(one for one in said.sections if one.label).paragraphs) == 2

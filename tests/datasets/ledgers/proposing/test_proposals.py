"""What is proposed for spreadsheets as townships keep them, column by column, and that the evidence is exact."""

import os
from typing import Any

import pytest

from datasets.access import Actor
from datasets.ledgers.files import read_sheets
from datasets.ledgers.proposing.proposal import Proposal, propose
from tests.datasets.ledgers.proposing import sheets
from tests.spreadsheets import csv_text, ods, xls

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(clerk: Any) -> Actor:
    return Actor.of(clerk)


def proposed(
    rows: list[list[Any]], by: Actor, *, name: str = "表.xlsx", **options: Any
) -> Proposal:
    return propose(read_sheets(sheets.file_of(rows, **options), name), name, by=by)


def told(proposal: Proposal) -> dict[str, tuple[str, str, str]]:
    """Label → type, group, marks: r required, k key, u unique, l in the list."""
    return {
        one.label: (
            one.kind,
            one.group.value,
            "".join(
                mark
                for mark, is_so in zip(
                    "rkul", (one.is_required, one.is_key, one.is_unique, one.in_list), strict=True
                )
                if is_so
            ),
        )
        for one in proposal.columns
        if one.is_kept
    }


def evidence(proposal: Proposal, label: str) -> tuple[int, int, int, int]:
    found = next(one.evidence for one in proposal.columns if one.label == label)
    return found.fits, found.blanks, found.misfits, found.refused


def options(proposal: Proposal, label: str) -> Any:
    return next(one.options for one in proposal.columns if one.label == label)


def test_volunteers(by: Actor) -> None:
    proposal = proposed(sheets.volunteers(), by)
    assert (proposal.label, proposal.title, proposal.has_region) == ("爱心志愿者", "name", True)
    assert told(proposal) == {
        "村（社区）": ("place", "basic", ""),
        "姓名": ("person_name", "basic", "rl"),
        "性别": ("choice", "basic", "rl"),
        "身份证号码": ("id_number", "identity", "rku"),
        "联系电话": ("phone", "contact", "r"),
        "志愿者类别": ("choice", "basic", "rl"),
        "特长": ("choices", "basic", "rl"),
        "加入日期": ("date", "basic", "l"),
        "服务时长": ("decimal", "basic", "rl"),
        "是否党员": ("yes_no", "basic", "r"),
    }
    assert [(one.label, one.why_left) for one in proposal.columns if not one.is_kept] == [
        ("序号", "只是行号"),
        ("备注", "整列都是空的"),
    ]
    assert evidence(proposal, "加入日期") == (87, 0, 3, 3)
    joined = next(one.evidence for one in proposal.columns if one.label == "加入日期")
    assert joined.shown_misfits == (
        (("Sheet1", 21), "长期"),
        (("Sheet1", 51), "长期"),
        (("Sheet1", 81), "长期"),
    )
    assert joined.examples == ("2024.3.5", "2024年3月6日", "2024-03-07")
    assert evidence(proposal, "村（社区）") == (90, 0, 0, 0)
    assert options(proposal, "服务时长") == {"unit": "小时", "places": 1}
    words = [label for _code, label in options(proposal, "特长")["choices"]]
    assert set(words) == {"音乐", "数学", "书法", "心理疏导"}


def test_houses_under_two_levels_of_headings(by: Actor) -> None:
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "H2:H3", "I2:I3")
    proposal = proposed(sheets.houses(), by, merged=merged)
    assert (proposal.label, proposal.title) == ("儿童之家", "house_name")
    assert told(proposal) == {
        "村（社区）": ("place", "basic", ""),
        "儿童之家名称": ("text", "basic", "rkl"),
        "建成日期": ("date", "basic", "rl"),
        "面积": ("integer", "basic", "rl"),
        "负责人姓名": ("person_name", "basic", "rl"),
        "负责人联系电话": ("phone", "contact", "r"),
        "每周开放天数": ("integer", "basic", "rl"),
        "详细地址": ("address", "contact", "r"),
    }
    assert options(proposal, "面积") == {"unit": "平方米"}


def test_trainings(by: Actor) -> None:
    proposal = proposed(sheets.trainings(), by)
    assert (proposal.label, proposal.has_region) == ("儿童主任培训记录", False)
    assert told(proposal) == {
        "培训主题": ("text", "basic", "rkl"),
        "培训时间": ("datetime", "basic", "rl"),
        "培训地点": ("choice", "basic", "rl"),
        "主讲人": ("person_name", "basic", "rl"),
        "参训人数": ("integer", "basic", "rl"),
        "培训方式": ("choice", "basic", "rl"),
        "培训内容": ("long_text", "basic", "r"),
    }
    assert options(proposal, "参训人数") == {"unit": "人"}


def test_goods(by: Actor) -> None:
    proposal = proposed(sheets.goods(), by)
    assert (proposal.label, proposal.title) == ("捐赠物资", "goods_name")
    assert told(proposal) == {
        "物资编号": ("text", "basic", "rl"),  # 001 is no number
        "物资名称": ("text", "basic", "rkl"),
        "数量": ("integer", "basic", "rl"),
        "单价": ("money", "basic", "rl"),
        "捐赠日期": ("date", "basic", "rl"),
        "捐赠单位": ("choice", "basic", "rl"),
        "签收": ("yes_no", "basic", ""),
    }
    assert evidence(proposal, "签收") == (13, 7, 0, 0)


def test_numbers_that_excel_spoiled_are_told_as_such(by: Actor) -> None:
    rows = [["姓名", "身份证号", "电话"]]
    rows += [
        [sheets.name(n), 1.10101e17 if n < 2 else "", float(sheets.phone(n))] for n in range(6)
    ]
    proposal = proposed(rows, by)
    assert told(proposal)["身份证号"] == ("id_number", "identity", "")
    assert evidence(proposal, "身份证号") == (0, 4, 2, 2)
    assert evidence(proposal, "电话") == (6, 0, 0, 0)


@pytest.mark.parametrize(
    ("heading", "cells", "group"),
    [
        ("残疾类别", ["肢体二级", "无"], "health"),
        ("备注", ["父亲在服刑", ""], "judicial"),
        ("帮扶情况", ["母亲失踪多年，由祖父照顾", ""], "misfortune"),
        ("微信", ["abc", "d"], "contact"),
        ("爱好", ["唱歌", "跳舞"], "basic"),
    ],
)
def test_who_sees_a_column_is_decided_by_what_it_speaks_of(
    by: Actor, heading: str, cells: list[str], group: str
) -> None:
    rows = [["姓名", heading, "入会日期"]]
    rows += [[sheets.name(n), cells[n % 2], "2024-01-02"] for n in range(8)]
    assert told(proposed(rows, by))[heading][1] == group


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("金额（万元）", ["1.5", "2"], "decimal"),
        ("标准（元/月）", [300, 450.5], "money"),
        ("年龄", [35, 60], "integer"),
        ("出生年月", ["2015.03", 2016.1], "text"),
        ("入学年月", ["2021年9月", "2022-09"], "text"),
        ("编号", ["ZY-001", "ZY-002"], "text"),
        ("邮编", ["214400", "214401"], "text"),
        ("比例", ["50%", "60%"], "text"),
        ("第几组", ["3组", "5号"], "text"),
        ("出生日期", [20150601, 20160701], "date"),
        ("数", [45000, 45001], "integer"),
        ("活动时间", ["2024-03-05 9:30", "2024-04-05 14:00"], "datetime"),
        ("负责人", ["江阴市某某公司", "江阴市某某学校"], "text"),
    ],
)
def test_types_that_are_easily_taken_for_others(
    by: Actor, heading: str, cells: list[Any], kind: str
) -> None:
    rows = [["名称", heading, "说明"]]
    rows += [[f"甲{n}", cells[n % 2], f"乙{n}"] for n in range(4)]
    found = next(one for one in proposed(rows, by).columns if one.raw.heading == heading)
    assert found.kind == kind


def test_two_columns_of_one_heading_and_one_without_any(by: Actor) -> None:
    rows = [["姓名", "电话", "电话", ""]]
    rows += [[sheets.name(n), sheets.phone(n), sheets.phone(n + 50), "甲"] for n in range(5)]
    proposal = proposed(rows, by)
    assert [(one.label, one.code) for one in proposal.columns] == [
        ("姓名", "name"),
        ("电话", "phone"),
        ("电话2", "phone_2"),
    ]
    assert proposal.found.unheaded == ["D"]


def test_names_that_come_twice_are_told_apart_by_what_stands_beside_them(by: Actor) -> None:
    rows = [["姓名", "手机", "单位"]]
    rows += [["王爱心", sheets.phone(n), "甲公司"] for n in range(3)]
    proposal = proposed(rows, by)
    assert [one.label for one in proposal.columns if one.is_key] == ["姓名", "手机"]
    assert proposal.key.repeated == 0


def csv_file(*rows: Any) -> bytes:
    return csv_text(*rows).encode("gb18030")


@pytest.mark.parametrize("make", [xls, ods, csv_file])
def test_every_kind_of_file_is_read_alike(make: Any, by: Actor) -> None:
    rows = [["姓名", "电话", "加入日期"]]
    rows += [[sheets.name(n), sheets.phone(n), f"2024-03-0{n + 1}"] for n in range(6)]
    proposal = propose(read_sheets(make(*rows), "志愿者名册.xls"), "志愿者名册.xls", by=by)
    assert [(one.kind, one.evidence.fits) for one in proposal.columns] == [
        ("person_name", 6),
        ("phone", 6),
        ("date", 6),
    ]
    assert proposal.label == "志愿者"


@pytest.mark.parametrize(
    ("title", "file_name", "label"),
    [
        ("徐霞客镇2024年爱心妈妈花名册", "1.xlsx", "爱心妈妈"),
        ("江阴市徐霞客镇湖塘村儿童之家活动登记表（2024年1月）", "1.xlsx", "儿童之家活动"),
        ("附件1：困境儿童结对帮扶情况汇总表", "1.xlsx", "困境儿童结对帮扶"),
        ("", "2024年志愿者台账(最终版).xlsx", "志愿者"),
        ("", "1.xlsx", "新数据集"),
    ],
)
def test_what_the_collection_is_called(by: Actor, title: str, file_name: str, label: str) -> None:
    rows = [[title]] if title else []
    rows += [
        ["姓名", "电话", "加入日期"],
        *([sheets.name(n), sheets.phone(n), "2024-3-1"] for n in range(3)),
    ]
    assert proposed(rows, by, name=file_name).label == label


def test_villages_in_lines_among_the_rows_and_repeats_are_read_as_they_will_be(by: Actor) -> None:
    rows: list[list[Any]] = [["志愿者名册"], ["姓名", "类别", "加入日期"]]
    for village in ("徐霞客村", "湖塘村"):
        rows.append([village])
        rows += [[sheets.name(n), "爱心妈妈" if not n else "同上", "2024-03-05"] for n in range(5)]
    proposal = proposed(rows, by)
    assert proposal.found.row_count == 10
    assert proposal.has_region
    assert evidence(proposal, "类别") == (10, 0, 0, 0)
    assert [label for _code, label in options(proposal, "类别")["choices"]] == ["爱心妈妈"]


@pytest.mark.slow
def test_ten_thousand_rows_are_proposed_in_seconds(by: Actor) -> None:
    content = sheets.file_of(sheets.volunteers(10_000))
    begun = os.times()
    propose(read_sheets(content, "大.xlsx"), "大.xlsx", by=by)
    # Of this process and of the one that opened the file, whatever else the machine was at.
    assert sum(os.times()[:4]) - sum(begun[:4]) < 3

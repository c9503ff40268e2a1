"""Who owes what, in the forms that officials write it in."""

import pytest

from content.intake.agencies import agencies_listed
from content.intake.document import Document
from content.intake.duties.roles import roles_in
from content.intake.duties.subjects import said_in
from content.intake.duties.tables import duties_in_table
from content.intake.reading import read_document
from tests.content.intake.reading import owed

_HEAD = "江陵市民政局关于保护工作的意见\n江民发〔2020〕1号\n各区民政局：\n现提出以下意见。\n"


def document(text: str) -> Document:
    return read_document((_HEAD + text).encode())


@pytest.mark.parametrize(
    ("sentence", "agencies", "duty"),
    [
        ("残联组织要加强残疾儿童康复。", ["残联组织"], "加强残疾儿童康复"),
        ("各级工会、妇联等群团组织要发挥优势。", ["各级工会", "妇联"], "发挥优势"),
        ("市委宣传部（市文明办）指导媒体宣传。", ["市委宣传部（市文明办）"], "指导媒体宣传"),
        ("协调机制的具体工作由民政部门承担。", ["民政部门"], "协调机制的具体工作"),
        ("违反规定的，由公安机关给予批评教育。", ["公安机关"], "违反规定的，给予批评教育"),
        ("学校、医院及其工作人员，在工作中发现的，应当报告。", ["学校", "医院"], "在工作中发现的，应当报告"),
        ("卫生健康部门指定定点医院。", ["卫生健康部门"], "指定定点医院"),
        ("法院指定监护人的，民政部门应当依法履行职责。", ["民政部门"], "法院指定监护人的，依法履行职责"),
        ("法院指定监护人的，民政部门应当支持。", ["民政部门"], "法院指定监护人的，应当支持"),
        ("对残疾儿童，教育部门应当安排入学。", ["教育部门"], "对残疾儿童，安排入学"),
        ("根据规定，父母死亡，没有其他监护人的，由县级民政部门临时监护。", ["县级民政部门"],
         "父母死亡，没有其他监护人的，临时监护"),
        ("加强巡查，对流浪儿童，公安机关应当护送。", ["公安机关"], "对流浪儿童，护送"),
        ("市自然资源和规划局要加强指导。", ["市自然资源和规划局"], "加强指导"),
        ("公安、教育等部门和妇联、残联等单位要密切配合。", ["公安部门", "教育部门", "妇联", "残联"], "密切配合"),
        ("各市、县（区）人民政府负总责，落实责任。", ["各市人民政府", "县（区）人民政府"], "负总责，落实责任"),
        ("民政、教育、卫健等部门单位要密切配合。", ["民政部门", "教育部门", "卫健部门"], "密切配合"),
        ("各县（市、区）委、政府要落实责任。", ["各县（市、区）委", "各县（市、区）政府"], "落实责任"),
    ],
)  # fmt: skip
def test_a_sentence_says_who_shall_do_what(sentence: str, agencies: list[str], duty: str) -> None:
    (said,) = said_in(sentence)
    assert (said.agencies, said.text) == (agencies, duty)


def test_a_condition_holds_for_all_whom_it_calls_upon_until_another_takes_its_place() -> None:
    said = said_in(
        "需要安置的，公安机关应当护送，民政部门应当接收，儿童受伤的，卫生健康部门应当救治。"
    )
    assert [(one.agencies, one.text) for one in said] == [
        (["公安机关"], "需要安置的，护送"),
        (["民政部门"], "需要安置的，接收"),
        (["卫生健康部门"], "儿童受伤的，救治"),
    ]


def test_a_list_of_cases_below_a_duty_leaves_the_duty_itself() -> None:
    said = document(
        "一、终止\n（一）有下列情形之一的，县级民政部门应当终止保障：\n1.年满十八周岁；\n2.被依法收养。\n"
    )
    assert owed(said, "县级民政部门") == ["有下列情形之一的，终止保障"]


def test_the_second_agency_of_a_sentence_has_its_own_part() -> None:
    said = said_in("卫生部门实施先诊疗后付费，人社部门落实医保政策，残联负责康复。")
    assert [(one.agencies, one.text) for one in said] == [
        (["卫生部门"], "实施先诊疗后付费"),
        (["人社部门"], "落实医保政策"),
        (["残联"], "负责康复"),
    ]


@pytest.mark.parametrize(
    "sentence", ["经区委、区政府研究，决定成立领导小组。", "协助相关部门落实措施。", "领导小组下设办公室在区民政局。",
     "市教育局、市财政局为成员单位。", "每个乡镇要明确一名工作人员。"]
)  # fmt: skip
def test_what_begins_like_an_agency_and_is_none_owes_nothing(sentence: str) -> None:
    assert said_in(sentence) == []


def test_by_when_it_is_to_be_done_is_nobody() -> None:
    (role,) = roles_in("责任单位：市民政局、市公安局；完成时限：2022年12月底")
    assert role.agencies == ("市民政局", "市公安局")


def test_a_year_among_the_roles_is_nobody() -> None:
    roles = roles_in("市卫健委牵头负责，市医保局按职责分工负责，2024年底前完成")
    assert [role.agencies for role in roles] == [("市卫健委",), ("市医保局",)]


def test_roles_behind_the_task_without_brackets() -> None:
    said = document(
        "一、任务\n（一）建立台账。每半年摸排。责任单位：市民政局、市残联\n（二）关爱。牵头单位：市民政局；配合单位：市妇联\n"
    )
    assert [(one.agency, one.text, one.is_lead) for one in said.duties] == [
        ("市民政局", "建立台账。每半年摸排", True),
        ("市残联", "建立台账。每半年摸排", True),
        ("市民政局", "关爱", True),
        ("市妇联", "关爱", False),
    ]


@pytest.mark.parametrize(
    "text", ["责任股室：儿童福利股，责任领导：周敏", "牵头单位为儿童福利股"]
)  # fmt: skip
def test_who_bears_a_task_within_an_office(text: str) -> None:
    (role,) = roles_in(text)
    assert role.agencies == ("儿童福利股",)


def test_a_header_of_two_rows_says_who_leads_and_who_helps() -> None:
    rows = (
        ("序号", "工作内容", "责任单位", ""),
        ("", "", "牵头", "配合"),
        ("1", "提高标准", "省民政厅", "省财政厅"),
    )
    assert [(one.agency, one.text, one.is_lead) for one in duties_in_table(rows, "三")] == [
        ("省民政厅", "提高标准", True),
        ("省财政厅", "提高标准", False),
    ]


def test_short_duties_and_sections_of_an_office_count_too() -> None:
    said = document("一、民政部门应当履行以下职责：\n（一）审批\n（二）监督检查\n")
    assert owed(said, "民政部门") == ["审批", "监督检查"]
    said = document(
        "一、责任分工\n1、局社会事务股：牵头，负责日常调度；\n2、县救助站：一要主动救助；二要做好返乡。\n"
    )
    assert owed(said, "局社会事务股") == ["牵头，负责日常调度"]
    assert owed(said, "县救助站") == ["主动救助", "做好返乡"]


def test_a_blank_parts_an_agency_from_its_duties() -> None:
    said = document(
        "一、部门职责\n市公安局　查处侵害未成年人的行为；落实报告制度。\n市民政局　承担日常工作。\n"
    )
    assert owed(said, "市公安局") == ["查处侵害未成年人的行为", "落实报告制度"]
    assert {one.clause for one in said.duties} == {"一·市公安局", "一·市民政局"}


def test_two_agencies_in_one_paragraph_have_each_its_own() -> None:
    said = document("一、职责\n教育部门：落实资助政策。卫生部门：落实医疗救助。\n")
    assert owed(said, "教育部门") == ["落实资助政策"]
    assert owed(said, "卫生部门") == ["落实医疗救助"]


def test_a_list_belongs_to_whom_its_sentence_names_and_what_follows_it_does_not() -> None:
    said = read_document(
        (
            "东湖省未成年人保护条例\n第一条　为了保护未成年人，制定本条例。\n"
            "第二条　县级以上人民政府应当建立协调机制，履行下列职责：\n（一）统筹协调保护工作；\n（二）研究重大问题。\n"
            "协调机制的日常工作由民政部门承担。\n"
        ).encode()
    )
    assert owed(said, "县级以上人民政府") == ["统筹协调保护工作", "研究重大问题"]
    assert owed(said, "民政部门") == ["协调机制的日常工作"]


def test_you_in_an_answer_is_whom_it_addresses() -> None:
    said = read_document(
        "南山市人民政府关于设立救助中心的批复\n南政函〔2020〕7号\n市民政局：\n现批复如下：\n"
        "一、你局要会同市财政局落实经费。\n此复。\n".encode()
    )
    assert owed(said, "市民政局") == ["会同市财政局落实经费"]


def test_a_level_beside_an_office_of_another_kind_lends_it_nothing() -> None:
    assert agencies_listed("各镇、街道") == ["各镇", "街道"]
    assert agencies_listed("州、县（市）人民政府") == ["州人民政府", "县（市）人民政府"]

"""Documents of invented cities, each in another style, are read whole."""

import pytest

from content.intake.opening import lines_of
from content.intake.reading import read_document
from tests.content.intake.documents import numbered_plan, table_of_tasks
from tests.content.intake.reading import SAMPLES, headings, owed, sample, told

TEXTS = sorted(path.name for path in SAMPLES.iterdir())


def test_a_red_head_of_several_departments_gives_all_issuers() -> None:
    read = told("joint.txt")
    assert read["issuer"] == "云河省民政厅、云河省教育厅、云河省公安厅、云河省财政厅"
    assert read["number"] == "云民发〔2019〕62号"
    assert read["title"].endswith("云河省财政厅关于进一步加强事实无人抚养儿童保障工作的实施意见")
    assert read["issued"] == "2019-12-09"


def test_cited_documents_come_with_their_numbers_and_laws_without() -> None:
    assert told("joint.txt")["cites"] == [
        "《国务院关于加强困境儿童保障工作的意见》（国发〔2016〕36号）",
        "《民政部公安部财政部关于进一步加强事实无人抚养儿童保障工作的意见》（民发〔2019〕62号）",
        "《中华人民共和国未成年人保护法》",
        "《关于做好事实无人抚养儿童工作的通知》（云民发〔2013〕18号）",
    ]
    kinds = [citation.kind for citation in sample("joint.txt").citations]
    assert kinds == ["based_on", "based_on", "based_on", "replaces"]


def test_brackets_name_who_leads_and_who_helps() -> None:
    document = sample("joint.txt")
    help_with_school = [duty for duty in document.duties if duty.clause == "三（二）"]
    assert [(duty.agency, duty.is_lead) for duty in help_with_school] == [
        ("省教育厅", True),
        ("省民政厅", False),
        ("省财政厅", False),
    ]
    assert "省妇联" in {duty.agency for duty in document.duties if duty.clause == "三（三）"}
    assert owed(document, "教育部门") == ["落实助学政策"]


def test_a_scan_is_mended() -> None:
    document = sample("scan.txt")
    assert headings(document)[-4:] == [
        "四、实施步骤",
        "（一）动员部署阶段（2018年3月—4月）",
        "（二）全面实施阶段（2018年5月—2020年10月）",
        "（三）总结评估阶段（2020年11月—12月）",
    ]
    assert owed(document, "县教育局")[0] == (
        "负责农村留守儿童控辍保学工作，建立在校留守儿童档案，实行动态管理"
    )
    assert [duty.clause for duty in document.duties if duty.agency == "团县委"] == ["三4"]
    text = "".join(section.text for section in document.walk())
    assert "—1—" not in text
    assert "第5页" not in text
    assert "违法犯罪行为" in text


def test_members_keep_their_posts_below_the_first_line() -> None:
    members = told("scan.txt")["members"]
    assert members[:3] == [
        {"post": "组长", "name": "赵明远", "title": "县政府副县长"},
        {"post": "副组长", "name": "钱进", "title": "县政府办公室副主任"},
        {"post": "副组长", "name": "孙立新", "title": "县民政局局长"},
    ]
    assert members[-1] == {"post": "办公室主任", "name": "孙立新", "title": "县民政局局长"}
    assert [member["name"] for member in members if member["post"] == "成员"] == [
        "李丽",
        "周文博",
        "吴敏",
    ]


def test_rules_are_read_by_chapter_and_article() -> None:
    read = told("rules.txt")
    assert read["number"] == "海宁州人民政府令第23号"
    assert read["title"] == "海宁州未成年人保护若干规定"
    assert read["issued"] == "2021-08-26"
    chapters = [section for section in read["sections"] if section["label"]]
    assert [section["heading"] for section in chapters] == ["总则", "部门职责", "附则"]
    articles = [one["label"] for section in chapters for one in section["sections"]]
    assert articles == [f"第{number}条" for number in "一二三四五六七八"]
    assert {
        "agency": "民政部门",
        "duty": "建立困境未成年人信息档案",
        "clause": "第四条（二）",
    } in read["duties"]
    assert owed(sample("rules.txt"), "县（市）人民政府民政部门") == ["承担协调机制的日常工作"]


def test_an_attachment_of_duties_under_agencies() -> None:
    document = sample("committee.txt")
    assert owed(document, "民政部门") == [
        "承担市未保委办公室日常工作",
        "建立留守儿童和困境儿童信息台账",
        "指导救助管理机构做好流浪未成年人救助",
    ]
    assert owed(document, "市教育局")[1] == "落实控辍保学责任"
    assert owed(document, "市委网信办") == owed(document, "市委宣传部")
    assert owed(document, "市卫生健康委")[1] == "开展儿童心理健康服务"
    assert owed(document, "乡镇人民政府（街道办事处）")[0] == "设立未成年人保护工作站"
    told_members = [(one.post, one.name, one.title) for one in document.members]
    assert ("主任", "陈志强", "市政府副市长") in told_members
    assert ("副主任", "杨帆", "市民政局局长") in told_members
    assert ("成员", "", "市检察院分管负责人") in told_members


def test_attachments_of_a_notice_are_cited_as_theirs() -> None:
    document = sample("members.txt")
    assert document.head.attachments == ["青山县困境儿童保障工作领导小组成员单位职责", "联络员名单"]
    assert {(duty.agency, duty.clause) for duty in document.duties} == {
        ("县民政局", "附件1一1"),
        ("县民政局", "附件1一2"),
        ("县教育体育局", "附件1二"),
        ("县财政局", "附件1三"),
        ("各乡镇人民政府", "附件1四"),
        ("街道办事处", "附件1四"),
    }


def test_agencies_that_send_somebody_are_members_without_names() -> None:
    members = [(one.post, one.name, one.title) for one in sample("members.txt").members]
    assert members[2] == ("副组长", "王建军", "县民政局局长")
    assert ("成员", "", "县司法局分管负责同志") in members
    assert members[-1] == ("办公室主任", "王建军", "县民政局局长")


def test_lines_of_responsible_agencies_and_narrow_signs() -> None:
    document = sample("brackets.txt")
    assert document.head.number == "东政发〔2017〕11号"
    assert [duty.agency for duty in document.duties if duty.clause == "二（一）"] == [
        "区民政局",
        "区财政局",
        "区残联",
    ]
    assert owed(document, "区卫生计生局") == [
        "保障基本医疗。对困境儿童参加居民医保的个人缴费部分给予补贴;对重病重残儿童提高报销比例."
    ]
    assert owed(document, "区教育局") == ['强化教育保障。落实"两免一补"政策']


def test_a_web_page_tells_number_and_day_and_its_menus_are_left_out() -> None:
    read = told("page.html")
    assert read["number"] == "长政办发〔2020〕31号"
    assert read["issued"] == "2020-06-15"
    assert read["issuer"] == "长河县人民政府办公室"
    assert [one["name"] for one in read["members"]] == [
        "罗洪",
        "曾志远",
        "蒋文丽",
        "孟晓",
        "石大海",
    ]
    assert {"agency": "县教体局", "duty": "组织开展心理健康教育", "clause": "三（三）"} in read[
        "duties"
    ]
    assert "政务公开" not in str(read)
    assert "不是正文" not in str(read)


def test_a_letter_without_number_is_read_and_asked_about() -> None:
    read = told("letter.txt")
    assert read["title"] == "关于商请协助开展困境儿童信息比对的函"
    assert read["number"] == ""
    assert any("文号" in issue for issue in read["issues"])


def test_numbers_that_word_draws_are_read() -> None:
    document = read_document(numbered_plan())
    assert headings(document) == [
        "一、工作目标",
        "二、重点任务",
        "（一）开展摸底排查",
        "（二）落实基本保障",
        "三、责任分工",
        "四、组织保障",
    ]
    assert owed(document, "市残联") == ["做好残疾儿童入学安置"]
    assert [(one.post, one.name) for one in document.members] == [
        ("组长", "秦岚"),
        ("成员", "罗启明"),
        ("成员", "邱月"),
    ]


def test_a_merged_cell_holds_for_each_of_its_rows() -> None:
    document = read_document(table_of_tasks())
    assert owed(document, "县教育局") == [
        "建立强制报告制度",
        "开展校园法治宣传",
        "排查校园周边隐患",
    ]
    assert [duty.is_lead for duty in document.duties if duty.agency == "县教育局"] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_each_document_has_title_and_sections(name: str) -> None:
    read = told(name)
    assert set(read) == {
        "title", "number", "issuer", "issued", "cites", "sections", "duties", "members", "issues",
    }  # fmt: skip
    assert read["title"]
    assert read["sections"]
    assert lines_of((SAMPLES / name).read_bytes())

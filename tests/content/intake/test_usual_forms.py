"""A notice with its duty table attached, minutes, opinions, the rules of a conference: as cities write them."""

from tests.content.intake.reading import headings, owed, sample, told


def test_an_attached_division_of_duties_with_and_without_labels() -> None:
    document = sample("duties_attached.txt")
    assert document.head.number == "麻政办发〔2018〕41号"
    assert document.head.attachments == ["麻城市困境儿童保障工作部门职责分工"]
    assert owed(document, "教育部门") == [
        "负责困境儿童入学、转学和资助工作",
        "督促学校落实控辍保学措施",
    ]
    clauses = {duty.agency: duty.clause for duty in document.duties}
    assert clauses["卫生健康部门"] == "附件·卫生健康部门"
    assert clauses["公安部门"] == "附件（二）"
    assert clauses["司法行政部门"] == "附件·司法行政部门"


def test_duties_under_a_condition_are_kept_whole() -> None:
    duties = sample("duties_attached.txt").duties
    assert [(one.agency, one.text) for one in duties if one.clause == "二（一）"] == [
        ("民政部门", "对父母没有监护能力且无其他监护人的，送儿童福利机构收留抚养"),
        ("公安机关", "对遭受家庭暴力的，及时出警处置"),
        ("民政部门", "对遭受家庭暴力的，提供临时监护"),
        ("民政部门", "法院依法判决撤销监护人资格并指定民政部门担任监护人的，应当支持"),
    ]
    assert "每个乡镇" not in {one.agency for one in duties}


def test_minutes_say_who_takes_what_on() -> None:
    read = told("minutes.txt")
    assert (read["title"], read["number"]) == ("沣阳市人民政府专题会议纪要", "〔2021〕第15期")
    assert (read["issuer"], read["issued"]) == ("沣阳市人民政府办公室", "2021-11-09")
    document = sample("minutes.txt")
    assert headings(document) == ["一、关于选址", "二、关于经费", "三、关于人员", "四、关于运行"]
    assert owed(document, "市自然资源和规划局") == ["于12月底前完成改造方案"]
    assert owed(document, "市人社局") == ["对从事儿童照料工作的，优先安排培训"]


def test_opinions_whose_division_of_duties_is_numbered() -> None:
    document = sample("opinions.txt")
    assert headings(document)[4:9] == [
        "三、职责分工",
        "1．市民政局",
        "2．市教育局",
        "3．市公安局",
        "4．市卫生健康局、市医保局",
    ]
    assert owed(document, "市医保局") == ["落实医疗救助政策"]
    assert owed(document, "市残联") == ["做好残疾儿童康复救助"]
    assert owed(document, "县级民政部门") == ["按月发放"]
    assert "每个县（区）" not in {one.agency for one in document.duties}


def test_a_conference_has_its_units_and_its_people() -> None:
    members = [(one.post, one.name, one.title) for one in sample("joint_meeting.txt").members]
    units = [title for post, name, title in members if post == "成员" and not name]
    assert len(units) == 14
    assert {"市委政法委", "市人力资源社会保障局", "市残联"} <= set(units)
    assert ("召集人", "冯立新", "副市长") in members
    assert ("成员", "邓小雨", "市教育局副局长") in members

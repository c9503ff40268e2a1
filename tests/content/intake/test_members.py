"""Lists of a leading group as counties type them."""

from content.intake.reading import read_document

_HEAD = "石桥县人民政府办公室关于成立领导小组的通知\n石政办〔2017〕19号\n各乡镇人民政府：\n决定成立领导小组。\n"


def members(text: str) -> list[tuple[str, str, str]]:
    said = read_document((_HEAD + text).encode())
    return [(one.post, one.name, one.title) for one in said.members]


def test_a_note_beside_a_name_does_not_end_the_list() -> None:
    assert members(
        "一、组成人员\n成　员：刘  洋　县委政法委副书记\n　　　　陈丽娟（女，回族）  县妇联主席\n"
        "　　　　郝建　县公安局副局长\n"
    ) == [
        ("成员", "刘洋", "县委政法委副书记"),
        ("成员", "陈丽娟", "县妇联主席"),
        ("成员", "郝建", "县公安局副局长"),
    ]


def test_units_that_send_somebody_may_end_with_a_stop() -> None:
    assert members("一、组成人员\n成  员：\n县公安局、县教体局主要负责同志，各乡镇乡镇长。\n") == [
        ("成员", "", "县公安局主要负责同志"),
        ("成员", "", "县教体局主要负责同志"),
        ("成员", "", "各乡镇乡镇长"),
    ]


def test_posts_held_by_whoever_is_in_charge() -> None:
    assert members(
        "一、组成\n联席会议由市政府分管负责同志担任召集人，市政府副秘书长和市民政局局长担任副召集人。\n"
    ) == [
        ("召集人", "", "市政府分管负责同志"),
        ("副召集人", "", "市政府副秘书长"),
        ("副召集人", "", "市民政局局长"),
    ]


def test_any_name_in_brackets_with_its_title_and_the_office_of_a_sentence() -> None:
    assert members(
        "一、组成人员\n副组长：白雪（区民政局局长）、黑土（区财政局局长）\n"
        "领导小组办公室设在区民政局，白雪兼任办公室主任，区民政局副局长石磊兼任副主任。\n"
    ) == [
        ("副组长", "白雪", "区民政局局长"),
        ("副组长", "黑土", "区财政局局长"),
        ("办公室主任", "白雪", "区民政局局长"),
        ("办公室副主任", "石磊", "区民政局副局长"),
    ]


def test_units_that_lead_and_a_short_title_before_a_name() -> None:
    assert members(
        "一、组成\n组长单位：县人民政府\n副组长单位：县民政局\n由副市长张伟任组长，市教育局、市财政局为成员单位。\n"
    ) == [
        ("组长单位", "", "县人民政府"),
        ("副组长单位", "", "县民政局"),
        ("组长", "张伟", "副市长"),
        ("成员", "", "市教育局"),
        ("成员", "", "市财政局"),
    ]


def test_a_list_alone_with_numbers_before_the_names() -> None:
    said = read_document(
        "昌宁县联席会议成员名单\n召 集 人 ： 张 三 丰    县人民政府副县长\n成 员：     1.黄蓉      县教育局副局长\n"
        "            2.杨过      县财政局总会计师\n".encode()
    )
    assert [(one.post, one.name, one.title) for one in said.members] == [
        ("召集人", "张三丰", "县人民政府副县长"),
        ("成员", "黄蓉", "县教育局副局长"),
        ("成员", "杨过", "县财政局总会计师"),
    ]


def test_a_conference_is_composed_of_the_units_that_its_sentence_names() -> None:
    assert members(
        "一、组成\n联席会议（以下简称会议）由县民政局、县教育局、县公安局等14个部门和单位组成，县民政局为牵头单位。\n"
    ) == [
        ("成员", "", "县民政局"),
        ("成员", "", "县教育局"),
        ("成员", "", "县公安局"),
    ]


def test_titles_of_several_people_without_names_are_several_members() -> None:
    assert members("一、组成\n副召集人：市政府副秘书长、市民政局局长\n") == [
        ("副召集人", "", "市政府副秘书长"),
        ("副召集人", "", "市民政局局长"),
    ]
    assert members("一、组成\n组长：市委常委、市政府副市长\n") == [
        ("组长", "", "市委常委、市政府副市长")
    ]

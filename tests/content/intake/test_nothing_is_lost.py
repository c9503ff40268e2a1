"""Every Chinese sign of a document's text ends up in a field, a section or an issue, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.intake.lines import Line
from content.intake.noise import without_noise
from content.intake.opening import lines_of
from content.intake.reading import understood
from content.intake.report import as_json
from tests.content.intake.documents import numbered_plan, table_of_tasks
from tests.content.intake.reading import SAMPLES, lost

#: Of the red head the word 文件, of an attachment's label the word 附件.
_WORDS = {"文": 1, "件": 9, "附": 9}
_PIECES = st.sampled_from(
    [
        "一、总体要求", "（一）", "（二）加强领导。市民政局要牵头落实。", "1．",
        "2.市教育局：负责入学；负责资助。", "（1）建立台账。", "①走访",
        "第一条 为了保护儿童，制定本规定。", "第二章 职责", "市民政局：负责统筹", "各县（市、区）人民政府：",
        "组　长：张某某　市政府副市长", "李　四　市教育局局长",
        "附件：1．责任分工表", "附件", "附件2", "抄送：市委办公室。", "2016年12月30日", "临水市人民政府办公室",
        "临水市人民政府办公室2020年1月2日印发",
        "关于印发《临水市困境儿童保护方案》的通知", "临水市困境儿童保护方案",
        "（责任单位：市民政局、市教育局）", "根据《未成年人保护法》（国发〔2016〕36号）", "—", "，", "。",
        "为进一步做好困境儿童保障工作，现就有关事项通知如下：", "责任单位：市公安局",
        "成员单位包括市民政局、市残联。", "。，；：", "）》”", "（", "《",
    ]
)  # fmt: skip
_TEXTS = st.lists(
    st.one_of(_PIECES, st.text("一二市局：；。，、（）《》1２.．张民政 　负责要", max_size=40)),
    min_size=1,
    max_size=25,
)


def _left_over(lines: list[Line]) -> dict[str, int]:
    document = understood(lines)
    missing = lost(without_noise(lines), document)
    return {sign: count for sign, count in missing.items() if count > _WORDS.get(sign, 0)}


@pytest.mark.parametrize(
    "name",
    [
        "brackets.txt",
        "committee.txt",
        "duties_attached.txt",
        "joint.txt",
        "joint_meeting.txt",
        "letter.txt",
        "members.txt",
        "minutes.txt",
        "opinions.txt",
        "rules.txt",
        "scan.txt",
    ],
)
def test_a_sample_is_kept_whole(name: str) -> None:
    assert _left_over(lines_of((SAMPLES / name).read_bytes())) == {}


@pytest.mark.parametrize("content", [numbered_plan(), table_of_tasks()], ids=["plan", "tasks"])
def test_tables_are_kept_whole(content: bytes) -> None:
    assert _left_over(lines_of(content)) == {}


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_no_text_breaks_the_reader_nor_loses_a_sign(texts: list[str]) -> None:
    lines = [Line(text.replace("\n", "")) for text in texts]
    assert _left_over(lines) == {}
    assert set(as_json(understood(lines))) >= {"sections", "duties"}

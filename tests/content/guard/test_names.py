import pytest

from content.first_awareness import ASKED, PIECES, TOPICS
from content.guard.names import looks_like_a_name, possible_names
from content.guard.passages import plain


@pytest.mark.parametrize(
    "text",
    [
        "王小芳今年八岁，在村里的小学读三年级。",
        "儿童张小伟家境困难",
        "李小明（化名）说",
        "孩子陈小雨很勇敢",
        "在小学，我们见到了韩小梅。",
        "买买提·艾力",
        "欧阳小文今年9岁",
        "张某某，男，7岁",
        "刘小洋是那个村的孩子",
    ],
)
def test_a_name_with_what_tells_who_is_meant(text: str) -> None:
    assert looks_like_a_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "爱心妈妈陪伴留守儿童过节",
        "江阴市公安局负责，郑州市民政局配合",
        "高中、初中和小学的老师",
        "请联系班主任，或者村里的儿童主任",
        "12348 申请法律援助",
    ],
)
def test_what_offices_write_every_day_is_no_name(text: str) -> None:
    assert not looks_like_a_name(text)


def test_the_first_pages_name_nobody() -> None:
    pieces = [*PIECES, ASKED, *(piece for topic in TOPICS for piece in topic.pieces)]
    for piece in pieces:
        whole = "\n".join(
            [piece.title, piece.summary, *(plain(str(block)) for block in piece.body)]
        )
        assert not looks_like_a_name(whole), piece.title


def test_every_run_that_could_be_a_name_is_looked_up() -> None:
    found = set(possible_names("大家都说于得水爱笑，买买提•艾力也来了"))
    assert {"于得水", "买买提·艾力"} <= found

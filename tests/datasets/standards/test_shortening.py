"""What says less than what is recorded, and what only says something else."""

import pytest

from datasets.standards.shortening import says_less, shortens

LESS = [
    ("实验小学", "江阴市实验小学"),
    ("实验小学", "实验小学（南校区）"),
    ("13800000001", "13800000001、13800000002"),
    ("13800000002", "13800000001、13800000002"),
    ("86123456", "0510-86123456"),
    ("6123456", "86123456"),
    ("一年级", "小学一年级"),
    ("六年级", "六年级(2)班"),
    ("低保", "低保、医疗救助"),
    ("医疗救助、低保", "低保、医疗救助、助学"),
    ("买买提", "买买提·艾力"),
    ("张*", "张小明"),
    ("张某某", "张小明"),
    ("张＊明", "张小明"),
    ("E12****78", "E12345678"),
    ("12345678", "12345678901"),
    ("先天性心脏病", "先天性心脏病，2020年手术"),
    ("肢体", "肢体二级"),
]
NOT_LESS = [
    ("实验小学", "实验小学"),
    ("江阴市实验小学", "实验小学"),
    ("实验中学", "江阴市实验小学"),
    ("13900000001", "13800000001、13800000002"),
    ("13800000001、13900000001", "13800000001、13800000002、13800000003"),
    ("二年级", "十二年级"),
    ("2班", "12班"),
    ("健康", "不健康"),
    ("残疾", "无残疾"),
    ("入学", "尚未入学"),
    ("张*", "李小明"),
    ("张某", "张某"),
    ("张小明", "张某某"),
    ("３年级", "3年级"),
    ("一级", "二级肢体"),
    ("12", "120"),
]


@pytest.mark.parametrize(("said", "recorded"), LESS)
def test_a_part_of_what_is_recorded_says_less(said: str, recorded: str) -> None:
    assert says_less(said, recorded)


@pytest.mark.parametrize(("said", "recorded"), NOT_LESS)
def test_something_else_or_more_does_not(said: str, recorded: str) -> None:
    assert not says_less(said, recorded)


@pytest.mark.parametrize(
    ("said", "is_shorter"),
    [
        ("湖塘村12号", True),
        ("徐霞客镇湖塘村12号", True),
        ("江阴徐霞客湖塘12号", True),
        ("徐霞客镇", True),
        ("湖塘村2号", False),
        ("湖塘村13号", False),
        ("徐霞客镇璜塘村12号", False),
        ("12号湖塘村", False),
        ("江苏省江阴市徐霞客镇湖塘村12号", False),
        ("江苏省江阴市徐霞客镇湖塘村12号201室", False),
    ],
)
def test_an_address_is_shortened_by_leaving_words_out(said: str, is_shorter: bool) -> None:
    assert shortens(said, "江苏省江阴市徐霞客镇湖塘村12号") is is_shorter

"""What may be asked, what it says, and what is refused."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.models import Category, Child, Family, Guardian
from datasets.queries.conditions import (
    UnanswerableCondition,
    condition_of,
    fields_to_ask,
    sentence_of,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.custom.volunteers import volunteers
from tests.factories import id_number, make_child, make_family, make_guardian

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

NAMED = {"field": "name", "is": "is", "value": "王小明"}


def found(model: Any, told: Any, by: Actor) -> set[str]:
    rows = by.rows(model).filter(condition_of(model, told, by=by, today=TODAY))
    return {str(row) for row in rows}


def refusal(model: Any, told: Any, by: Actor) -> str:
    with pytest.raises(UnanswerableCondition) as refused:
        condition_of(model, told, by=by, today=TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (None, "写法"),
        ([], "写法"),
        ("name", "写法"),
        ({"all": {}}, "写法"),
        ({"not": [NAMED]}, "写法"),
        ({"all": [NAMED], "any": [NAMED]}, "写法"),
        ({"field": "name"}, "写法"),
        ({"all": [{"any": []}]}, "空的"),
        ({"all": [{"any": [{"all": [{"any": [NAMED]}]}]}]}, "三层"),
        ({"all": [NAMED] * 41}, "太多"),
        ({"field": "nobody", "is": "is", "value": "a"}, "没有字段"),
        ({"field": "name__contains", "is": "is", "value": "a"}, "没有字段"),
        ({"field": "region__path", "is": "is", "value": "a"}, "没有字段"),
        ({"field": "archived_date", "is": "empty"}, "没有字段"),
        ({"field": "id", "is": "=", "value": 1}, "没有字段"),
        ({"field": "family.children", "is": "empty"}, "没有字段"),
        ({"field": 7, "is": "is", "value": "a"}, "哪个字段"),
        ({"field": "name", "is": "regex", "value": "("}, "不能用"),
        ({"field": "name", "is": ["is"], "value": "a"}, "不能用"),
        ({"field": "name", "is": "is", "value": 7}, "文字"),
        ({"field": "name", "is": "is", "value": "\0"}, "文字"),
        ({"field": "sex", "is": "any_of", "value": ["other"]}, "可选范围"),
        ({"field": "sex", "is": "any_of", "value": []}, "至少"),
        ({"field": "birth_date", "is": "before", "value": "昨天"}, "日期"),
        ({"field": "birth_date", "is": "in_next_days", "value": -1}, "整数"),
        ({"field": "birth_date", "is": "between", "value": ["2026-02-01", "2026-01-01"]}, "大于"),
        ({"field": "subsidy_amount", "is": "=", "value": "1.005"}, "小数"),
        ({"field": "subsidy_amount", "is": "=", "value": "NaN"}, "数字"),
        ({"field": "subsidy_amount", "is": "=", "value": True}, "数字"),
        ({"field": "region", "is": "under", "value": 10**30}, "没有找到"),
        ({"field": "health", "is": "=", "value": "病"}, "不能用"),
        ({"field": "guardianships", "is": "=", "value": 1.5}, "整数"),
    ],
)
def test_what_is_malformed_is_refused_in_a_sentence(told: Any, why: str, system: Actor) -> None:
    assert why in refusal(Child, told, system)


def test_nothing_asked_is_everything(system: Actor) -> None:
    make_child(XUXIAKE_VILLAGE, name="甲")
    for told in ({}, {"all": []}, {"any": []}):
        assert found(Child, told, system) == {"甲"}
        assert sentence_of(Child, told) == "全部记录"


def test_a_made_collection_is_asked_in_plain_words(volunteers: Any) -> None:
    told = {
        "all": [
            {"field": "joined_date", "is": "days_ago", "value": 30},
            {
                "any": [
                    {"field": "skills", "is": "any_of", "value": ["math", "music"]},
                    {"field": "hours", "is": "empty"},
                ]
            },
        ]
    }
    said = "加入日期在 30 天以前，并且（特长有“数学”或“音乐”，或者服务时长（小时）没有填写）"
    assert sentence_of(volunteers, told) == said


def test_what_lies_behind_a_link_is_asked_within_sight(system: Actor, clerk: Any) -> None:
    here, there = make_family(XUXIAKE, head_name="王五"), make_family(CHANGJING, head_name="王六")
    make_child(XUXIAKE_VILLAGE, name="甲", family=here)
    make_child(XUXIAKE_VILLAGE, name="乙", family=there)
    make_child(XUXIAKE_VILLAGE, name="丙")
    starts = {"field": "family.head_name", "is": "starts", "value": "王"}
    empty = {"field": "family.head_name", "is": "empty"}
    assert found(Child, starts, system) == {"甲", "乙"}
    assert found(Child, starts, Actor.of(clerk, today=TODAY)) == {"甲"}
    assert found(Child, empty, Actor.of(clerk, today=TODAY)) == {"丙"}


def test_a_record_out_of_sight_cannot_be_named(system: Actor, clerk: Any) -> None:
    there = make_family(CHANGJING)
    told = {"field": "family", "is": "is", "value": there.pk}
    assert condition_of(Child, told, by=system, today=TODAY)
    assert "没有找到" in refusal(Child, told, Actor.of(clerk, today=TODAY))
    assert str(there) not in sentence_of(Child, told)


def test_rows_that_a_record_owns_are_asked(system: Actor) -> None:
    orphan, poor = Category.objects.filter(is_sensitive=False)[:2]
    make_child(XUXIAKE_VILLAGE, name="甲", categories=(orphan.code,))
    make_child(XUXIAKE_VILLAGE, name="乙", categories=(poor.code, orphan.code))
    make_child(XUXIAKE_VILLAGE, name="丙")
    leaf = {"field": "category_links.category", "is": "any_of", "value": [poor.code]}
    assert found(Child, leaf, system) == {"乙"}
    assert found(Child, {**leaf, "is": "none_of"}, system) == {"甲", "丙"}
    counts = {
        "=": (1, {"甲"}),
        ">=": (1, {"甲", "乙"}),
        "<": (2, {"甲", "丙"}),
        "between": ([0, 0], {"丙"}),
    }
    for operator, (value, names) in counts.items():
        told = {"field": "category_links", "is": operator, "value": value}
        assert found(Child, told, system) == names, operator


def test_an_ended_category_is_no_longer_one(system: Actor) -> None:
    category = Category.objects.filter(is_sensitive=False)[0]
    child = make_child(XUXIAKE_VILLAGE, name="甲", categories=(category.code,))
    leaf = {"field": "category_links.category", "is": "any_of", "value": [category.code]}
    assert found(Child, leaf, system) == {"甲"}
    child.category_links.all().get().__class__.objects.update(until_date=TODAY)
    assert found(Child, leaf, system) == set()


def test_records_that_point_here_are_asked(system: Actor) -> None:
    family = make_family(XUXIAKE, head_name="甲")
    make_family(XUXIAKE, head_name="乙")
    make_guardian(XUXIAKE, family=family, name="李四")
    leaf = {"field": "guardians:family.name", "is": "is", "value": "李四"}
    assert {name.strip() for name in found(Family, leaf, system)} == {"甲"}
    none = {"field": "guardians:family", "is": "=", "value": 0}
    assert {name.strip() for name in found(Family, none, system)} == {"乙"}


def test_a_whole_number_is_found_a_part_is_no_question(system: Actor, clerk: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, name="甲", id_number=number)
    assert found(Child, {"field": "id_number", "is": "is", "value": number}, system) == {"甲"}
    asked = {"field": "id_number", "is": "starts", "value": "99"}
    assert "加密保存" in refusal(Child, asked, Actor.of(clerk, today=TODAY))


@pytest.mark.parametrize(
    "leaf",
    [
        {"field": "birth_date", "is": "before", "value": "2015-01-01"},
        {"field": "id_number", "is": "empty"},
        {"field": "remark", "is": "not_empty"},
        {"field": "family.economic_situation", "is": "empty"},
        {"field": "category_links.evidence", "is": "empty"},
    ],
)
def test_a_field_that_the_reader_does_not_see_cannot_be_asked(
    leaf: Any, system: Actor, city_desk: Any
) -> None:
    assert condition_of(Child, leaf, by=system, today=TODAY) is not None
    assert "看不到" in refusal(Child, leaf, Actor.of(city_desk, today=TODAY))


def test_a_sensitive_category_cannot_be_asked_by_whoever_does_not_see_it(city_desk: Any) -> None:
    sensitive = Category.objects.filter(is_sensitive=True)[0]
    by = Actor.of(city_desk, today=TODAY)
    make_child(XUXIAKE_VILLAGE, name="甲", categories=(sensitive.code,))
    leaf = {"field": "category_links.category", "is": "any_of", "value": [sensitive.code]}
    assert "没有找到" in refusal(Child, leaf, by)
    assert found(Child, {"field": "category_links", "is": ">=", "value": 1}, by) == set()


def test_a_collection_that_the_reader_does_not_see_cannot_be_asked(officer: Any) -> None:
    leaf = {"field": "children:family.name", "is": "is", "value": "甲"}
    assert "看不到" in refusal(Family, leaf, Actor.of(officer, today=TODAY))


@pytest.mark.parametrize("model", [Child, Family, Guardian])
def test_what_is_offered_can_be_asked(model: Any, clerk: Any, city_desk: Any) -> None:
    whole = {one.code for one in fields_to_ask(model, by=Actor.of(clerk, today=TODAY))}
    some = {one.code for one in fields_to_ask(model, by=Actor.of(city_desk, today=TODAY))}
    assert some < whole
    for one in fields_to_ask(model, by=Actor.of(clerk, today=TODAY)):
        assert one.label


def test_the_log_is_not_told_who_is_in_prison(system: Actor) -> None:
    told = {"all": [NAMED, {"field": "remark", "is": "not_empty"}]}
    said = sentence_of(Child, told, by=system, hides_private=True)
    assert said == "姓名是“王小明”，并且备注 ***"

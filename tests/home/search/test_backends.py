"""The databases find every Chinese word, titles first; Wagtail's own screens ask them too."""

import random
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Not, Or, Phrase, PlainText

from tests.home.search.corpus import WORDS, make_pages, texts

pytestmark = pytest.mark.django_db


def found(query: Any, **options: Any) -> list[str]:
    return [page.title for page in get_search_backend().search(query, Page, **options)]


def test_every_word_of_two_characters_is_found_and_nothing_else() -> None:
    pages = make_pages(texts(60, words=30))
    chance = random.Random(3)
    for page in chance.sample(pages, 25):
        text = chance.choice((page.title, *page.summary.replace("。", "，").split("，")))
        if len(text) < 2:
            continue
        place = chance.randrange(len(text) - 1)
        word = text[place : place + chance.choice((2, 2, 3, 4))]
        truth = {one.title for one in pages if word in one.title or word in one.summary}
        assert set(found(word)) & {one.title for one in pages} == truth, word


def test_whoever_has_it_in_the_title_stands_first() -> None:
    make_pages([
        ("三个故事", "监护，监护，监护，监护，监护，监护，监护，监护"),
        ("委托监护的手续和要准备的材料一览", "办理的地方"),
        ("放假以后", "放假期间的监护"),
        ("监护", "谁来负责"),
    ])  # fmt: skip
    assert found("监护")[:2] == ["监护", "委托监护的手续和要准备的材料一览"]
    assert set(found("监护")[2:]) == {"三个故事", "放假以后"}


def test_pages_of_results_are_in_one_order_with_none_twice() -> None:
    make_pages(texts(80, words=25))
    results = get_search_backend().search("儿童", Page)
    whole = [page.pk for page in results]
    turned = [page.pk for start in range(0, len(whole), 7) for page in results[start : start + 7]]
    assert turned == whole
    assert len(set(whole)) == len(whole) == results.count()


def test_words_may_stand_in_the_title_and_in_the_text() -> None:
    make_pages([("民政局的窗口", "办理孤儿的生活补贴"), ("学校", "孤儿"), ("民政局", "窗口")])
    assert found("民政局 孤儿") == ["民政局的窗口"]
    assert set(found("民政局 孤儿", operator="or")) == {"民政局的窗口", "学校", "民政局"}


def test_questions_are_joined_as_wagtail_joins_them() -> None:
    make_pages([("甲", "留守儿童"), ("乙", "困境儿童"), ("丙", "老师")])
    assert set(found(Or([PlainText("留守"), PlainText("老师")]))) == {"甲", "丙"}
    assert found(PlainText("儿童") & ~PlainText("留守")) == ["乙"]
    assert found(Phrase("困境 儿童")) == ["乙"]
    assert "乙" not in found(Not(PlainText("儿童")))
    assert {"甲", "乙", "丙"} <= set(found(MATCH_ALL))
    assert found("，。！") == []
    assert found(PlainText("老师") & PlainText("、")) == ["丙"]


def test_what_could_be_read_as_a_command_is_a_word() -> None:
    make_pages([("甲", "儿童")])
    for text in (
        '儿童" OR "',
        "儿童'",
        "儿童 & | ! <-> :*",
        "NEAR(儿童)",
        "title:儿童 AND",
        "100%",
        "%s",
    ):
        found(text)


def test_a_long_text_is_found_by_its_end() -> None:
    (page,) = make_pages([("长文", "一")])
    page.summary = texts(1, words=9_000)[0][1] + "末尾的事实无人抚养者"
    get_search_backend().add(page)
    assert found("末尾的事实无人抚养者") == ["长文"]
    assert found("末尾的事实无人抚养人") == []


def test_a_page_that_is_saved_is_found_by_its_new_words() -> None:
    (page,) = make_pages([("旧的标题", "从前")])
    page.title = "新的名称"
    page.save()
    assert found("名称") == ["新的名称"]
    assert found("标题") == []
    page.delete()
    assert found("名称") == []


def test_rebuilding_the_index_finds_the_same() -> None:
    make_pages([("乡镇的职责", "走访")])
    call_command("update_index", verbosity=0)
    assert found("职责") == ["乡镇的职责"]


def test_the_pages_of_the_admin_are_found_while_somebody_types(client: Any, editor: Any) -> None:
    call_command("pages", verbosity=0)
    make_pages([("困境儿童的救助", "一"), ("年度工作", "救助")])
    client.force_login(editor)
    for question in ("救", "救助", "儿童的救"):
        response = client.get(reverse("wagtailadmin_pages:search"), {"q": question})
        assert response.status_code == 200, response.url
        text = response.content.decode()
        assert "困境儿童的救助" in text, question
        assert "年度工作" not in text


def test_what_is_restricted_is_not_public() -> None:
    (page,) = make_pages([("只给老师看", "一")])
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert list(get_search_backend().search("老师", Page.objects.live().public())) == []


@pytest.mark.slow
def test_thousands_of_pages_are_searched_in_a_moment() -> None:
    """A plan that asks the index for each page takes seconds here, on a busy machine too."""
    for seed in range(4):
        make_pages([(title, text[:290]) for title, text in texts(500, words=100, seed=seed)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the databases do by themselves, once there is time
    backend = get_search_backend()
    for word in ("民政", "未成年人委员会", *WORDS[:3]):
        begun = time.perf_counter()
        results = backend.search(word, Page.objects.live().public())
        assert len(list(results[:10])) == 10
        assert results.bounded_count(1_001) > 10
        assert time.perf_counter() - begun < 0.5, word

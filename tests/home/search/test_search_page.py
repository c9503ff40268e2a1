"""What a visitor finds at /search/, and what nobody may find there."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from content.models import ArticlePage, PolicyPage
from datasets.access import Actor
from datasets.models import DutyAssignment
from datasets.public import find_agencies
from home.search.snippets import highlighted, snippet
from home.search.words import terms_of
from tests.conftest import TODAY
from tests.factories import make_child
from tests.home.search.corpus import make_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


def asked(client: Any, **question: str) -> str:
    response = client.get("/search/", question)
    assert response.status_code == 200
    return str(response.content.decode())


def titles(client: Any, **question: str) -> list[str]:
    response = client.get("/search/", question)
    return [hit.page.title for hit in response.context["answer"].hits]


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    "question",
    ["郑政办", "2014 10号", "郑政办〔2014〕10号", "郑政办[2014]10号", "郑政办（2014）１０号"],
)
def test_a_policy_is_found_by_its_number(client: Any, question: str) -> None:
    policy = PolicyPage.objects.get(slug="zhengzhou-2014-10")
    assert titles(client, q=question)[0] == policy.title


def test_the_words_are_marked_and_all_else_is_escaped(client: Any) -> None:
    make_pages([("<b>困境儿童</b>", "前言。<script>alert(1)</script>谁来看望困境儿童？每月一次。")])
    text = asked(client, q="困境儿童")
    assert "&lt;b&gt;<mark>困境儿童</mark>&lt;/b&gt;" in text
    assert "谁来看望<mark>困境儿童</mark>？" in text
    assert "<script>alert" not in text
    assert 'value="&quot;&gt;&lt;i&gt;"' in asked(client, q='"><i>')


def test_a_passage_begins_with_its_sentence_and_shows_most_of_the_words() -> None:
    text = (
        "监护。"
        + "别的话说了很多很多，" * 30
        + "到此为止。办理委托监护要带户口簿。"
        + "再说。" * 60
    )
    shown = snippet(text, terms_of("监护 户口簿"))
    assert shown.startswith("办理委托<mark>监护</mark>要带<mark>户口簿</mark>。")
    assert shown.endswith("…")
    assert snippet(text, terms_of("没有")).startswith("监护。别的话")


def test_words_are_marked_as_they_are_written_in_the_text() -> None:
    assert highlighted("见郑政办〔２０１４〕１０号", terms_of("郑政办[2014]10号")) == (
        "见<mark>郑政办〔２０１４〕１０号</mark>"
    )
    # NFKC makes three characters of the first.
    assert (
        highlighted("㍿民政ＨＩＶ", terms_of("民政 hiv"))
        == "㍿<mark>民政</mark><mark>ＨＩＶ</mark>"
    )


@pytest.mark.usefixtures("pages")
def test_the_passage_of_a_policy_is_its_text_without_what_lays_it_out(client: Any) -> None:
    text = asked(client, q="监护", kind="policy")
    assert "<mark>监护</mark>" in text
    assert "一级（" not in text
    assert "二级（" not in text


@pytest.mark.usefixtures("pages")
def test_filters_leave_what_was_asked_for(client: Any) -> None:
    policies = {page.title for page in PolicyPage.objects.all()}
    found = set(titles(client, q="未成年人", kind="policy"))
    assert found
    assert found <= policies
    assert titles(client, q="未成年人", issuer="江阴市人民政府") == []
    (issuer,) = set(
        PolicyPage.objects.filter(slug="zhengzhou-2014-10").values_list("issuers", flat=True)
    )
    assert len(titles(client, q="未成年人", issuer=issuer)) == 1
    assert len(titles(client, q="未成年人", kind="policy", since="2015-01-01")) == 1
    assert len(titles(client, q="未成年人", kind="policy", until="2014-12-31")) == 1
    assert titles(client, q="未成年人", since="2014-12-31", until="2014-12-01") == []


def test_results_are_turned_in_tens(client: Any) -> None:
    make_pages([(f"走访记录{number:02}", "一") for number in range(23)])
    turned = [titles(client, q="走访", page=str(number)) for number in (1, 2, 3, 4)]
    assert [len(page) for page in turned] == [10, 10, 3, 0]
    assert len({title for page in turned for title in page}) == 23
    text = asked(client, q="走访", page="2", since="2020-01-01")
    assert 'rel="next" href="/search/?q=%E8%B5%B0%E8%AE%BF&amp;since=2020-01-01&amp;page=3"' in text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"q": ""}, "请输入要找的词"),
        ({"q": "，。"}, "请输入要找的词"),
        ({"q": "长" * 101}, "不要超过100个字"),
        ({"q": "儿童", "since": "去年"}, "日期要写成2026-01-31这样"),
        ({"q": "儿童", "since": "2026-02-31"}, "日期要写成2026-01-31这样"),
        ({"q": "儿童", "since": "2026-02-01", "until": "2026-01-01"}, "开始日期晚于结束日期"),
        ({"q": "儿童", "kind": "secret"}, "没有这一类内容"),
        ({"q": "儿童", "page": "x"}, ""),
        ({"q": "绝无此词"}, "没有找到"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(
    client: Any, question: dict[str, str], sentence: str
) -> None:
    assert sentence in asked(client, **question)


def test_nothing_is_complained_of_before_anything_was_asked(client: Any) -> None:
    text = asked(client)
    assert "请输入要找的词" not in text
    assert "noindex" in text


def test_the_search_page_answers_questions_only(client: Any) -> None:
    assert client.post("/search/", {"q": "儿童"}).status_code == 405


def test_what_is_not_public_is_not_found(client: Any, system: Actor) -> None:
    draft, private, below = make_pages(
        [("草稿里的暗号", "一"), ("内部的暗号", "一"), ("下级的暗号", "一")]
    )
    Page.objects.filter(pk=draft.pk).update(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Page.objects.get(pk=below.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
    make_child("320281104208", by=system, name="暗号甲")
    text = asked(client, q="暗号")
    assert "没有找到" in text
    assert "暗号甲" not in text


def test_agencies_are_found_by_name_and_by_duty(client: Any) -> None:
    text = asked(client, q="江阴市公安局")
    assert "江阴市公安局" in text[text.index("find-agencies") :]
    named = find_agencies(words=["江阴市公安局"], today=TODAY, most=5)
    assert named[0].agency.name == "江阴市公安局"
    assert named[0].duties
    word = named[0].duties[0].text[:4]
    owing = find_agencies(words=["公安", word], today=TODAY, most=50)
    assert "江阴市公安局" in {found.agency.name for found in owing}
    assert asked(client, q="公安", kind="agency").count("<h3>") >= 2


def test_a_duty_that_is_over_is_not_found(system: Actor) -> None:
    before = find_agencies(words=["江阴市公安局"], today=TODAY, most=5)
    DutyAssignment.objects.filter(agency__name="江阴市公安局").update(
        until_date=TODAY - datetime.timedelta(days=1)
    )
    after = find_agencies(words=["江阴市公安局"], today=TODAY, most=5)
    assert before[0].duties
    assert "江阴市公安局" not in {found.agency.name for found in after}


def test_no_officer_is_found() -> None:
    DutyAssignment.objects.filter(agency__name="江阴市公安局").update(officer="赵某某")
    assert find_agencies(words=["赵某某"], today=TODAY, most=5) == ()


@pytest.mark.usefixtures("pages")
def test_a_question_costs_few_queries(client: Any, django_assert_max_num_queries: Any) -> None:
    make_pages([(f"走访记录{number:02}", "困境儿童") for number in range(23)])
    asked(client, q="儿童")
    with django_assert_max_num_queries(20):
        response = client.get("/search/", {"q": "儿童"})
    assert len(response.content) < 60_000
    assert ArticlePage.objects.count() > 20

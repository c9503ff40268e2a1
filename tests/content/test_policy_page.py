"""An official document on the site: its clauses, what it stands on, and who owes what by it."""

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command

from content.models import (
    ArticleIndexPage,
    ArticlePage,
    CitationKind,
    PolicyCitation,
    PolicyExplanation,
    PolicyIndexPage,
    PolicyPage,
)
from content.numbers import tidy_number

pytestmark = pytest.mark.django_db

JIANGYIN = "/policies/jiangyin-2015-77/"


@pytest.fixture(autouse=True)
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


def page(client: Any, address: str = JIANGYIN) -> str:
    response = client.get(address)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def another(number: str, **values: Any) -> PolicyPage:
    made = PolicyPage(
        title="另一份文件",
        number=number,
        issuers="演示市人民政府",
        issued_date="2026-01-01",
        summary="一句话。",
        **values,
    )
    PolicyIndexPage.objects.get().add_child(instance=made)
    return made


def clause(text: str, address: str) -> str:
    """What stands in the clause of the address."""
    found = re.search(rf'<section id="{address}".*?</section>', text, re.DOTALL)
    assert found is not None
    return found[0]


def test_every_clause_has_an_address_and_a_link_to_itself(client: Any) -> None:
    text = page(client)
    assert "被遗弃的婴儿" in clause(text, "c-3-8-2")
    for address in re.findall(r'<section id="(c[^"]+)"', text):
        assert f'class="anchor" href="#{address}"' in text


def test_the_contents_lead_to_the_headings(client: Any) -> None:
    text = page(client)
    contents = text[text.index("data-contents") : text.index("</nav>", text.index("data-contents"))]
    addresses = set(re.findall(r'href="#([^"]+)"', contents))
    assert "c-3-1" in addresses
    assert addresses <= set(re.findall(r'<section id="([^"]+)"', text))


def test_a_clause_shows_the_duties_that_come_from_it_and_who_bears_them(client: Any) -> None:
    text = clause(page(client), "c-3-8-2")
    assert "江阴市公安局" in text
    assert "江阴市公安局" not in clause(page(client), "c-2-3")


def test_every_duty_of_the_table_finds_its_clause(client: Any) -> None:
    for slug in ("jiangyin-2015-77", "zhengzhou-2014-10"):
        assert 'id="other-duties"' not in page(client, f"/policies/{slug}/")


def test_duties_of_clauses_that_the_page_has_not_are_shown_all_the_same(client: Any) -> None:
    made = PolicyPage.objects.get(slug="jiangyin-2015-77")
    made.body = [("section", {"level": "1", "label": "三、", "heading": "机制", "text": ""})]
    made.save()
    text = page(client)
    assert 'id="other-duties"' in text
    assert "江阴市民政局" in text


def test_what_a_document_stands_on_is_named_whether_the_site_has_it_or_not(client: Any) -> None:
    assert "民函〔2013〕143号" in page(client, "/policies/zhengzhou-2014-10/")
    assert "本站没有收录" in page(client, "/policies/zhengzhou-2014-10/")
    another("民函〔2013〕143号", slug="mca")
    assert 'href="/policies/mca/"' in page(client, "/policies/zhengzhou-2014-10/")
    assert 'href="/policies/zhengzhou-2014-10/"' in page(client, "/policies/mca/")


def test_two_documents_that_name_a_third_which_the_site_has_not_find_each_other(
    client: Any,
) -> None:
    citation = PolicyCitation(kind=CitationKind.BASED_ON, number="民函〔2013〕143号")
    another("示办〔2026〕3号", slug="sister", citations=[citation])
    text = page(client, "/policies/zhengzhou-2014-10/")
    assert "也提到它的" in text
    assert 'href="/policies/sister/"' in text


def test_a_document_that_nobody_may_read_yet_is_not_linked(client: Any) -> None:
    another("民函〔2013〕143号", slug="mca", live=False)
    assert 'href="/policies/mca/"' not in page(client, "/policies/zhengzhou-2014-10/")


def test_a_document_that_was_replaced_says_so_and_leads_on(client: Any) -> None:
    text = page(client)
    assert 'class="status' not in text
    old = PolicyPage.objects.get(slug="jiangyin-2015-77")
    old.status, old.changed_by = "replaced", "示办[2026]1号"
    old.save()
    assert "本文件已被替代" in page(client)
    assert "示办[2026]1号" in page(client)
    another("示办〔2026〕1号", slug="new")
    assert 'href="/policies/new/"' in page(client)


def test_a_newer_document_that_revises_it_is_told_without_anybody_touching_the_old(
    client: Any,
) -> None:
    citation = PolicyCitation(kind=CitationKind.REVISES, number="澄政办发〔2015〕77号")
    another("示办〔2026〕2号", slug="revision", citations=[citation])
    assert "修订了本文件" in page(client)


def test_an_explanation_is_linked_both_ways(client: Any) -> None:
    article = ArticlePage(title="一图读懂", published_date="2026-01-01", summary="一句话。")
    ArticleIndexPage.objects.get().add_child(instance=article)
    policy = PolicyPage.objects.get(slug="jiangyin-2015-77")
    policy.explanations = [PolicyExplanation(page=article)]
    policy.save()
    assert "一图读懂" in page(client)
    assert f'<a href="{JIANGYIN}">' in page(client, article.url)
    policy.unpublish()
    assert "解读的政策" not in page(client, article.url)


def test_a_page_can_be_looked_at_before_it_is_saved(client: Any) -> None:
    draft = PolicyPage(
        title="草稿",
        slug="draft",
        number="",
        issuers="演示市人民政府",
        summary="一句话。",
        citations=[PolicyCitation(number="民函〔2013〕143号")],
        explanations=[],
        body=[("section", {"level": "1", "label": "一、", "heading": "总则", "text": ""})],
    )
    response = draft.make_preview_request()
    text = response.render().content.decode()
    assert "民函〔2013〕143号" in text
    assert "哪些文件提到它" not in text


def test_a_citation_names_a_document() -> None:
    policy = PolicyPage.objects.get(slug="jiangyin-2015-77")
    with pytest.raises(ValidationError, match="请填写文号或名称"):
        PolicyCitation(policy=policy).full_clean()


@pytest.mark.parametrize(
    "text",
    ["郑政办 [2014] 10号", "郑政办（2014）10号", "郑政办﹝2014﹞１０号", "郑政办〔2014〕10号"],
)
def test_a_number_is_kept_in_one_way_of_writing(text: str) -> None:
    assert tidy_number(text) == "郑政办〔2014〕10号"


def test_a_page_is_light_and_costs_few_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    # What a process learns once it may know: kinds of pages, where the site begins. Nothing is kept of
    # this page, nor of the duty table.
    page(client, "/policies/zhengzhou-2014-10/")
    caches["public"].clear()
    with django_assert_max_num_queries(20):
        text = page(client)
    assert len(text.encode()) < 60_000
    assert not re.search(r'\sstyle="|<script(?! type="application/ld\+json")(?![^>]*\bsrc=)', text)

"""How search engines, feed readers and the browser's search box find the site."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from content.models import ArticlePage, PolicyIndexPage
from tests.home.search.corpus import make_pages

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


def xml(client: Any, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own


def json_ld(client: Any, address: str) -> dict[str, Any]:
    text = client.get(address).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    described: dict[str, Any] = json.loads(data)
    return described


def test_the_sitemap_names_every_public_page_and_no_other(client: Any) -> None:
    private = ArticlePage.objects.first()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    found = {one.text for one in xml(client, "/sitemap.xml").iter() if one.tag.endswith("}loc")}
    pages = Page.objects.live().public().filter(depth__gt=1)
    assert {f"http://testserver{page.url}" for page in pages} <= found
    assert all(one and one.startswith("http://testserver/") for one in found)
    assert f"http://testserver{private.url}" not in found


def test_the_feeds_tell_what_is_new(client: Any) -> None:
    make_pages([("刚刚发布", "一句话")])
    whole = [one.text for one in xml(client, "/feed/").findall("a:entry/a:title", ATOM)]
    assert whole[0] == "刚刚发布"
    section = PolicyIndexPage.objects.get()
    policies = [
        one.text for one in xml(client, f"/feed/{section.slug}/").findall("a:entry/a:title", ATOM)
    ]
    assert len(policies) == 2
    assert "刚刚发布" not in policies
    assert client.get("/feed/nothing/").status_code == 404


def test_the_browser_learns_how_to_search(client: Any) -> None:
    text = client.get("/opensearch.xml").content.decode()
    assert 'template="http://testserver/search/?q={searchTerms}"' in text
    front = client.get("/").content.decode()
    assert 'href="/opensearch.xml"' in front
    assert 'type="application/atom+xml"' in front


def test_a_city_invites_search_engines_and_a_trial_does_not(client: Any, settings: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    settings.IS_LOCAL_TRIAL = True
    assert client.get("/robots.txt").content.decode().split() == [
        "User-agent:",
        "*",
        "Disallow:",
        "/",
    ]


def test_a_policy_is_described_as_a_law(client: Any) -> None:
    policy = json_ld(client, "/policies/zhengzhou-2014-10/")
    assert policy["@type"] == "Legislation"
    assert policy["legislationIdentifier"] == "郑政办〔2014〕10号"
    assert policy["legislationLegalForce"].endswith("/InForce")
    assert policy["url"] == "http://testserver/policies/zhengzhou-2014-10/"


def test_the_front_page_an_article_and_a_list_say_what_they_are(client: Any) -> None:
    assert json_ld(client, "/")["potentialAction"]["target"].endswith(
        "/search/?q={search_term_string}"
    )
    article = ArticlePage.objects.first()
    assert json_ld(client, article.url)["@type"] == "Article"
    assert json_ld(client, "/policies/")["@type"] == "CollectionPage"


def test_no_text_of_a_page_ends_the_block_that_describes_it(client: Any) -> None:
    (page,) = make_pages([("</script><b>甲", "<!--")])
    text = client.get(page.url).content.decode()
    assert "</script><b>" not in text
    assert json_ld(client, page.url)["headline"] == "</script><b>甲"

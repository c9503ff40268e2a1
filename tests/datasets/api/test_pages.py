"""Front ends of other systems read the public pages; drafts take a token; nothing is written here."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from content.models import ArticlePage
from tests.datasets.api.calling import Program, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def page(db: None) -> ArticlePage:
    call_command("pages", verbosity=0)
    page = ArticlePage.objects.live().first()
    text = f'<p>见 <a linktype="page" id="{page.get_parent().pk}">目录</a></p>'
    page.body = json.dumps([{"type": "text", "value": text, "id": "1"}])
    page.save_revision().publish()
    return page


def test_published_pages_are_listed_and_found_by_their_address(page: ArticlePage) -> None:
    public = Program()
    listed = public.get("pages/", type="content.ArticlePage").json()
    assert page.title in [one["title"] for one in listed["items"]]
    found = public.client.get("/api/v3/pages/find/", {"html_path": page.url}, follow=True)
    assert found.json()["id"] == page.pk
    assert found.headers["Cache-Control"] == "public, max-age=60"
    assert found.headers["ETag"]


def test_a_list_tells_summary_day_and_cover_of_each_page(page: ArticlePage, media: Path) -> None:
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    value = {"image": image.pk, "alternative": "村口的儿童之家", "caption": ""}
    page.body = json.dumps([{"type": "picture", "value": value, "id": "1"}])
    page.save_revision().publish()
    listed = {one["id"]: one for one in Program().get("pages/", limit=100).json()["items"]}
    told = listed[page.pk]
    assert (told["summary"], told["date"]) == (page.summary, page.published_date.isoformat())
    assert told["cover"]["alternative"] == "村口的儿童之家"
    assert told["cover"]["url"].startswith("http")
    assert told["cover"]["url"].endswith(image.get_rendition("width-960").url)
    policy = next(one for one in listed.values() if one["meta"]["type"] == "content.PolicyPage")
    assert policy["summary"]
    assert policy["cover"] is None


def test_a_longer_list_costs_no_more_questions(
    page: ArticlePage, media: Path, django_assert_max_num_queries: Any
) -> None:
    """Of one type, each with a picture of its own."""
    images = [
        get_image_model().objects.create(title="x", file=get_test_image_file()) for _n in range(6)
    ]
    pages = list(ArticlePage.objects.live()[:6])
    for article, image in zip(pages, images, strict=True):
        value = {"image": image.pk, "alternative": "图", "caption": ""}
        article.body = json.dumps([{"type": "picture", "value": value, "id": "1"}])
        article.save_revision().publish()
    asked = {"type": "content.ArticlePage"}
    Program().get("pages/", **asked, limit=6)  # makes the copies of the pictures
    with CaptureQueriesContext(connection) as of_one:
        assert Program().get("pages/", **asked, limit=1).json()["items"][0]["cover"]
    with django_assert_max_num_queries(len(of_one)):
        covers = [one["cover"] for one in Program().get("pages/", **asked, limit=6).json()["items"]]
    assert all(covers)


def test_the_text_is_clean_html_with_real_addresses(page: ArticlePage) -> None:
    told = Program().get(f"pages/{page.pk}/").json()
    (block,) = told["body"]
    assert f'href="{page.get_parent().url}"' in str(block["value"])
    assert "linktype" not in str(block["value"])
    assert told["summary"] == page.summary


def test_a_draft_is_shown_to_the_tokens_of_those_who_edit_it(
    page: ArticlePage, editor: Any
) -> None:
    page.title = "尚未发布的标题"
    page.save_revision()
    draft = {"version": "draft"}
    assert Program().get(f"pages/{page.pk}/", **draft).json()["title"] != page.title
    seen = program_of(editor).get(f"pages/{page.pk}/", **draft)
    assert seen.json()["title"] == page.title
    assert seen.headers["Cache-Control"] == "no-store"
    assert program_of(editor, "agencies.read").get(f"pages/{page.pk}/").status_code == 403


def test_an_unpublished_page_is_not_there_for_the_public(page: ArticlePage) -> None:
    page.unpublish()
    assert Program().get(f"pages/{page.pk}/").status_code == 404


def test_nothing_is_written_by_this_door(page: ArticlePage, boss: Any) -> None:
    program = program_of(boss)
    before = Page.objects.count()
    for method in ("post", "patch", "delete", "put"):
        answer = getattr(program.client, method)(
            f"/api/v3/pages/{page.pk}/", headers=program.headers
        )
        assert answer.status_code == 405, method
    assert Page.objects.count() == before


@pytest.mark.parametrize(
    "address", ["snippets/", "sites/", "redirects/", "whoami/", "schema/", "docs/"]
)
def test_what_no_front_end_needs_has_no_address(address: str, boss: Any) -> None:
    assert program_of(boss).get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("pages/?colour=red", 400),
        ("pages/?descendant_of=99999999999999999999", 400),
        ("pages/99999999999999999999/", 404),
        ("images/?title__contains=x", 400),
        ("documents/", 200),
        ("images/", 200),
        ("pages/?slug=none", 200),
        ("pages/?limit=101", 400),
    ],
)
def test_unknown_parameters_are_refused(address: str, status: int) -> None:
    assert Program().get(address).status_code == status


def test_only_named_front_ends_of_other_hosts_may_read(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.gov.cn"]
    ours = Program(Origin="https://www.example.gov.cn").get("collections/")
    others = Program(Origin="https://elsewhere.example").get("collections/")
    assert ours.headers["Access-Control-Allow-Origin"] == "https://www.example.gov.cn"
    assert "Access-Control-Allow-Origin" not in others.headers
    assert "Access-Control-Allow-Credentials" not in ours.headers

"""Whoever has no name is served what is published now; whoever has one is never served from the cache."""

import datetime
import gzip
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction, Site

from content.models import ArticleIndexPage, ArticlePage, DirectoryPage, PolicyIndexPage
from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.history.bulk import Origin, Write, update_rows
from datasets.models import Agency, DutyAssignment
from datasets.public import public_figures, public_generation
from home.models import ContactSettings
from home.page_cache.entries import Entry
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cache(settings: Any, tmp_path: Any) -> Any:
    """As in production, in a folder of the test's own."""
    settings.CACHES = settings.CACHES | {
        "public": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "pages",
        }
    }
    call_command("pages", verbosity=0)
    return caches["public"]


@pytest.fixture
def article(cache: Any) -> ArticlePage:
    """One that its section lists."""
    return ArticlePage.objects.child_of(ArticleIndexPage.objects.get()).order_by("pk")[0]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done within has been committed after it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def is_kept(client: Any, django_assert_num_queries: Any) -> Callable[[str], bool]:
    """Whether the second of two requests is answered without the database, and alike."""

    def ask(address: str) -> bool:
        first = client.get(address)
        with CountQueries() as queries:
            second = client.get(address)
        assert second.status_code == first.status_code
        assert queries.count or second.content == first.content
        return queries.count == 0

    return ask


class CountQueries:
    def __enter__(self) -> "CountQueries":
        self.count = 0
        self.wrapper = connection.execute_wrapper(self._count)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.wrapper.__exit__(*error)

    def _count(self, execute: Any, *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def text(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.parametrize(
    "address",
    ["/", "/policies/", "/policies/zhengzhou-2014-10/", "/policies/?page=2", "/sitemap.xml", "/feed/",
     "/feed/policies/", "/opensearch.xml", "/robots.txt"],
)  # fmt: skip
def test_a_public_page_is_made_once(is_kept: Any, address: str) -> None:
    assert is_kept(address)


@pytest.mark.parametrize(
    "address",
    ["/no/such/page/", "/policies", "/search/?q=儿童", "/policies/?page=99999", "/policies/?x=1",
     "/policies/?page=1&page=2", "/admin/login/", "/admin/"],
)  # fmt: skip
def test_everything_else_is_made_anew(client: Any, address: str, cache: Any) -> None:
    client.get(address)
    client.get(address)
    assert not entries(cache)


def entries(cache: Any) -> list[Entry]:
    """The kept pages: the duty table and the generation's name lie beside them."""
    values = []
    for path in cache._list_cache_files():
        with Path(path).open("rb") as file:
            pickle.load(file)  # noqa: S301 - when it ends
            values.append(pickle.loads(zlib.decompress(file.read())))  # noqa: S301 - our own
    return [value for value in values if isinstance(value, Entry)]


def published(page: Page, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_published_change_is_seen_at_once_on_the_page_and_wherever_it_is_listed(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    lists = ("/articles/", article.url, "/feed/")
    for address in lists:
        assert "换了题目" not in text(client, address)
    with committed():
        published(article, title="换了题目")
    for address in lists:
        assert "换了题目" in text(client, address)


def test_a_page_withdrawn_is_gone_at_once(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    assert client.get(article.url).status_code == 200
    assert article.title in text(client, "/articles/")
    with committed():
        article.unpublish()
    assert client.get(article.url).status_code == 404
    assert article.title not in text(client, "/articles/")


def test_a_deleted_page_is_gone_at_once(client: Any, article: ArticlePage, committed: Any) -> None:
    assert article.title in text(client, "/articles/")
    with committed():
        Page.objects.get(pk=article.pk).delete()
    assert client.get(article.url).status_code == 404
    assert article.title not in text(client, "/articles/")


def test_a_moved_page_answers_at_its_new_address_alone(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    old = article.url
    assert client.get(old).status_code == 200
    with committed():
        other = ArticleIndexPage(title="另一栏", slug="other")
        Site.objects.get().root_page.add_child(instance=other)
        MovePageAction(article, other, pos="last-child").execute(skip_permission_checks=True)
    assert client.get(old).status_code == 404
    assert client.get(f"/other/{article.slug}/").status_code == 200


def test_a_new_slug_moves_what_lies_below(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    old = article.url
    assert client.get(old).status_code == 200
    with committed():
        published(ArticleIndexPage.objects.get(), slug="reading")
    assert client.get(old).status_code == 404
    assert client.get(f"/reading/{article.slug}/").status_code == 200


def test_what_was_scheduled_comes_and_goes_on_time(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    def at(hours: int) -> datetime.datetime:
        return timezone.now() + datetime.timedelta(hours=hours)

    article.title, article.go_live_at = "到时候才有", at(2)
    article.save_revision(approved_go_live_at=at(2)).publish()
    assert "到时候才有" not in text(client, article.url)
    revision = article.latest_revision
    revision.approved_go_live_at = at(-1)
    revision.content["go_live_at"] = at(-1).isoformat()
    revision.save()
    with committed():
        call_command("publish_scheduled")
    assert "到时候才有" in text(client, article.url)
    Page.objects.filter(pk=article.pk).update(expire_at=at(-1))
    assert client.get(article.url).status_code == 200
    with committed():
        call_command("publish_scheduled")
    assert client.get(article.url).status_code == 404


def test_a_page_closed_to_the_public_is_closed_at_once(
    client: Any, article: ArticlePage, committed: Any, is_kept: Any
) -> None:
    assert client.get(article.url).status_code == 200
    with committed():
        PageViewRestriction.objects.create(page=article, restriction_type="password", password="x")
    asked = text(client, article.url)
    assert article.summary not in asked
    assert not is_kept(article.url)
    with committed():
        PageViewRestriction.objects.all().delete()
    assert client.get(article.url).status_code == 200


def test_settings_of_the_site_are_seen_at_once(client: Any, committed: Any) -> None:
    assert "新的页脚" not in text(client, "/policies/")
    with committed():
        found = ContactSettings.for_site(Site.objects.get())
        found.footer = "新的页脚"
        found.save()
    assert "新的页脚" in text(client, "/policies/")


def test_a_changed_duty_table_is_seen_at_once(client: Any, committed: Any, system: Actor) -> None:
    agency = Agency.objects.get(name="江阴市公安局")
    address = f"{DirectoryPage.objects.get().url}agency/{agency.code}/"
    assert "0510-00000000" not in text(client, address)
    with committed():
        change(agency, values={"public_phone": "0510-00000000"}, by=system, reason="核对")
    assert "0510-00000000" in text(client, address)


def test_a_duty_table_that_came_in_as_a_ledger_is_seen_at_once(
    committed: Any, system: Actor
) -> None:
    generation = public_generation()
    origin = Origin(author_id=system.user.pk, at=timezone.now(), reason="台账")
    assignment = DutyAssignment.objects.first()
    with committed():
        update_rows(DutyAssignment, ["officer"], [Write(assignment.pk, ("甲",))], origin=origin)
    assert public_generation() != generation


def test_what_is_recorded_of_children_leaves_public_pages_alone(
    committed: Any, system: Actor
) -> None:
    generation = public_generation()
    with committed():
        make_child("320281104208", by=system)
    assert public_generation() == generation


def test_a_draft_leaves_public_pages_alone(
    client: Any, article: ArticlePage, committed: Any, is_kept: Any
) -> None:
    assert is_kept(article.url)
    with committed():
        article.title = "还没写好"
        article.save_revision()
    with CountQueries() as queries:
        assert "还没写好" not in text(client, article.url)
    assert queries.count == 0


def test_a_page_begun_before_a_publication_is_not_served_after_it(
    client: Any, article: ArticlePage, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is published while a visitor's request is under way, which has read what stood before."""
    serve = ArticlePage.serve

    def slow(page: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(ArticlePage, "serve", serve)
        response = serve(page, request, *args, **kwargs).render()
        with committed():
            published(ArticlePage.objects.get(pk=page.pk), title="已经改了")
        return response

    monkeypatch.setattr(ArticlePage, "serve", slow)
    assert "已经改了" not in text(client, article.url)
    assert "已经改了" in text(client, article.url)


def test_whoever_is_logged_in_is_neither_kept_nor_served_what_is_kept(
    client: Any, editor: Any, article: ArticlePage, cache: Any
) -> None:
    mine = Client()
    mine.force_login(editor)
    answer = mine.get(article.url)
    assert "userbar" in answer.content.decode()
    assert "private" in answer.headers["Cache-Control"]
    assert not entries(cache)
    assert "userbar" not in text(client, article.url)
    assert len(entries(cache)) == 1
    assert "userbar" in text(mine, article.url)
    assert len(entries(cache)) == 1


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "sessionid=x"}, {"cookie": "text=large"}, {"authorization": "Bearer x"},
     {"origin": "https://example.org"}],
)  # fmt: skip
def test_a_visitor_with_something_of_their_own_is_served_afresh(
    client: Any, headers: dict[str, str], cache: Any
) -> None:
    client.get("/policies/")
    with CountQueries() as queries:
        client.get("/policies/", headers=headers)
    assert queries.count
    assert len(entries(cache)) == 1


def test_a_preview_is_neither_kept_nor_taken_from_the_cache(
    client: Any, editor: Any, article: ArticlePage, cache: Any
) -> None:
    client.get(article.url)
    article.title = "预览中的题目"
    shown = article.make_preview_request()
    assert "预览中的题目" in shown.content.decode()
    assert "预览中的题目" not in text(client, article.url)
    assert len(entries(cache)) == 1


def test_hosts_and_days_are_kept_apart(
    client: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert "http://testserver/" in text(client, "/sitemap.xml")
    other = client.get("/sitemap.xml", headers={"host": "other.example"}).content.decode()
    assert "http://other.example/" in other
    with CountQueries() as queries:
        client.get("/")
        client.get("/")
    before = queries.count
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: tomorrow)
    with CountQueries() as queries:
        assert f"截至{tomorrow}" in text(client, "/")
    assert before
    assert queries.count


def test_browsers_ask_whether_it_is_still_so(
    client: Any, article: ArticlePage, committed: Any
) -> None:
    first = client.get(article.url)
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Encoding" in first.headers["Vary"]
    tag = first.headers["ETag"]
    again = client.get(article.url, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Security-Policy" in again.headers
    with committed():
        published(article, title="换了题目")
    assert client.get(article.url, headers={"if-none-match": tag}).status_code == 200


def test_pages_travel_compressed_where_the_browser_can_read_it(
    client: Any, article: ArticlePage
) -> None:
    plain = client.get(article.url)
    packed = client.get(article.url, headers={"accept-encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert int(packed.headers["Content-Length"]) == len(packed.content)


def test_a_head_request_is_answered_from_the_cache_without_a_body(client: Any) -> None:
    assert client.head("/policies/").content == b""
    client.get("/policies/")
    with CountQueries() as queries:
        response = client.head("/policies/")
    assert queries.count == 0
    assert response.content == b""
    assert int(response.headers["Content-Length"]) > 500


def test_a_cold_page_costs_at_most_twenty_queries_and_sixty_kilobytes(client: Any) -> None:
    make_child(XUXIAKE_VILLAGE)
    public_figures(today=timezone.localdate())  # once a month
    for address in ("/", "/policies/", "/policies/zhengzhou-2014-10/", "/articles/"):
        with CountQueries() as queries:
            response = client.get(address)
        assert queries.count <= 20, address
        assert len(response.content) < 60_000, address


class Broken:
    def __init__(self, location: str, params: dict[str, Any]) -> None:
        pass

    def close(self) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        raise ConnectionError("no cache")


def test_without_its_cache_the_site_goes_on(
    client: Any,
    settings: Any,
    article: ArticlePage,
    committed: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.CACHES = django_settings.CACHES | {
        "public": {"BACKEND": "tests.home.test_page_cache.Broken"}
    }
    with committed():
        published(article, title="照样发布")
    assert "照样发布" in text(client, article.url)
    assert "page cache does not answer" in caplog.text


def test_editing_in_the_admin_empties_it(client: Any, boss: Any, committed: Any) -> None:
    """The whole way: the form of who may publish, the publication, the visitor's next request."""
    index = PolicyIndexPage.objects.get()
    assert "改过的导语" not in text(client, index.url)
    mine = Client()
    mine.force_login(boss)
    form = {
        "title": index.title, "slug": index.slug, "introduction": "改过的导语", "action-publish": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    with committed():
        answer = mine.post(reverse("wagtailadmin_pages:edit", args=[index.pk]), form)
    assert answer.status_code == 302
    assert "改过的导语" in text(client, index.url)

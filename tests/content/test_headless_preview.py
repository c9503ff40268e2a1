"""From the editor to the same draft on a front end of another host, by a key that soon ends."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse

from content.models import ArticlePage
from tests.content.writing import made_article
from tests.datasets.api.calling import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages")]

FRONT_END = "https://www.example.gov.cn/preview"


@pytest.fixture(autouse=True)
def front_end(settings: Any) -> None:
    settings.FRONT_END_PREVIEW = FRONT_END


@pytest.fixture
def page() -> ArticlePage:
    return made_article()


def key_for(client: Any, page: ArticlePage, user: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse("preview_elsewhere", args=[page.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{FRONT_END}?key=")
    assert answer["Referrer-Policy"] == "no-referrer"
    return parse_qs(urlsplit(answer["Location"]).query)["key"][0]


def test_the_front_end_reads_the_draft_that_was_saved_last(
    client: Any, page: ArticlePage, editor: Any
) -> None:
    key = key_for(client, page, editor)
    page.title = "刚改的标题"
    page.save_revision()
    answer = Program().get("preview/", key=key)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["title"] == "刚改的标题"
    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" not in answer["Vary"]
    assert Program().get(f"pages/{page.pk}/").status_code == 404, "the page itself stays shut"


def test_the_key_ends_with_its_time_and_with_its_account(
    client: Any, page: ArticlePage, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_for(client, page, editor)
    with monkeypatch.context() as patched:
        patched.setattr("datasets.public.previews.PREVIEW_SECONDS", -1)
        assert Program().get("preview/", key=key).status_code == 404
    assert Program().get("preview/", key=key).status_code == 200
    editor.is_active = False
    editor.save()
    assert Program().get("preview/", key=key).status_code == 404


def test_a_key_that_is_none_or_is_for_something_else_opens_nothing(
    page: ArticlePage, editor: Any
) -> None:
    foreign = signing.dumps({"page": page.pk, "user": editor.pk})
    for key in ("x", "", foreign):
        assert Program().get("preview/", key=key).status_code == 404
    assert Program().get("preview/").status_code == 400
    assert Program().get("preview/", key="x", version="live").status_code == 400


def test_who_may_not_edit_the_page_gets_no_key_and_shows_nothing_by_one(
    client: Any, page: ArticlePage, editor: Any, clerk: Any
) -> None:
    key = key_for(client, page, editor)
    editor.groups.clear()
    assert Program().get("preview/", key=key).status_code == 404
    client.force_login(clerk)
    assert client.get(reverse("preview_elsewhere", args=[page.pk])).status_code in (302, 403)
    assert FRONT_END not in client.get(reverse("preview_elsewhere", args=[page.pk])).get(
        "Location", ""
    )


def test_the_button_stands_where_there_is_a_front_end_alone(
    client: Any, page: ArticlePage, editor: Any, settings: Any
) -> None:
    client.force_login(editor)
    edit, address = (
        reverse(name, args=[page.pk]) for name in ("wagtailadmin_pages:edit", "preview_elsewhere")
    )
    assert address in client.get(edit).content.decode()
    settings.FRONT_END_PREVIEW = ""
    assert address not in client.get(edit).content.decode()
    assert client.get(address).status_code == 404

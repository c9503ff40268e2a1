import re
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from wagtail.models import Site

from datasets.access import Actor
from home.models import ContactSettings, HomePage
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(client: Any) -> str:
    call_command("pages", verbosity=0)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_migrations_make_a_site_with_a_front_page() -> None:
    site = Site.objects.get()
    assert (site.hostname, site.site_name, site.is_default_site) == ("localhost", "护童", True)
    assert isinstance(site.root_page.specific, HomePage)
    assert ContactSettings.for_site(site).hotlines.first().number == "110"


def test_the_front_page_says_whom_to_call_first(front: str) -> None:
    main = front[front.index("<main") :]
    assert main.index('href="tel:110"') < main.index("护童是什么")


def test_the_front_page_shows_who_owes_what(front: str) -> None:
    assert "谁负责什么" in front
    assert 'href="/duties/place/320281/"' in front
    assert 'href="/duties/call/"' in front
    assert "郑政办〔2014〕10号" in front
    assert "工作人员登录" in front


def test_the_front_page_lists_the_policies(front: str) -> None:
    assert 'href="/policies/zhengzhou-2014-10/"' in front
    assert 'href="/policies/jiangyin-2015-77/"' in front


def test_the_front_page_tells_small_counts_of_children_to_nobody(
    client: Any, system: Actor
) -> None:
    make_child("320281104208", by=system, name="不可公开")
    text = client.get("/").content.decode()
    assert "不足10" in text
    assert "不可公开" not in text


def test_no_public_page_asks_another_host(front: str, client: Any) -> None:
    texts = [front, client.get("/articles/").content.decode(), client.get("/no/").content.decode()]
    for text in texts:
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)


def test_an_unknown_address_is_answered_in_chinese(client: Any) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()


def test_the_page_of_failure_needs_neither_database_nor_static_files() -> None:
    text = render_to_string("500.html")
    assert "系统出错了" in text
    assert "tel:110" in text

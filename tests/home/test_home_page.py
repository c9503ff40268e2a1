import re
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from datasets.access import Actor
from datasets.public import public_figures
from home.models import ContactSettings, HomePage
from tests.conftest import XUXIAKE_VILLAGE
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


def test_the_front_page_leads_on_and_is_light(front: str) -> None:
    assert "谁负责什么" in front
    assert 'href="/duties/place/320281/"' in front
    assert 'href="/duties/call/"' in front
    assert "郑政办〔2014〕10号" in front
    assert 'href="/articles/"' in front
    assert "工作人员登录" in front
    assert len(front.encode()) < 30_000


def publish_figures() -> None:
    """As the month's first visitor did. (An empty register's are counted for each.)"""
    make_child(XUXIAKE_VILLAGE)
    public_figures(today=timezone.localdate())


def test_the_front_page_takes_few_queries(client: Any, django_assert_max_num_queries: Any) -> None:
    call_command("pages", verbosity=0, examples=True)
    publish_figures()
    with django_assert_max_num_queries(20):
        text = client.get("/").content.decode()
    assert "活动和培训" in text
    assert "即将开始" in text


def test_the_front_page_lists_the_policies(front: str) -> None:
    assert 'href="/policies/zhengzhou-2014-10/"' in front
    assert 'href="/policies/jiangyin-2015-77/"' in front


def test_the_front_page_tells_small_counts_of_children_to_nobody(
    client: Any, system: Actor
) -> None:
    make_child("320281104208", by=system, name="不可公开")
    text = client.get("/").content.decode()
    assert "不公布" in text
    assert "不可公开" not in text


def test_no_public_page_asks_another_host(front: str, client: Any) -> None:
    texts = [front, client.get("/articles/").content.decode(), client.get("/no/").content.decode()]
    for text in texts:
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)


def test_an_unknown_address_is_answered_in_chinese(client: Any) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()


def test_the_page_to_leave_to_tells_nothing_of_this_site(client: Any) -> None:
    text = client.get("/calendar/").content.decode()
    for word in ("护童", "未成年", "110"):
        assert word not in text


def test_the_city_chooses_where_to_leave_to(client: Any) -> None:
    assert 'href="/calendar/"' in client.get("/").content.decode()
    ContactSettings.objects.update(exit_address="https://weather.example.cn/")
    assert 'href="https://weather.example.cn/"' in client.get("/").content.decode()


def test_the_footer_names_office_and_filing(client: Any) -> None:
    ContactSettings.objects.update(office="示例市民政局", filing_number="示ICP备00000000号")
    text = client.get("/").content.decode()
    assert "主办：示例市民政局" in text
    assert "示ICP备00000000号" in text


def test_the_page_of_refusal_is_in_chinese() -> None:
    assert "不能看这个页面" in render_to_string("403.html")


def test_the_page_of_failure_needs_neither_database_nor_static_files() -> None:
    text = render_to_string("500.html")
    assert "系统出错了" in text
    assert "tel:110" in text

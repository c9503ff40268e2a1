from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page

from content.first_pages.policies import POLICIES
from content.models import ArticleIndexPage, NoticeIndexPage, PolicyPage

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("pages")
def test_both_policies_and_the_articles_are_public(client: Any) -> None:
    assert PolicyPage.objects.count() == 2
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200
        assert page.title in response.content.decode()
        assert not page.has_unpublished_changes


@pytest.mark.usefixtures("pages")
def test_a_policy_shows_number_issuer_date_and_summary(client: Any) -> None:
    text = client.get("/policies/zhengzhou-2014-10/").content.decode()
    for shown in (
        "郑政办〔2014〕10号", "郑州市人民政府办公厅", "2014-04-14", POLICIES[0].summary, "二七区"
    ):  # fmt: skip
        assert shown in text


@pytest.mark.usefixtures("pages")
def test_an_index_lists_the_newest_first(client: Any) -> None:
    text = client.get("/policies/").content.decode()
    assert text.index("澄政办发〔2015〕77号") < text.index("郑政办〔2014〕10号")
    assert not NoticeIndexPage.objects.get().get_children().exists()
    assert "还没有内容" in client.get("/notices/").content.decode()


@pytest.mark.usefixtures("pages")
def test_a_second_run_leaves_the_pages_as_the_city_has_made_them() -> None:
    PolicyPage.objects.filter(slug="jiangyin-2015-77").update(title="改过的标题")
    ArticleIndexPage.objects.get().delete()
    call_command("pages", verbosity=0)
    assert PolicyPage.objects.get(slug="jiangyin-2015-77").title == "改过的标题"
    assert not ArticleIndexPage.objects.exists()


def test_pages_need_the_roles() -> None:
    Group.objects.filter(name="宣传编辑").update(name="别的名字")
    with pytest.raises(CommandError, match="seed"):
        call_command("pages", verbosity=0)


@pytest.mark.usefixtures("pages")
def test_a_clerk_cannot_touch_the_pages(as_clerk: Any) -> None:
    page = PolicyPage.objects.first()
    response = as_clerk.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    assert response.status_code == 302

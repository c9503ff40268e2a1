"""The guard over whole pages: what it stops, and where it says so."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, get_page_models

from content.guard.forms import GuardedPageForm
from content.guard.inspection import what_stops
from content.models import ArticlePage, NoticeIndexPage
from datasets.models import Agency
from tests.content.writing import add_address, article_form, made_article, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages")]


def codes(page: Page) -> list[str]:
    return [finding.code for finding in what_stops(page)]


@pytest.mark.usefixtures("pages")
def test_every_first_page_could_be_published() -> None:
    for page in Page.objects.filter(depth__gt=1).specific():
        assert not what_stops(page), page.title


def test_a_finding_stands_at_its_block(client: Any, editor: Any) -> None:
    client.force_login(editor)
    number = "990000201001011234"
    form = article_form(text("<p>好。</p>"), text(f"<p>证件{number}。</p>"))
    response = client.post(add_address(), form | {"action-submit": "1"})
    assert response.status_code == 200
    errors = response.context["form"].errors["body"].as_data()[0]
    assert list(errors.block_errors) == [1]
    assert "身份证号" in str(errors.block_errors[1].messages)
    assert not ArticlePage.objects.filter(slug="winter").exists()


def test_a_finding_deep_inside_stands_there_too(client: Any, editor: Any) -> None:
    client.force_login(editor)
    steps = {
        "heading": "怎么办",
        "steps-count": "1",
        "steps-0-deleted": "",
        "steps-0-order": "0",
        "steps-0-type": "",
        "steps-0-value-heading": "先打13812345678",
        "steps-0-value-text": "null",
    }
    response = client.post(add_address(), article_form(("steps", steps)) | {"action-submit": "1"})
    (error,) = response.context["form"].errors["body"].as_data()
    inner = error.block_errors[0].block_errors["steps"].block_errors[0].block_errors["heading"]
    assert "个人手机号" in inner.messages[0]


def test_a_draft_may_be_unfinished(client: Any, editor: Any) -> None:
    client.force_login(editor)
    response = client.post(add_address(), article_form(text("<p>打13812345678。</p>")))
    assert response.status_code == 302
    assert ArticlePage.objects.filter(slug="winter", live=False).exists()


def test_a_superuser_is_stopped_as_well(client: Any, boss: Any) -> None:
    client.force_login(boss)
    form = article_form(text("<p>好。</p>"), summary="990000201001011234")
    response = client.post(add_address(), form | {"action-publish": "1"})
    assert "身份证号" in str(response.context["form"].errors["summary"])


def test_the_published_number_of_an_agency_may_stand() -> None:
    page = made_article("<p>值班电话13812345678</p>")
    assert codes(page) == ["telephone"]
    agency = Agency.objects.first()
    assert agency
    Agency.objects.filter(pk=agency.pk).update(public_phone="0510-1234567、138 1234 5678")
    assert codes(page) == ["telephone"]  # blanks part two numbers there
    Agency.objects.filter(pk=agency.pk).update(public_phone="0510-1234567、138-1234-5678")
    assert codes(page) == []


def test_a_picture_in_a_text_says_what_is_on_it() -> None:
    embed = '<embed embedtype="image" id="1" format="left" alt="{}"/>'
    assert codes(made_article(embed.format(""))) == ["untold_picture"]
    assert codes(made_article(embed.format("IMG_2034.jpg"), slug="two")) == ["untold_picture"]
    assert codes(made_article(embed.format("老师在教室里讲课"), slug="three")) == []


@pytest.mark.usefixtures("media")
def test_a_file_name_is_no_alternative_text() -> None:
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    page = made_article()
    for words, found in (("微信图片_20261120", ["untold_picture"]), ("村口的儿童之家", [])):
        value = {"image": image.pk, "alternative": words, "caption": ""}
        page.body = json.dumps([{"type": "picture", "value": value, "id": "1"}])
        assert codes(page) == found


@pytest.mark.parametrize(
    ("html", "is_dead"),
    [
        ('<a href="/questions/">好</a>', False),
        ('<a href="/articles/no-such-page/">坏</a>', True),
        ('<a href="http://localhost/articles/no-such-page/">坏</a>', True),
        ('<a href="https://www.gov.cn/">外面</a>', False),
        ('<a href="tel:110">电话</a>', False),
        ('<a href="#top">本页</a>', False),
        ('<a href="/calendar/">日历</a>', False),
        ('<a linktype="page" id="987654">没了的页面</a>', True),
        ('<a linktype="document" id="987654">没了的文件</a>', True),
    ],
)
def test_a_link_within_the_site_leads_somewhere(html: str, is_dead: bool) -> None:
    assert codes(made_article(f"<p>{html}</p>")) == (["dead_link"] if is_dead else [])


def test_a_page_not_published_is_no_place_to_lead_to() -> None:
    notices = NoticeIndexPage.objects.get()
    page = made_article(f'<p><a linktype="page" id="{notices.pk}">通知</a></p>')
    assert codes(page) == []
    notices.unpublish()
    (finding,) = what_stops(page)
    assert "通知" in finding.message
    assert finding.label == "正文 · 1. 文字"


@pytest.mark.usefixtures("media")
def test_a_document_that_is_there_may_be_linked() -> None:
    document = get_document_model().objects.create(
        title="表", file=ContentFile(b"%PDF-1.4", "a.pdf")
    )
    assert codes(made_article(f'<p><a linktype="document" id="{document.pk}">表</a></p>')) == []


def test_every_page_of_the_site_is_guarded() -> None:
    for model in get_page_models():
        if model.__module__.startswith(("content", "home")):
            assert issubclass(model.get_edit_handler().get_form_class(), GuardedPageForm), model


def test_the_editor_opens_for_each_kind(client: Any, boss: Any) -> None:
    client.force_login(boss)
    seen = set()
    for page in Page.objects.filter(depth__gt=1).specific():
        if type(page) not in seen:
            seen.add(type(page))
            edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
            assert client.get(edit).status_code == 200, page.title

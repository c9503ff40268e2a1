"""Each block as the public gets it."""

import datetime
import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from content.blocks.contacts import HotlineBlock
from content.blocks.media import AudioBlock, VideoBlock
from content.models import ArticlePage, CampaignPage, PolicyPage
from content.models.events import Stage
from datasets.models import Agency
from tests.content.writing import made_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages", "media")]


def shown(client: Any, kind: str, value: Any) -> str:
    page = made_article()
    page.body = json.dumps([{"type": kind, "value": value, "id": "1"}])
    page.save_revision().publish()
    response = client.get(ArticlePage.objects.get(pk=page.pk).url)
    assert response.status_code == 200
    return str(response.content.decode())


#: What tells a kind of file at its beginning; 2 KiB in all.
BEGINNINGS = {"mp4": b"\0\0\0\x18ftypisom", "vtt": b"WEBVTT\n", "pdf": b"%PDF-1.7\n"}


def file_named(name: str) -> Any:
    content = BEGINNINGS[name.rpartition(".")[2]].ljust(2048, b" ")
    return get_document_model().objects.create(title="报名表", file=ContentFile(content, name=name))


def test_a_hotline_is_called_by_a_tap(client: Any) -> None:
    text = shown(client, "hotline", {"number": "12355", "name": "青少年服务台", "when": "难受时"})
    assert 'href="tel:12355"' in text
    with pytest.raises(ValidationError):
        HotlineBlock().clean({"number": "找老张", "name": "x", "when": ""})


def test_an_agency_card_has_todays_telephone(client: Any) -> None:
    Agency.objects.filter(code="jiangyin-education").update(public_phone="0510-86860000")
    text = shown(client, "agency", {"agency": "jiangyin-education", "note": "入学"})
    assert "江阴市教育局" in text
    assert 'href="tel:0510-86860000"' in text


def test_an_agency_that_is_gone_leaves_no_empty_card(client: Any) -> None:
    assert 'class="contact"' not in shown(client, "agency", {"agency": "gone", "note": ""})


@pytest.mark.parametrize(
    ("count", "expected"), [("duties", "明确的职责"), ("children", "不公布"), ("agencies", "机构")]
)
def test_a_live_figure_says_what_was_counted_and_when(
    client: Any, count: str, expected: str
) -> None:
    text = shown(client, "figure", {"count": count, "region": "320281", "caption": ""})
    assert expected in text
    assert "截至" in text


def test_a_picture_is_told(client: Any) -> None:
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    value = {"image": image.pk, "alternative": "村口的儿童之家", "caption": "儿童之家"}
    text = shown(client, "picture", value)
    assert 'alt="村口的儿童之家"' in text
    assert "<figcaption>儿童之家</figcaption>" in text


def test_a_video_comes_with_captions_and_transcript(client: Any) -> None:
    video, captions = file_named("a.mp4"), file_named("a.vtt")
    value = {
        "title": "敲门",
        "file": video.pk,
        "captions": captions.pk,
        "transcript": "<p>先说是谁。</p>",
    }
    text = shown(client, "video", value)
    assert 'type="video/mp4"' in text
    for file in (video, captions):
        assert f'src="{file.url}"' in text
        assert client.get(file.url).status_code == 200
    assert "先说是谁。" in text


def test_a_file_of_the_wrong_kind_is_refused() -> None:
    for block, name in ((VideoBlock(), "a.pdf"), (AudioBlock(), "a.mp4")):
        with pytest.raises(ValidationError, match="请选择这几种文件"):
            block.child_blocks["file"].clean(file_named(name))


def test_a_download_says_kind_and_size(client: Any) -> None:
    text = shown(client, "download", {"document": file_named("a.pdf").pk, "description": ""})
    assert "PDF" in text
    assert "2.0" in text


def test_a_policy_behind_a_page_is_one_tap_away(client: Any) -> None:
    policy = PolicyPage.objects.get(slug="jiangyin-2015-77")
    text = shown(client, "policy", {"policy": policy.pk, "clause": "三（三）"})
    anchor = next(
        clause.address for clause in policy.clauses_in_order() if clause.name == "三（三）"
    )
    assert f'<a href="{policy.url}#{anchor}">三（三）</a>' in text
    assert "三（三）" in text
    policy.unpublish()
    assert "三（三）" not in client.get("/articles/winter/").content.decode()


def test_steps_questions_and_quotations_are_what_they_are(client: Any) -> None:
    steps = {"heading": "怎么办", "steps": [{"heading": "敲门", "text": "<p>说是谁。</p>"}]}
    assert '<ol class="steps">' in shown(client, "steps", steps)
    ArticlePage.objects.all().delete()
    asked = {"heading": "", "questions": [{"question": "能报告吗？", "answer": "<p>能。</p>"}]}
    assert "<summary>能报告吗？</summary>" in shown(client, "questions", asked)
    ArticlePage.objects.all().delete()
    assert "<blockquote>" in shown(client, "quotation", {"text": "一盏灯。", "source": "邻居"})


def test_a_campaign_knows_whether_it_runs() -> None:
    first, last = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
    campaign = CampaignPage(starts_date=first, ends_date=last)
    day = datetime.timedelta(days=1)
    assert campaign.stage_on(first - day) is Stage.COMING
    assert campaign.stage_on(last) is Stage.RUNNING
    assert campaign.stage_on(last + day) is Stage.OVER
    with pytest.raises(ValidationError, match="结束日期"):
        CampaignPage(starts_date=last, ends_date=first).validate_constraints()


def test_an_old_text_becomes_the_first_block_and_back() -> None:
    migration = importlib.import_module("content.migrations.0005_article_bodies_as_blocks")
    stream = migration.as_stream("<p>“好”</p>")
    assert json.loads(stream) == [{"type": "text", "value": "<p>“好”</p>"}]
    assert migration.as_stream(stream) == stream
    assert migration.as_rich_text(stream) == "<p>“好”</p>"
    assert migration.as_stream("") == "[]"


def test_no_template_speaks_of_another_host() -> None:
    for path in Path("templates").rglob("*.html"):
        for quoted in ('src="http', 'src="//', "@import"):
            assert quoted not in path.read_text("utf-8"), path

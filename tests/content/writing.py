"""What an editor sends from the form of an article."""

from typing import Any

from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.models import ArticleIndexPage, ArticlePage

#: As the form has them; a block's kind and its value.
Block = tuple[str, Any]


def article_form(*blocks: Block, **values: Any) -> dict[str, Any]:
    form = nested_form_data(
        {
            "title": "冬天走访",
            "slug": "winter",
            "published_date": "2026-11-20",
            "summary": "入冬以后看什么。",
            "body": streamfield(list(blocks)),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **values,
        }
    )
    return dict(form)


def text(html: str) -> Block:
    return "text", rich_text(html, features=["h2", "bold", "link"])


def add_address() -> str:
    index = ArticleIndexPage.objects.get()
    return reverse("wagtailadmin_pages:add", args=("content", "articlepage", index.pk))


def made_article(html: str = "<p>看取暖，看衣被。</p>", **values: Any) -> ArticlePage:
    """A draft in the tree, with its first revision."""
    fields = {
        "title": "冬天走访",
        "slug": "winter",
        "published_date": "2026-11-20",
        "summary": "看什么。",
    }
    page = ArticlePage(live=False, body=[("text", RichText(html))], **fields | values)
    ArticleIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page

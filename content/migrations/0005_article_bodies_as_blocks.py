"""An article's body becomes the first block of its stream, in the page and in each of its revisions."""

import json
from typing import Any

from django.db import migrations


def as_stream(body: str) -> str:
    if not body or body.startswith("["):
        return body or "[]"
    return json.dumps([{"type": "text", "value": body}], ensure_ascii=False)


def as_rich_text(body: str) -> str:
    blocks = json.loads(body) if body.startswith("[") else []
    return "".join(block["value"] for block in blocks if block["type"] == "text") or body


def _rewrite(apps: Any, into: Any) -> None:
    articles = apps.get_model("content", "ArticlePage").objects
    for article in articles.only("pk", "body"):
        articles.filter(pk=article.pk).update(body=into(article.body))
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="content", content_type__model="articlepage"
    )
    for revision in revisions.iterator():
        revision.content["body"] = into(revision.content.get("body") or "")
        revision.save(update_fields=["content"])


def forwards(apps: Any, schema_editor: Any) -> None:
    _rewrite(apps, as_stream)


def backwards(apps: Any, schema_editor: Any) -> None:
    _rewrite(apps, as_rich_text)


class Migration(migrations.Migration):
    dependencies = [("content", "0004_figures_page"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, backwards)]

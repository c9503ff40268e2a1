"""Many pages of random Chinese under the front page, put into the index as an editor's saving would."""

import datetime
import random
from collections.abc import Sequence

from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from content.models import ArticleIndexPage, ArticlePage

WORDS = (
    "儿童 民政 保护 困境 留守 监护 走访 救助 镇街 社区 学校 老师 家长 心理 医院 残疾 孤儿 教育 资助 档案 "
    "公安 派出 法院 检察 妇联 团委 卫生 财政 住房 就业 培训 宣传 活动 报告 热线 举报 评估 处置 帮扶 关爱 "
    "未成年人 委员会 领导小组 责任单位 联席会议 儿童主任 事实无人抚养 网格员 志愿者 生活补贴"
).split()


def article_index() -> ArticleIndexPage:
    found = ArticleIndexPage.objects.first()
    if found is None:
        home = Site.objects.get(is_default_site=True).root_page
        found = home.add_child(instance=ArticleIndexPage(title="科普宣传", slug="articles"))
    return found


def make_pages(texts: Sequence[tuple[str, str]]) -> list[ArticlePage]:
    """A published page for each title and summary, in a few statements."""
    parent = article_index()
    start, now = parent.numchild, timezone.now()
    made = [
        ArticlePage(
            title=title, draft_title=title, slug=f"p{place}", summary=summary[:300], live=True,
            published_date=datetime.date(2026, 1, 1), path=Page._get_path(parent.path, parent.depth + 1, place),
            depth=parent.depth + 1, url_path=f"{parent.url_path}p{place}/", locale=parent.locale,
            content_type=_content_type(), first_published_at=now, last_published_at=now,
        )
        for place, (title, summary) in enumerate(texts, start=start + 1)
    ]  # fmt: skip
    first = Page.objects.order_by("pk").last().pk + 1
    fields = [field.attname for field in Page._meta.concrete_fields]
    Page.objects.bulk_create(
        Page(**{name: getattr(page, name) for name in fields} | {"id": key})
        for key, page in enumerate(made, start=first)
    )
    for key, page in enumerate(made, start=first):
        page.pk = page.id = page.page_ptr_id = key
        page.save_base(raw=True, force_insert=(ArticlePage,))
    Page.objects.filter(pk=parent.pk).update(numchild=start + len(made))
    get_search_backend().add_bulk(ArticlePage, made)
    return made


def _content_type() -> object:
    return ArticlePage().content_type or ArticlePage.cached_content_type


def texts(count: int, *, words: int, seed: int = 7) -> list[tuple[str, str]]:
    """Titles of four words and texts of `words` words without spaces, commas here and there."""
    chance = random.Random(seed)
    return [
        (
            "".join(chance.choices(WORDS, k=4)),
            "".join(
                word + chance.choice(("", "", "", "，", "。"))
                for word in chance.choices(WORDS, k=words)
            ),
        )
        for _ in range(count)
    ]

"""manage.py pages: the first public pages, and the publicity department's right to go on from them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from content.first_pages import ARTICLES
from content.first_pages.planting import plant_directory, plant_policies
from content.models import ArticleIndexPage, ArticlePage, PolicyIndexPage
from datasets.public import PUBLICITY_GROUP

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
FILE_PERMISSIONS = (
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
)  # fmt: skip


class Command(BaseCommand):
    help = "建立首批公开页面，并授权宣传编辑维护（只做一次）。Make the first public pages, once."

    @transaction.atomic
    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if PolicyIndexPage.objects.exists() or ArticleIndexPage.objects.exists():
            return
        group = Group.objects.filter(name=PUBLICITY_GROUP).first()
        if group is None:
            raise CommandError(f"没有“{PUBLICITY_GROUP}”这个角色，请先运行 manage.py seed。")
        home = Site.objects.get(is_default_site=True).root_page
        plant_policies(home)
        _add_articles(home)
        plant_directory(home)
        _let_edit(group, home)
        if verbosity:
            self.stdout.write(f"公开页面：新增 {home.get_descendants().count()} 页。")


def _add_articles(home: Page) -> None:
    index = ArticleIndexPage(
        title="科普宣传",
        slug="articles",
        show_in_menus=True,
        introduction="家长、邻居和老师能做些什么。",
    )
    home.add_child(instance=index)
    for first in ARTICLES:
        page = ArticlePage(
            title=first.title,
            slug=first.slug,
            published_date=first.date,
            summary=first.summary,
            body=first.body.strip(),
        )
        index.add_child(instance=page)


def _let_edit(group: Group, home: Page) -> None:
    for permission in _permissions("wagtailcore", PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    root = Collection.get_first_root_node()
    for app in ("wagtailimages", "wagtaildocs"):
        for permission in _permissions(app, FILE_PERMISSIONS):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _permissions(app: str, codenames: Iterable[str]) -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label=app, codename__in=codenames)

"""manage.py pages: the first public pages, and the publicity department's right to go on from them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from content.first_awareness.planting import plant_awareness, plant_examples
from content.first_pages.planting import plant_directory, plant_policies
from content.models import ArticleIndexPage, PolicyIndexPage, PrivacyReviewTask
from content.review import seed_review
from datasets.public import PUBLICITY_GROUP, REVIEWING_GROUP, SIGNING_GROUP

#: Nobody publishes by hand (content/editing.py); who may is who takes a page down.
PAGE_PERMISSIONS = {
    PUBLICITY_GROUP: ("add_page", "change_page"),
    REVIEWING_GROUP: ("change_page",),
    SIGNING_GROUP: ("change_page", "publish_page"),
}
FILE_PERMISSIONS = (
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
)  # fmt: skip


class Command(BaseCommand):
    help = "建立首批公开页面，并授权宣传编辑维护（只做一次）。Make the first public pages, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--examples",
            action="store_true",
            help="另加示例的培训、活动和通知，供试用。Add made-up events, for a trial.",
        )

    @transaction.atomic
    def handle(self, *args: Any, verbosity: int, examples: bool, **options: Any) -> None:
        before = Page.objects.count()
        self._make_first_pages()
        if examples:
            plant_examples(today=timezone.localdate())
        made = Page.objects.count() - before
        if verbosity and made:
            self.stdout.write(f"公开页面：新增 {made} 页。")

    def _make_first_pages(self) -> None:
        home = Site.objects.get(is_default_site=True).root_page
        if not PrivacyReviewTask.objects.exists():
            for name, permissions in PAGE_PERMISSIONS.items():
                _let_edit(_group(name), home, permissions)
            seed_review(home)
        if not (PolicyIndexPage.objects.exists() or ArticleIndexPage.objects.exists()):
            plant_policies(home)
            plant_directory(home)
            plant_awareness(home)


def _group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        raise CommandError(f"没有“{name}”这个角色，请先运行 manage.py seed。")
    return group


def _let_edit(group: Group, home: Page, codenames: Iterable[str]) -> None:
    """On pages as told; files go with them."""
    for permission in _permissions("wagtailcore", codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    root = Collection.get_first_root_node()
    for app in ("wagtailimages", "wagtaildocs"):
        for permission in _permissions(app, FILE_PERMISSIONS):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _permissions(app: str, codenames: Iterable[str]) -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label=app, codename__in=codenames)

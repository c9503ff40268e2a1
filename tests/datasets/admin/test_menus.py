"""The menu shows what one may view, and nothing else."""

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import admin_menu

pytestmark = pytest.mark.django_db

GROUPS = ("archive", "duty-table", "reference")


def menu_of(user: Any) -> dict[str, list[str]]:
    request = RequestFactory().get("/admin/")
    request.user = user
    return {
        item.name: [str(part.label) for part in item.menu.menu_items_for_request(request)]
        for item in admin_menu.menu_items_for_request(request)
        if item.name in GROUPS
    }


def test_clerk_sees_the_archive_the_duty_table_and_reference_data(clerk: Any) -> None:
    menu = menu_of(clerk)
    assert menu["archive"][:3] == ["困境儿童", "家庭", "监护人"]
    assert menu["duty-table"] == ["机构", "职责", "职责分工", "领导小组", "政策文件"]
    assert menu["reference"] == ["地区", "困境类别", "分类体系"]


def test_administrator_sees_posts_and_no_archive(administrator: Any) -> None:
    menu = menu_of(administrator)
    assert "archive" not in menu
    assert "任职" in menu["reference"]


def test_editor_sees_no_collection_at_all(editor: Any) -> None:
    assert menu_of(editor) == {}

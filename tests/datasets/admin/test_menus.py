"""The menu shows what one may view, and nothing else."""

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import admin_menu, help_menu

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


def test_what_was_asked_of_others_stands_beside_the_children(clerk: Any) -> None:
    assert menu_of(clerk)["archive"][3:] == ["台账导入", "转入申请", "转介"]


def test_the_writing_guide_is_for_those_who_write(clerk: Any, admin_user: Any) -> None:
    def help_for(user: Any) -> list[str]:
        request = RequestFactory().get("/admin/")
        request.user = user
        return [str(item.label) for item in help_menu.menu_items_for_request(request)]

    assert "写作指南" in help_for(admin_user)
    assert "写作指南" not in help_for(clerk)


def test_editor_sees_no_collection_at_all(editor: Any) -> None:
    assert menu_of(editor) == {}

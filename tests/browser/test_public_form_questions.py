"""A question that is asked only when another is answered so, by keyboard and without scripts; a header by hand."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.server import ROOT, Server
from tests.browser.visitor import Visitor
from tests.spreadsheets import xlsx

#: Run beside the server, as an administrator would define it by some thirty clicks.
DEFINED = """
from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.public_forms import make_form
from datasets.models import Region
by = Actor.system()
fields = [
    {"code": "name", "label": "姓名", "kind": "person_name", "is_required": True, "is_key": True},
    {"code": "pairing", "label": "结对方式", "kind": "choice",
     "options": {"choices": [["family", "家庭"], ["other", "其他"]]}},
    {"code": "skills", "label": "特长", "kind": "choices",
     "options": {"choices": [["math", "数学"], ["music", "音乐"]]}},
]
define_collection(values={"code": "helpers", "label": "热心人", "title": "name"}, fields=fields, by=by, reason="试")
from datasets.actions.definitions.fields import define_field
define_field(collection="helpers", values={"code": "way", "label": "方式说明", "kind": "text", "is_required": True,
    "shown_when": ["pairing", ["other"]]}, by=by, reason="试")
make_form(values={"collection": "helpers", "code": "helpers", "title": "热心人报名", "introduction": "愿意帮忙的请填。",
    "fields": ["name", "pairing", "way", "skills"], "region": Region.objects.get(code="320281"), "is_open": True},
    by=by, reason="试")
"""
MISLEADING = (
    ["单位", "填表人", "电话"],
    ["徐霞客镇", "张三", "85510000"],
    ["志愿者姓名", "联系电话", "服务内容", "村"],
    ["李爱心", "13800001234", "陪读", "金凤村"],
    ["王暖心", "13800005678", "送餐", "上东村"],
)


def define(server: Server) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", DEFINED],
        cwd=ROOT,
        env={**kept, "HUTONG_VAR": str(server.var)},
        check=True,
        capture_output=True,
    )


def test_a_question_appears_by_the_keyboard_and_is_asked_without_scripts(
    visit: Callable[..., Visitor], browser: Browser, server: Server
) -> None:
    define(server)
    visitor = visit()
    page = visitor.page
    visitor.open("/forms/helpers/")
    way = page.get_by_label("方式说明")
    expect(way).to_be_hidden()
    page.get_by_label("结对方式").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(way).to_be_visible()
    page.keyboard.press("Tab")
    expect(way).to_be_focused()
    visitor.photograph("97-question-that-appeared")

    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{server.address}/forms/helpers/")
    plain.get_by_label("姓名").fill("钱新心")
    plain.get_by_label("结对方式").select_option("其他")
    plain.get_by_role("button", name="交表").click()
    expect(plain.locator("#id_way_error")).to_have_text("没有填写，请补上。")
    expect(plain.get_by_label("姓名")).to_have_value("钱新心")
    context.close()

    clerk = visit("admin")
    clerk.open("/admin/made/helpers/create/")
    label = clerk.page.locator("#id_way-label")
    expect(label).to_be_hidden()
    clerk.page.get_by_label("结对方式").select_option("其他")
    expect(label).to_be_visible()


def test_the_header_is_chosen_by_hand(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = visit("deputy")
    page = visitor.page
    roster = tmp_path / "热心人.xlsx"
    roster.write_bytes(xlsx(*MISLEADING, sheet="花名册"))
    visitor.open("/admin/definitions/sheet/")
    page.locator("#id_file").set_input_files(roster)
    page.get_by_role("button", name="读取表格").click()
    page.get_by_role("link", name="表头不对，自己选").click()
    visitor.photograph("98-header-by-hand")
    page.get_by_label("第 3 行").check()
    page.get_by_role("button", name="按选的表头重新提建议").click()
    expect(page.get_by_text("表头在第 3 行，2 行")).to_be_visible()
    visitor.photograph("99-proposed-by-that-header")

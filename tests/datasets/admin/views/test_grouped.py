"""A list whose rows stand in groups: by its address, by a saved view, over several pages, in the export."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.views import save_view
from datasets.admin.children import ChildAdmin
from datasets.models import Child, SavedView
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE
from tests.factories import make_child, make_family

pytestmark = pytest.mark.django_db

LIST = reverse("datasets_child_modeladmin_index")
_ROW = re.compile(r'<tr class="hutong-group">(.*?)</tr>|<tr[^>]*data-object-pk="(\d+)"', re.DOTALL)


@pytest.fixture
def children(db: None) -> None:
    girl: dict[str, Any] = {"sex": "female", "birth_date": "2015-05-03"}
    make_child(XUXIAKE_VILLAGE, name="甲甲", subsidy_amount="100.50", grade="G2", **girl)
    make_child(XUXIAKE, name="乙乙", sex="male", birth_date="2015-06-01")
    make_child(CHANGJING, name="丙丙", subsidy_amount="1000", grade="G1", **girl)
    make_child(XUXIAKE_VILLAGE, name="丁丁", sex="", birth_date="2014-05-03")


def rows_of(content: str) -> list[str]:
    """Headings as their words, records as their names, in the order of the page."""
    found = []
    for heading, key in _ROW.findall(content):
        words = " ".join(re.sub(r"<[^>]+>", " ", heading).split())
        found.append(words or Child.objects.get(pk=key).name)
    return found


@pytest.fixture
def shown(children: None, boss: Any, client: Any) -> Any:
    client.force_login(boss)

    def shown(**parameters: Any) -> list[str]:
        return rows_of(client.get(LIST, parameters).content.decode())

    return shown


def test_the_last_month_of_all_is_a_month(children: None, shown: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="戊戊", closed_date="9999-12-31", status="closed",
               closing_reason="of_age")  # fmt: skip
    assert "9999-12 1 条" in shown(grouped="closed_date")


@pytest.mark.parametrize(
    ("way", "rows"),
    [
        ("sex", ["男 1 条", "乙乙", "女 2 条", "丙丙", "甲甲", "没有填写 1 条", "丁丁"]),
        ("birth_date", ["2014-05 1 条", "丁丁", "2015-05 2 条", "丙丙", "甲甲", "2015-06 1 条", "乙乙"]),
        ("birth_date.year", ["2014 1 条", "丁丁", "2015 3 条", "丙丙", "乙乙", "甲甲"]),
        ("region.township", ["徐霞客镇 3 条", "丁丁", "乙乙", "甲甲", "长泾镇 1 条", "丙丙"]),
        ("region.village", ["徐霞客镇 1 条", "乙乙", "徐霞客村村委会 2 条", "丁丁", "甲甲", "长泾镇 1 条", "丙丙"]),
        ("region.county", ["江阴市 4 条", "丁丁", "丙丙", "乙乙", "甲甲"]),
        ("grade", ["G1 1 条", "丙丙", "G2 1 条", "甲甲", "没有填写 2 条", "丁丁", "乙乙"]),
    ],
)  # fmt: skip
def test_rows_stand_under_the_headings_of_their_groups(
    shown: Any, way: str, rows: list[str]
) -> None:
    assert shown(grouped=way) == rows


def test_a_link_names_only_what_is_in_sight(children: None, clerk: Any, client: Any) -> None:
    here, there = make_family(XUXIAKE, head_name="王五"), make_family(CHANGJING, head_name="王六")
    Child.objects.filter(name="甲甲").update(family=here)
    Child.objects.filter(name="丁丁").update(family=there)
    client.force_login(clerk)
    rows = rows_of(client.get(LIST, {"grouped": "family"}).content.decode())
    assert {row for row in rows if row.endswith("条")} == {
        f"{here} 1 条".replace("  ", " "), f"第 {there.pk} 号 1 条", "没有填写 1 条",
    }  # fmt: skip


def test_the_numbers_in_sight_are_summed(shown: Any, boss: Any) -> None:
    view = view_by(boss, "sex", columns=["subsidy_amount"])
    rows = [row for row in shown(view=view.pk) if "条" in row]
    assert rows == ["男 1 条", "女 2 条 · 补助标准（元/月）合计 1,100.50", "没有填写 1 条"]


def view_by(user: Any, way: str, **values: Any) -> SavedView:
    told = {"name": "分组", "condition": {}, "grouping": {"by": way}, **values}
    return save_view(collection="children", values=told, by=Actor.of(user), reason="试")


def test_a_group_over_several_pages_says_so(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildAdmin, "list_per_page", 1)
    pages = [shown(grouped="birth_date.year", p=number)[0] for number in (1, 2, 3, 4)]
    assert pages == [
        "2014 1 条",
        "2015 3 条 · 下一页还有",
        "2015 （接上页） 3 条 · 下一页还有",
        "2015 （接上页） 3 条",
    ]


def test_a_heading_opens_its_group_alone(shown: Any, client: Any) -> None:
    content = client.get(LIST, {"grouped": "sex"}).content.decode()
    heading = content.partition("hutong-group")[2]
    address = html.unescape(re.findall('href="([^"]+)"', heading)[0])
    assert rows_of(client.get(address).content.decode()) == ["乙乙"]


def test_the_order_of_the_list_holds_within_the_groups(shown: Any, boss: Any) -> None:
    view = view_by(boss, "sex", order="name")
    assert [row for row in shown(view=view.pk) if "条" not in row] == [
        "乙乙",
        "丙丙",
        "甲甲",
        "丁丁",
    ]
    assert shown(view=view.pk, grouped="") == ["丁丁", "丙丙", "乙乙", "甲甲"]


def test_the_export_follows_the_groups(shown: Any, boss: Any, client: Any) -> None:
    view = view_by(boss, "sex", order="name")
    answer = client.get(reverse("datasets_child_modeladmin_export_csv"), {"view": view.pk})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert re.findall("乙乙|丙丙|甲甲|丁丁", content) == ["乙乙", "丙丙", "甲甲", "丁丁"]


def test_what_is_masked_groups_nothing(
    children: None, city_desk: Any, boss: Any, client: Any
) -> None:
    view = view_by(boss, "birth_date", scope="everyone")
    client.force_login(city_desk)
    for asked in ({"grouped": "birth_date"}, {"view": view.pk}, {"grouped": "nobody"}):
        content = client.get(LIST, asked).content.decode()
        assert "不能按它分组" in content
        assert "hutong-group" not in content
        assert len(rows_of(content)) == 4


def test_a_grouping_is_saved_with_the_view(shown: Any, client: Any) -> None:
    add = reverse("datasets_child_modeladmin_add_view")
    assert '<option value="sex" selected>' in client.get(add, {"grouped": "sex"}).content.decode()
    told = {"name": "按性别", "kind": "table", "by": "sex", "scope": "mine"}
    view = SavedView.objects.get(name="按性别", pk=int(client.post(add, told).url.split("=")[-1]))
    assert view.grouping == {"by": "sex"}
    assert shown(view=view.pk)[0] == "男 1 条"


def test_groups_cost_three_questions_at_most(
    shown: Any,
) -> None:
    with CaptureQueriesContext(connection) as without:
        shown()
    with CaptureQueriesContext(connection) as grouped:
        shown(grouped="sex")
    assert len(grouped) - len(without) <= 3

"""Lists narrowed without code: by the panel's form alone, by an address, by a saved view."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.actions.views import save_view
from datasets.choices import ViewKind, ViewScope
from datasets.models import AccessEntry, SavedView
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

LIST = reverse("datasets_child_modeladmin_index")
GIRLS = {"field": "sex", "is": "any_of", "value": ["female"]}


def where(told: Any) -> dict[str, str]:
    return {"where": json.dumps(told)}


@pytest.fixture
def children(db: None) -> None:
    make_child(XUXIAKE_VILLAGE, name="甲甲", sex="female", grade="一年级", remark="住校")
    make_child(XUXIAKE_VILLAGE, name="乙乙", sex="male")
    make_child(CHANGJING, name="丙丙", sex="female")


@pytest.fixture
def page(children: None, clerk: Any, client: Any) -> Any:
    client.force_login(clerk)

    def shown(address: str = LIST, **parameters: Any) -> str:
        answer = client.get(address, parameters)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return shown


def view_of(user: Any, collection: str = "children", **values: Any) -> SavedView:
    told = {"name": "女孩", "condition": GIRLS, **values}
    return save_view(collection=collection, values=told, by=Actor.of(user), reason="测试")


def test_a_condition_in_the_address_narrows_the_list(page: Any) -> None:
    content = page(**where(GIRLS))
    assert "甲甲" in content
    assert "乙乙" not in content
    assert "丙丙" not in content
    assert "性别是“女”" in content


@pytest.mark.parametrize("text", ["{", "[]", '{"field":"path","is":"empty"}', "[" * 5000])
def test_what_cannot_be_asked_shows_nothing_and_says_so(page: Any, text: str) -> None:
    content = page(where=text)
    assert "甲甲" not in content
    assert 'role="alert"' in content


def test_what_the_reader_does_not_see_is_refused(
    children: None, city_desk: Any, client: Any
) -> None:
    client.force_login(city_desk)
    content = client.get(LIST, where({"field": "remark", "is": "not_empty"})).content.decode()
    assert "您看不到“备注”" in content
    assert "甲甲" not in content


def test_the_log_keeps_the_question_and_masks_what_is_private(page: Any) -> None:
    page(**where({"all": [GIRLS, {"field": "remark", "is": "not_empty"}]}))
    assert AccessEntry.objects.latest("pk").filters == {"where": "性别是“女”，并且备注 ***"}


def sent(client: Any, told: dict[str, Any]) -> Any:
    answer = client.post(reverse("datasets_child_modeladmin_ask"), {"rest": "", **told})
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def test_the_panel_works_by_its_form_alone(page: Any, client: Any) -> None:
    draft = sent(client, {"c-word": "all", "do": "add:c"})["draft"]
    assert json.loads(draft) == {"all": [{"field": ""}]}
    draft = sent(client, {"c-word": "all", "c-0-field": "sex", "do": "redraw"})["draft"]
    assert "是其中之一" in page(draft=draft)
    line = {"c-word": "all", "c-0-field": "sex", "c-0-is": "any_of"}
    draft = sent(client, {**line, "do": "redraw"})["draft"]
    assert 'value="female"' in page(draft=draft)
    asked = sent(client, {**line, "c-0-value": ["female"], "do": "ask", "rest": "status=open"})
    assert json.loads(asked["where"]) == {"all": [GIRLS]}
    assert asked["status"] == "open"
    assert "乙乙" not in page(**asked)


def test_groups_are_added_and_taken_away(page: Any, client: Any) -> None:
    told = {"c-word": "all", "c-0-field": "name", "c-0-is": "is", "c-0-value": "甲甲"}
    draft = json.loads(sent(client, {**told, "do": "group:c"})["draft"])
    assert draft["all"][1] == {"any": [{"field": ""}, {"field": ""}]}
    nested = {"c-1-word": "any", "c-1-0-field": "", "c-1-1-field": "grade", "c-1-1-is": "empty"}
    draft = json.loads(sent(client, {**told, **nested, "do": "remove:c-1-0"})["draft"])
    assert draft["all"][1] == {"any": [{"field": "grade", "is": "empty"}]}
    asked = sent(client, {**told, **nested, "do": "ask"})
    assert json.loads(asked["where"])["all"][1] == {"any": [{"field": "grade", "is": "empty"}]}


def test_an_unfinished_question_stays_in_the_panel(page: Any, client: Any) -> None:
    told = {"c-word": "all", "c-0-field": "birth_date", "c-0-is": "before", "do": "ask"}
    asked = sent(client, {**told, "asked": json.dumps(GIRLS)})
    assert json.loads(asked["draft"]) == {"all": [{"field": "birth_date", "is": "before"}]}
    assert json.loads(asked["where"]) == GIRLS


@pytest.mark.parametrize("typed", ["徐霞客镇", "320281104", "徐霞客镇 320281104"])
def test_a_place_is_typed_by_name_or_code(page: Any, client: Any, typed: str) -> None:
    told = {"c-word": "all", "c-0-field": "region", "c-0-is": "under", "c-0-value": typed}
    content = page(**sent(client, {**told, "do": "ask"}))
    assert "甲甲" in content
    assert "徐霞客镇" in content


def test_places_are_offered_from_the_readers_territory(page: Any, client: Any) -> None:
    told = {"c-word": "all", "c-0-field": "region", "c-0-is": "under", "do": "redraw"}
    content = page(**sent(client, told))
    assert 'list="ask-places"' in content
    assert '<option value="徐霞客镇 320281104">江阴市 / 徐霞客镇</option>' in content
    assert "长泾镇" not in content
    assert "ask-places" not in page()


def test_a_place_without_a_code_is_told_by_its_key(page: Any, client: Any) -> None:
    here = region(XUXIAKE_VILLAGE)
    type(here).objects.filter(pk=here.pk).update(code=None)
    told = {"c-word": "all", "c-0-field": "region", "c-0-is": "is"}
    typed = f"{here.name} #{here.pk}"
    assert f'<option value="{typed}">' in page(**sent(client, {**told, "do": "redraw"}))
    asked = sent(client, {**told, "c-0-value": typed, "do": "ask"})
    assert json.loads(asked["where"])["all"][0]["value"] == here.pk
    assert "甲甲" in page(**asked)


@pytest.mark.parametrize(
    ("typed", "why"), [("无名镇", "没有叫“无名镇”的地区"), ("新华村村委会", "不止一个")]
)
def test_an_unknown_place_is_told_in_a_sentence(
    page: Any, client: Any, typed: str, why: str
) -> None:
    for code in (XUXIAKE_VILLAGE, CHANGJING):
        one = region(code)
        type(one).objects.filter(pk=one.pk).update(name="新华村村委会")
    told = {"c-word": "all", "c-0-field": "region", "c-0-is": "under", "c-0-value": typed}
    answer = client.post(
        reverse("datasets_child_modeladmin_ask"), {"rest": "", **told, "do": "ask"}, follow=True
    )
    assert why in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


def test_the_panel_is_sent_alone_to_the_script(page: Any, client: Any) -> None:
    answer = client.post(
        reverse("datasets_child_modeladmin_ask"),
        {"c-word": "all", "c-0-field": "sex", "do": "redraw"},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 200
    assert "c-0-is" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_view_has_an_address_columns_and_an_order(page: Any, clerk: Any) -> None:
    view = view_of(clerk, columns=["grade", "remark"], order="-grade")
    content = page(view=view.pk)
    assert "女孩" in content
    assert "一年级" in content
    assert "住校" in content
    assert "乙乙" not in content
    assert "女孩" in page()
    assert AccessEntry.objects.filter(filters__view="女孩").exists()


def test_a_view_of_somebody_else_is_not_there(
    children: None, clerk: Any, other_clerk: Any, client: Any
) -> None:
    view = view_of(other_clerk)
    client.force_login(clerk)
    for key in (view.pk, "7; drop", 10**30):
        assert client.get(LIST, {"view": key}).status_code == 404


def test_a_shared_view_shows_each_reader_what_is_theirs(
    children: None, clerk: Any, city_desk: Any, client: Any, boss: Any
) -> None:
    secret = view_of(
        boss,
        name="备注",
        scope=ViewScope.EVERYONE,
        condition={"field": "remark", "is": "not_empty"},
    )
    columns = view_of(city_desk, scope=ViewScope.EVERYONE, columns=["grade"])
    SavedView.objects.filter(pk=columns.pk).update(columns=["remark"], order="-birth_date")
    client.force_login(city_desk)
    content = client.get(LIST, {"view": columns.pk}).content.decode()
    assert "丙丙" in content
    assert "住校" not in content
    content = client.get(LIST, {"view": secret.pk}).content.decode()
    assert "您看不到“备注”" in content
    assert "甲甲" not in content
    client.force_login(clerk)
    content = client.get(LIST, {"view": columns.pk}).content.decode()
    assert "住校" in content
    assert "丙丙" not in content


def test_a_view_is_saved_changed_and_removed_by_its_pages(
    page: Any, clerk: Any, client: Any
) -> None:
    add = reverse("datasets_child_modeladmin_add_view") + "?" + "where=" + json.dumps(GIRLS)
    assert "性别是“女”" in page(add)
    told = {"name": "女孩", "kind": "table", "columns": ["grade"], "scope": "mine"}
    answer = client.post(add, told)
    view = SavedView.objects.get()
    assert answer.url.endswith(f"?view={view.pk}")
    assert (view.condition, view.owner, view.columns) == (GIRLS, clerk, ["grade"])
    change = reverse("datasets_child_modeladmin_change_view", args=[view.pk])
    assert "女孩" in page(change)
    client.post(change, {**told, "name": "女童", "is_pinned": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_pinned, view.condition) == ("女童", True, GIRLS)
    assert client.post(change, {**told, "kind": "summary"}).status_code == 200
    client.post(change, {"do": "delete"})
    assert not SavedView.objects.exists()


def test_a_pinned_view_is_counted_on_the_front_page(page: Any, clerk: Any) -> None:
    view = view_of(clerk, is_pinned=True)
    content = page(reverse("wagtailadmin_home"))
    assert f"{LIST}?view={view.pk}" in content
    assert "常看的视图" in content


def test_what_a_view_shows_is_what_is_exported(page: Any, clerk: Any, client: Any) -> None:
    view = view_of(clerk)
    address = reverse("datasets_child_modeladmin_export_csv")
    assert address + f"?view={view.pk}" in page(view=view.pk)
    answer = client.get(address, {"view": view.pk})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "甲甲" in content
    assert "乙乙" not in content
    assert client.get(address, {"where": "{"}).status_code == 302


def test_a_summary_counts_and_each_figure_opens_its_list(page: Any, clerk: Any) -> None:
    view = view_of(clerk, kind=ViewKind.SUMMARY, condition={}, grouping={"rows": "sex"})
    content = page(view=view.pk)
    assert "<svg" in content
    assert "look=table" in content
    rows = page(view=view.pk, look="table", **where({"all": [GIRLS]}))
    assert "甲甲" in rows
    assert "乙乙" not in rows


def test_a_calendar_shows_the_month(page: Any, clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="戊戊", birth_date="2015-05-03")
    view = view_of(clerk, kind=ViewKind.CALENDAR, condition={}, grouping={"date": "birth_date"})
    assert "戊戊" in page(view=view.pk, month="2015-05")
    assert "戊戊" not in page(view=view.pk, month="2015-06")
    assert "戊戊" not in page(view=view.pk, month="x")
    entry = AccessEntry.objects.order_by("-pk")[2]
    assert len(entry.records) == 1


def test_a_gallery_shows_cards(page: Any, clerk: Any) -> None:
    view = view_of(clerk, kind=ViewKind.GALLERY, columns=["grade"])
    content = page(view=view.pk)
    assert "hutong-cards" in content
    assert "一年级" in content


def test_an_encrypted_choice_narrows_the_list_and_the_log_does_not_say_how(
    volunteers: Any, system: Actor, clerk: Any, client: Any
) -> None:
    options = {"choices": [["ill", "有病"], ["well", "健康"]]}
    field = {
        "code": "state",
        "label": "状况",
        "kind": "choice",
        "group": "health",
        "options": options,
    }
    define_field(collection="volunteers", values=field, by=system, reason="要记")
    for name, state in (("张三", "ill"), ("李四", "well")):
        values = {"name": name, "state": state, "region": region(XUXIAKE_VILLAGE)}
        create(volunteers, values=values, by=system, reason="登记")
    client.force_login(clerk)
    line = {"c-word": "all", "c-0-field": "state", "c-0-is": "any_of", "rest": ""}
    address = reverse("made", args=["volunteers/ask/"])
    drafted = client.post(address, {**line, "do": "redraw"}, follow=True).content.decode()
    assert 'value="ill"' in drafted
    sent = {**line, "c-0-value": "ill", "do": "ask"}
    content = client.post(address, sent, follow=True).content.decode()
    assert "张三" in content
    assert "李四" not in content
    filters = [entry.filters for entry in AccessEntry.objects.all()]
    assert {"where": "状况 ***"} in filters
    assert not any("有病" in str(told) or "ill" in str(told) for told in filters)


def test_a_view_shows_and_orders_by_what_is_computed(
    volunteers: Any, system: Actor, clerk: Any, client: Any
) -> None:
    field = {"code": "double", "label": "双倍", "kind": "computed",
             "options": {"formula": "0 - 【服务时长】"}}  # fmt: skip
    define_field(collection="volunteers", values=field, by=system, reason="要算")
    for name, hours in (("张三", "1"), ("李四", "2.5"), ("王五", "3")):
        values = {"name": name, "hours": hours, "region": region(XUXIAKE_VILLAGE)}
        create(volunteers, values=values, by=system, reason="登记")
    told = {"field": "double", "is": ">=", "value": "-2.5"}
    view = view_of(clerk, "volunteers", condition=told, columns=["double"], order="double")
    client.force_login(clerk)
    answer = client.get(reverse("made", args=["volunteers/"]), {"view": view.pk})
    assert [row.name for row in answer.context["object_list"]] == ["李四", "张三"]
    assert "-2.5" in answer.content.decode()
    assert "双倍不小于 -2.5" in answer.content.decode()


def test_a_collection_of_ones_own_has_all_of_it(
    volunteers: Any, system: Actor, clerk: Any, client: Any
) -> None:
    for name, skills in (("张三", ["math"]), ("李四", ["music"])):
        values = {"name": name, "skills": skills, "region": region(XUXIAKE_VILLAGE)}
        create(volunteers, values=values, by=system, reason="登记")
    told = {"field": "skills", "is": "any_of", "value": ["math"]}
    view = view_of(clerk, "volunteers", condition=told, columns=["skills"])
    client.force_login(clerk)
    address = reverse("made", args=["volunteers/"])
    content = client.get(address, {"view": view.pk}).content.decode()
    assert "张三" in content
    assert "李四" not in content
    assert client.get(address + "bulk/", {"view": view.pk}).status_code == 200
    assert client.get(address + f"views/{view.pk}/").status_code == 200

"""批量修改: field, value, preview, reason."""

import re
from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import change
from datasets.models import BulkChange, Child
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

BULK = reverse("datasets_child_modeladmin_bulk")


@pytest.fixture
def children(clerk: Any, client: Any) -> list[Child]:
    client.force_login(clerk)
    return [
        make_child(place, name=name, grade="一年级")
        for place, name in (
            (XUXIAKE_VILLAGE, "甲甲"),
            (XUXIAKE_VILLAGE, "乙乙"),
            (CHANGJING, "丙丙"),
        )
    ]


def previewed(client: Any, address: str, told: dict[str, Any]) -> Any:
    answer = client.post(address, {**told, "do": "preview"})
    assert answer.status_code == 200
    return answer.context_data


def test_all_that_the_list_shows_is_changed(children: list[Child], client: Any) -> None:
    assert "年级" in client.get(BULK).content.decode()
    assert client.get(BULK, {"field": "grade"}).status_code == 200
    context = previewed(client, BULK, {"field": "grade", "grade": "二年级"})
    assert context["count"] == 2
    assert {(before, after) for _name, before, after in context["lines"]} == {("一年级", "二年级")}
    told = {"field": "grade", "grade": "二年级", "stamp": context["plan"].stamp}
    assert client.post(BULK, told).context_data["refusal"] == "请写明修改原因。"
    assert client.post(BULK, {**told, "reason": "升级"}).status_code == 302
    grades = dict(Child.objects.values_list("name", "grade"))
    assert grades == {"甲甲": "二年级", "乙乙": "二年级", "丙丙": "一年级"}


def test_only_those_ticked_are_changed(children: list[Child], client: Any) -> None:
    listed = client.get(reverse("datasets_child_modeladmin_index")).content.decode()
    assert 'form="bulk"' in listed
    address = f"{BULK}?pk={children[0].pk}&pk={children[2].pk}"
    context = previewed(client, address, {"field": "grade", "grade": "二年级"})
    assert [record.name for record in context["plan"].records] == ["甲甲"]


def test_a_refusal_is_said_of_each_record(children: list[Child], client: Any) -> None:
    context = previewed(client, BULK, {"field": "status", "status": "closed"})
    told = {"field": "status", "status": "closed", "reason": "x", "stamp": context["plan"].stamp}
    answer = client.post(BULK, told)
    assert len(answer.context_data["refusals"]) == 2
    assert "结案" in answer.content.decode()
    assert not Child.objects.filter(status="closed").exists()


def test_a_value_that_is_none_is_said(children: list[Child], client: Any) -> None:
    answer = client.post(BULK, {"field": "birth_date", "birth_date": "昨天", "do": "preview"})
    assert answer.context_data["refusal"]


def test_a_region_out_of_reach_is_refused(children: list[Child], client: Any) -> None:
    there = children[2].region_id
    answer = client.post(BULK, {"field": "region", "region": str(there), "do": "preview"})
    assert "没有找到所选的记录" in answer.context_data["refusal"]


def test_whoever_changes_nothing_has_no_page(client: Any, officer: Any) -> None:
    client.force_login(officer)
    for answer in (client.get(BULK), client.post(BULK, {"field": "grade", "grade": "x"})):
        assert (answer.status_code, answer.url) == (302, "/admin/")


def test_it_is_offered_to_be_undone_and_undone_with_a_reason(
    children: list[Child], client: Any
) -> None:
    context = previewed(client, BULK, {"field": "grade", "grade": "二年级"})
    told = {"field": "grade", "grade": "二年级", "stamp": context["plan"].stamp, "reason": "升级"}
    listed = client.post(BULK, told, follow=True).content.decode()
    (address,) = re.findall(r'href="([^"]+bulk/done/\d+/)"', listed)
    shown = client.get(address)
    assert "撤销会恢复 2 条" in shown.content.decode()
    returning = {(now, before) for _name, now, before in shown.context_data["returning"]}
    assert returning == {("二年级", "一年级")}
    assert "请写明撤销的原因" in client.post(address).content.decode()
    answer = client.post(address, {"reason": "改错了"}, follow=True)
    assert "恢复了 2 条" in answer.content.decode()
    assert set(Child.objects.values_list("grade", flat=True)) == {"一年级"}
    assert "已经撤销过" in client.post(address, {"reason": "再来"}).content.decode()
    done = client.get(reverse("datasets_child_modeladmin_bulk_done")).content.decode()
    assert "升级" in done
    assert "已撤销" in done


def test_an_undoing_says_what_it_left_and_is_offered_to_be_undone(
    children: list[Child], client: Any, clerk: Any
) -> None:
    context = previewed(client, BULK, {"field": "grade", "grade": "二年级"})
    told = {"field": "grade", "grade": "二年级", "stamp": context["plan"].stamp, "reason": "升级"}
    client.post(BULK, told)
    change(children[0], values={"grade": "三年级"}, by=Actor.of(clerk), reason="核对")
    address = "datasets_child_modeladmin_bulk_change"
    first = BulkChange.objects.get()
    undoing = client.post(reverse(address, args=[first.pk]), {"reason": "改错了"})
    shown = client.get(undoing.url)
    assert [line[1] for line in shown.context_data["kept"]] == ["三年级"]
    assert "撤销会恢复 1 条" in shown.content.decode()
    client.post(undoing.url, {"reason": "没有错"})
    assert sorted(Child.objects.values_list("grade", flat=True)) == ["一年级", "三年级", "二年级"]


def test_a_field_that_is_worked_out_is_not_offered(
    volunteers: Any, clerk: Any, client: Any, system: Actor
) -> None:
    formula = {"code": "double", "label": "两倍", "kind": "computed"}
    values = {**formula, "options": {"formula": "【服务时长】 * 2"}}
    define_field(collection="volunteers", values=values, by=system, reason="试")
    client.force_login(clerk)
    page = client.get(reverse("made", args=["volunteers/bulk/"]))
    assert page.status_code == 200
    offered = {name for name, _label in page.context_data["fields"]}
    assert "hours" in offered
    assert "double" not in offered


def test_a_neighbours_bulk_change_is_not_there(
    children: list[Child], client: Any, other_clerk: Any
) -> None:
    context = previewed(client, BULK, {"field": "grade", "grade": "二年级"})
    told = {"field": "grade", "grade": "二年级", "stamp": context["plan"].stamp, "reason": "升级"}
    client.post(BULK, told)
    client.force_login(other_clerk)
    address = reverse("datasets_child_modeladmin_bulk_change", args=[BulkChange.objects.get().pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "x"}).status_code == 404
    assert Child.objects.filter(grade="二年级").count() == 2

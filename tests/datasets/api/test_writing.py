"""What a program writes goes through the admin's actions: same checks, same history, an answer for each item."""

import json
from typing import Any

import pytest

from datasets.models import AccessEntry, Category, Child
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE
from tests.datasets.api.calling import Program, program_of
from tests.factories import id_number, make_child, make_family

pytestmark = pytest.mark.django_db
CHILDREN = "collections/children/"


def a_child(**values: Any) -> dict[str, Any]:
    return {"name": "王小明", "region": XUXIAKE_VILLAGE, **values}


def test_a_record_is_created_with_its_author_and_reason(clerk: Any) -> None:
    told = {
        "record": a_child(birth_date="2015-06-01", category_links=[{"category": "orphan"}]),
        "reason": "医院转来",
    }
    answer = program_of(clerk).post(CHILDREN, told)
    assert answer.status_code == 201, answer.content.decode()
    child = Child.objects.get(pk=answer.json()["id"])
    assert answer.headers["Location"] == f"/api/v3/{CHILDREN}{child.pk}/"
    assert [str(link) for link in child.category_links.all()] == [
        Category.objects.get(code="orphan").label
    ]
    version = child.history.get()
    assert (version.history_user, version.history_change_reason) == (clerk, "医院转来")


def test_a_change_that_others_made_meanwhile_is_not_overwritten(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="中心小学")
    program = program_of(clerk)
    seen = program.get(f"{CHILDREN}{child.pk}/").headers["ETag"]
    mine = {"record": {"school": "第二小学"}}
    first = program.patch(f"{CHILDREN}{child.pk}/", mine, **{"If-Match": seen})
    assert first.status_code == 200
    assert first.json()["changed"] == ["school"]
    theirs = {"record": {"school": "第三小学"}}
    second = program.patch(f"{CHILDREN}{child.pk}/", theirs, **{"If-Match": seen})
    assert second.status_code == 412
    child.refresh_from_db()
    assert child.school == "第二小学"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"id_number": "990000201506010000"}, "id_number"),
        ({"birth_date": "1 June"}, "birth_date"),
        ({"sex": "boy"}, "sex"),
        ({"nickname": "小明"}, "nickname"),
        ({"id": 7}, "id"),
        ({"photo": "x"}, "photo"),
        ({"region": "000000"}, "region"),
        ({"region": CHANGJING}, None),
        ({"category_links": [{"category": "no_such"}]}, "category_links"),
        ({"category_links": "orphan"}, "category_links"),
        ({"subsidy_amount": -1}, "subsidy_amount"),
        ({"name": "王\0"}, "name"),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field(
    clerk: Any, values: dict[str, Any], field: str | None
) -> None:
    answer = program_of(clerk).post(CHILDREN, {"record": a_child(**values)})
    told = answer.json()
    assert answer.status_code in (403, 422), told
    if field:
        assert field in [error["field"] for error in told["errors"]]
    assert not Child.objects.exists()


def test_a_batch_keeps_what_is_right_and_says_what_is_wrong(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="李小红")
    foreign = make_child(CHANGJING)
    items = [
        {"record": a_child(id_number=id_number())},
        {"record": a_child(id_number="123")},
        {"id": child.pk, "record": {"grade": "三年级"}},
        {"id": foreign.pk, "record": {"grade": "三年级"}},
        "nothing",
    ]
    answer = program_of(clerk).post(f"{CHILDREN}batch/", {"items": items, "reason": "月报"})
    told = answer.json()
    assert answer.status_code == 207
    assert [one["status"] for one in told["items"]] == [201, 422, 200, 404, 400]
    assert (told["succeeded"], told["failed"]) == (2, 3)
    child.refresh_from_db()
    assert child.grade == "三年级"
    refused = AccessEntry.objects.get(is_permitted=False)
    assert (refused.collection, refused.records) == ("child", [foreign.pk])


def remove(program: Program, child: Child, told: Any = None, **headers: str) -> Any:
    body = {"data": json.dumps(told), "content_type": "application/json"} if told else {}
    return program.client.delete(
        f"/api/v3/{CHILDREN}{child.pk}/", headers=program.headers | headers, **body
    )


def test_a_record_is_removed_with_a_reason_and_its_history_stays(city_desk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    assert remove(program_of(city_desk), child, {"reason": "重复建档"}).status_code == 204
    assert not Child.objects.exists()
    last = Child.history.filter(id=child.pk).latest()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-", city_desk, "重复建档",
    )  # fmt: skip


def test_what_others_changed_meanwhile_is_not_removed(city_desk: Any, clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    program = program_of(city_desk)
    clerks = program_of(clerk)
    seen = program.get(f"{CHILDREN}{child.pk}/")["ETag"]
    clerks.patch(f"{CHILDREN}{child.pk}/", {"record": {"grade": "三"}})
    assert remove(program, child, **{"If-Match": seen}).status_code == 412
    now = program.get(f"{CHILDREN}{child.pk}/")["ETag"]
    assert remove(program, child, **{"If-Match": now}).status_code == 204


def test_who_may_not_remove_a_record_does_not_and_it_is_noted(
    clerk: Any, other_clerk: Any, city_desk: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    assert remove(program_of(other_clerk), child).status_code == 404
    assert remove(program_of(clerk), child).status_code == 403
    assert (
        remove(program_of(city_desk, "children.read", "children.write"), child).status_code == 403
    )
    assert remove(Program(), child).status_code == 401
    assert remove(program_of(city_desk), child, {"why": "x"}).status_code == 400
    assert Child.objects.exists()
    assert AccessEntry.objects.filter(is_permitted=False, collection="child").count() == 3


def test_what_others_refer_to_is_not_removed(boss: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE)
    make_child(XUXIAKE_VILLAGE, family=family)
    program = program_of(boss)
    address = f"/api/v3/collections/families/{family.pk}/"
    answer = program.client.delete(address, headers=program.headers)
    assert answer.status_code == 409
    assert "不能删除" in answer.json()["detail"]


def test_what_is_masked_cannot_be_written(city_desk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, health="好")
    answer = program_of(city_desk).patch(f"{CHILDREN}{child.pk}/", {"record": {"health": "坏"}})
    assert answer.status_code == 403
    assert "身体状况" in answer.json()["detail"]


def test_nothing_is_learned_of_what_is_masked_by_writing_it(city_desk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, health="哮喘", categories=("hiv_affected",))
    row, program = child.category_links.get().pk, program_of(city_desk)
    answers = [
        program.patch(f"{CHILDREN}{child.pk}/", {"record": told}).json()
        for told in (
            {"health": "哮喘"},
            {"health": "好"},
            {"category_links": [{"id": row, "category": "hiv_affected"}]},
            {"category_links": [{"id": row, "category": "orphan"}]},
        )
    ]
    assert answers[0] == answers[1]
    assert answers[2] == answers[3]
    assert {answer["status"] for answer in answers} == {403, 422}


def test_reading_does_not_permit_to_write(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    program = program_of(clerk, "children.read")
    assert program.post(CHILDREN, {"record": a_child()}).status_code == 403
    assert program.patch(f"{CHILDREN}{child.pk}/", {"record": {"grade": "三"}}).status_code == 403
    assert program.post(f"{CHILDREN}batch/", {"items": [{"record": {}}]}).status_code == 403
    assert AccessEntry.objects.filter(is_permitted=False, collection="child").count() == 3


def test_a_row_of_another_record_is_not_taken_over(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    other = make_child(CHANGJING, categories=("orphan",))
    row = other.category_links.get()
    told = {"record": {"category_links": [{"id": row.pk, "delete": True}]}}
    assert program_of(clerk).patch(f"{CHILDREN}{child.pk}/", told).status_code == 422
    assert other.category_links.exists()


@pytest.mark.parametrize("body", ["[]", "{", '{"record": 1}', '{"record": {}, "x": 1}'])
def test_a_body_that_is_none_is_refused(clerk: Any, body: str) -> None:
    program = program_of(clerk)
    answer = program.client.post(
        f"/api/v3/{CHILDREN}", body, content_type="application/json", headers=program.headers
    )
    assert answer.status_code == 400


def test_nobody_writes_without_a_token() -> None:
    assert Program().post("collections/agencies/", {"record": {}}).status_code == 401


def test_whose_number_is_tried_out_is_in_the_log_of_the_child(clerk: Any) -> None:
    number = id_number(sequence=411)
    child = make_child(CHANGJING, id_number=number)
    program = program_of(clerk)
    told = {"record": a_child(id_number=number)}
    mine = make_child(XUXIAKE_VILLAGE, name="赵一")

    assert program.post(CHILDREN, told).status_code == 422
    assert program.post(f"{CHILDREN}batch/", {"items": [told]}).status_code == 207
    assert (
        program.patch(f"{CHILDREN}{mine.pk}/", {"record": {"id_number": number}}).status_code == 422
    )

    entries = AccessEntry.objects.filter(verb="transfer", is_permitted=False)
    assert list(entries.values_list("records", flat=True)) == [[child.pk]] * 3

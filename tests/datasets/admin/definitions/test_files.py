"""Definitions that travel: what a file holds, what is said before anything is made, and the templates that ship."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.bringing import Verdict, bring_in, plan_of
from datasets.actions.definitions.collections import archive_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.admin.definitions.starters import STARTER_NOTES
from datasets.custom.definition_files import UnreadableDefinitions, read, starters
from datasets.custom.loading import made_model
from datasets.models import Child, CollectionDefinition, FieldDefinition
from datasets.queries.definition_files import written
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.admin.definitions.test_collections import as_city
from tests.datasets.custom.volunteers import volunteers

__all__ = ["as_city", "volunteers"]
pytestmark = pytest.mark.django_db


def file_of(*collections: Any) -> str:
    whole = {"format": "hutong-definitions", "version": 1, "collections": collections}
    return json.dumps(whole, ensure_ascii=False)


def sent_as_shown(page: Any) -> dict[str, Any]:
    """What the browser posts when nothing is changed on a preview."""
    sent: dict[str, Any] = {"text": page.context["text"]}
    for one in page.context["plans"]:
        sent[f"label:{one['key']}"] = one["label"]
        sent[f"code:{one['key']}"] = one["plan"].told.code
        for field in one["fields"]:
            here = f"{one['key']}.{field['key']}"
            sent |= {f"in:{here}": "on", f"label:{here}": field["values"]["label"]}
            if field["values"]["is_required"]:
                sent[f"required:{here}"] = "on"
    return sent


@pytest.mark.parametrize("name", STARTER_NOTES)
def test_each_template_is_made_by_one_press_as_it_is(name: str, as_city: Any) -> None:
    address = reverse("definitions_starter", args=[name])
    page = as_city.get(address)
    assert page.context["is_refused"] is False
    answer = as_city.post(address, {**sent_as_shown(page), "make": "1"})
    assert answer.status_code == 302
    told = starters()[name]
    for one in told:
        model = made_model(one.code)
        assert [field.code for field in FieldDefinition.objects.filter(collection=one.code)] == [
            values["code"] for values in one.fields
        ]
        assert CollectionDefinition.objects.get(code=one.code).grants
        assert model.objects.count() == 0
    # What was brought in is what is told again.
    again = read(written([one.code for one in told]))
    assert [one.fields for one in again] == [one.fields for one in told]


def test_every_template_that_ships_is_offered() -> None:
    assert starters().keys() == STARTER_NOTES.keys()


def test_a_volunteer_is_paired_with_a_child(as_city: Any, system: Actor) -> None:
    bring_in(told=starters()["volunteers"], by=system, reason="模板")
    place = {"region": region(XUXIAKE_VILLAGE)}
    mother = create(
        made_model("volunteers"), values={**place, "name": "李爱心"}, by=system, reason="登记"
    )
    child = create(Child, values={**place, "name": "王小明"}, by=system, reason="登记")
    values = {**place, "volunteer": mother, "child": child, "start_date": "2026-11-01"}
    paired = create(made_model("pairings"), values=values, by=system, reason="结对")
    assert (str(paired.volunteer), str(paired.child), paired.status) == (
        "李爱心", "王小明", "ongoing",
    )  # fmt: skip


def test_a_preview_calls_a_collection_that_it_will_make_by_its_name(as_city: Any) -> None:
    page = as_city.get(reverse("definitions_starter", args=["volunteers"])).content.decode()
    assert "指向志愿者" in page
    assert "指向volunteers" not in page


def test_a_template_is_changed_before_it_is_made(as_city: Any) -> None:
    address = reverse("definitions_starter", args=["volunteers"])
    sent = sent_as_shown(as_city.get(address))
    del sent["in:pairings.status"]
    del sent["required:pairings.start_date"]
    sent |= {
        "code:volunteers": "mothers", "label:volunteers": "爱心妈妈",
        "label:volunteers.company": "在哪里上班",
    }  # fmt: skip
    seen = as_city.post(address, sent)
    assert not CollectionDefinition.objects.exists()
    assert "在哪里上班" in seen.content.decode()
    as_city.post(address, {**sent, "make": "1", "reason": "妇联要"})
    assert CollectionDefinition.objects.get(code="mothers").label == "爱心妈妈"
    fields = {one.code: one for one in FieldDefinition.objects.filter(collection="pairings")}
    assert fields["volunteer"].options == {"target": "mothers"}
    assert "status" not in fields
    assert fields["end_date"].shown_when == []
    assert fields["start_date"].is_required is False
    assert fields["volunteer"].history.get().history_change_reason == "妇联要"


def test_a_file_says_what_is_new_what_differs_and_what_is_refused(
    volunteers: Any, as_city: Any, system: Actor
) -> None:
    text = written(["volunteers"])
    told = json.loads(text)
    fields = {one["code"]: one for one in told["collections"][0]["fields"]}
    fields["hours"]["label"] = "时长"
    told["collections"][0]["fields"] += [
        {"code": "company", "label": "单位", "kind": "text"},
        {"code": "region", "label": "地区", "kind": "text"},
    ]
    upload = SimpleUploadedFile("volunteers.json", json.dumps(told).encode())
    page = as_city.post(reverse("definitions_file"), {"file": upload})
    verdicts = {one.values["code"]: one.verdict for one in page.context["plans"][0]["plan"].fields}
    assert verdicts == {
        "name": Verdict.SAME, "phone": Verdict.SAME, "joined_date": Verdict.SAME,
        "skills": Verdict.SAME, "hours": Verdict.DIFFERS, "company": Verdict.NEW,
        "region": Verdict.REFUSED,
    }  # fmt: skip
    sent = sent_as_shown(page)
    refused = as_city.post(reverse("definitions_preview"), {**sent, "make": "1"})
    assert refused.status_code == 422
    assert not FieldDefinition.objects.filter(code="company").exists()
    del sent["in:volunteers.region"]
    as_city.post(reverse("definitions_preview"), {**sent, "make": "1"})
    assert FieldDefinition.objects.get(code="hours").label == "服务时长"
    assert volunteers._meta.get_field("company")


def test_fields_beside_built_in_ones_travel_too(system: Actor) -> None:
    text = file_of(
        {"code": "children", "fields": [{"code": "x_shoes", "label": "鞋码", "kind": "integer"}]},
        {"code": "visits_of_ours", "fields": []},
    )
    ours, unknown = plan_of(read(text))
    assert (ours.verdict, ours.fields[0].verdict) == (Verdict.SAME, Verdict.NEW)
    assert unknown.verdict == Verdict.REFUSED
    bring_in(told=[ours.told], by=system, reason="市里统一")
    assert json.loads(written(["children"]))["collections"][0]["fields"] == [
        {"code": "x_shoes", "label": "鞋码", "kind": "integer"}
    ]


def test_nothing_of_a_file_is_made_when_a_part_is_refused(system: Actor) -> None:
    good = {
        "code": "shops",
        "label": "超市",
        "fields": [{"code": "n", "label": "名", "kind": "text"}],
    }
    bad = {"code": "boxes", "label": "箱", "fields": [{"code": "n", "label": "名", "kind": "poem"}]}
    with pytest.raises(Exception, match="箱"):
        bring_in(told=read(file_of(good, bad)), by=system, reason="试")
    assert not CollectionDefinition.objects.exists()
    with pytest.raises(KeyError):
        made_model("shops")


def test_a_collection_may_point_to_itself(system: Actor) -> None:
    pair = {"code": "partner", "label": "搭档", "kind": "relation", "options": {"target": "shops"}}
    told = {"code": "shops", "label": "超市", "fields": [pair]}
    bring_in(told=read(file_of(told)), by=system, reason="试")
    assert made_model("shops")._meta.get_field("partner").related_model is made_model("shops")


def test_what_is_out_of_use_here_is_told(volunteers: Any, system: Actor) -> None:
    told = read(written(["volunteers"]))
    archive_collection(collection=CollectionDefinition.objects.get(), by=system, reason="停")
    (plan,) = plan_of(told)
    assert plan.verdict == Verdict.SAME
    assert not plan.makes


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "not json", '{"format": "hutong-definitions", "version": 2}',
        '{"format": "hutong-definitions", "version": 1, "collections": []}',
        file_of({"label": "没有代码"}), file_of("words"), file_of({"code": "a", "label": 1}),
        file_of({"code": "a", "label": "甲", "surprise": 1}),
        file_of({"code": "a", "fields": [{"code": "b", "options": {"choices": [["x"]]}}]}),
        file_of({"code": "a", "fields": [{"code": "b", "shown_when": ["c"]}]}),
        file_of({"code": "a", "label": "甲", "grants": {"角色": "view"}}),
        file_of({"code": "a", "fields": {"code": "b"}}), "[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_definitions_gets_one_clear_sentence(text: str) -> None:
    with pytest.raises(UnreadableDefinitions) as refusal:
        read(text)
    assert len(refusal.value.messages) == 1


def test_an_unreadable_upload_comes_back_to_the_form(as_city: Any) -> None:
    upload = SimpleUploadedFile("a.json", "姓名".encode("gbk"))
    answer = as_city.post(reverse("definitions_file"), {"file": upload})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    posted = as_city.post(reverse("definitions_preview"), {"text": "{"})
    assert posted.url == reverse("definitions_file")


def test_an_export_is_the_file_of_one_collection(
    volunteers: Any, as_city: Any, system: Actor
) -> None:
    values = {"code": "volunteer", "label": "志愿者", "kind": "relation"}
    values["options"] = {"target": "volunteers"}  # type: ignore[assignment]
    define_field(
        collection="families", values={**values, "code": "x_volunteer"}, by=system, reason="试"
    )
    answer = as_city.get(reverse("definitions_export", args=["families"]))
    assert "attachment" in answer["Content-Disposition"]
    (told,) = read(answer.content.decode())
    assert told.values is None
    assert told.fields[0]["options"] == {"target": "volunteers"}

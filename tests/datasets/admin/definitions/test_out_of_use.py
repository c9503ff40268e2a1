"""What lives on a field or a collection that was put out of use says so in a sentence, and nothing breaks."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.collections import archive_collection
from datasets.actions.definitions.fields import archive_field, define_field
from datasets.actions.dispatch import create
from datasets.models import Child, CollectionDefinition, FieldDefinition, SavedView
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.actions.definitions.test_dependents import form, rule, saved, volunteers
from tests.factories import make_child

__all__ = ["rule", "volunteers"]
pytestmark = pytest.mark.django_db

LIST = "/admin/made/volunteers/"


@pytest.fixture
def as_boss(client: Any, boss: Any) -> Any:
    client.force_login(boss)
    return client


@pytest.fixture
def record(volunteers: Any, system: Actor) -> Any:
    values = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心", "hours": 9}
    return create(volunteers, values=values, by=system, reason="登记")


def put_out_of_use(by: Actor, *codes: str) -> None:
    for code in codes:
        archive_field(field=FieldDefinition.objects.get(code=code), by=by, reason="不用了")


def answer_of_form(client: Any, child: Child) -> Any:
    address = reverse("datasets_child_modeladmin_edit", args=[child.pk])
    return client.get(address).context["form"]


def opened(client: Any, name: str) -> str:
    view = SavedView.objects.get(name=name)
    answer = client.get(reverse("made", args=["volunteers/"]), {"view": view.pk})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_views_of_a_field_that_is_gone_open_and_say_why_they_are_empty(
    record: Any, system: Actor, as_boss: Any
) -> None:
    saved(system, "带时长", columns=["name", "hours"], order="-hours")
    saved(
        system, "超过五小时", condition={"field": "hours", "is": ">", "value": "5"}, is_pinned=True
    )
    saved(system, "合计", kind="summary", grouping={"rows": "joined_date", "sum": "hours"})
    saved(system, "按月", kind="calendar", grouping={"date": "joined_date"})
    put_out_of_use(system, "hours", "joined_date")
    assert "李爱心" in opened(as_boss, "带时长")
    page = opened(as_boss, "超过五小时")
    assert "也可能已经停用" in page
    assert "李爱心" not in page
    for name in ("合计", "按月"):
        assert 'role="alert"' in opened(as_boss, name)
    assert "超过五小时" in as_boss.get("/admin/").content.decode()
    view = SavedView.objects.get(name="超过五小时")
    export = as_boss.get(reverse("made", args=["volunteers/export_csv/"]), {"view": view.pk})
    assert "李爱心" not in b"".join(export).decode("utf-8-sig")


def test_a_rule_that_stands_still_says_why(
    record: Any, rule: Any, system: Actor, as_boss: Any
) -> None:
    put_out_of_use(system, "hours")
    assert "停下：" in as_boss.get(reverse("warnings")).content.decode()
    edited = as_boss.get(reverse("warning_rule_edit", args=[rule.pk])).content.decode()
    assert "也可能已经停用" in edited
    assert as_boss.get(reverse("warning_rule", args=[rule.pk])).status_code == 404


def test_of_a_collection_the_effects_are_read_before_the_button(
    record: Any, rule: Any, as_boss: Any
) -> None:
    address = reverse("definitions_archive", args=["volunteers"])
    page = as_boss.get(address).content.decode()
    assert "“服务很久了”" in page
    assert as_boss.post(address, {"reason": "合并了"}).status_code == 302
    assert CollectionDefinition.objects.get().archived_date is not None


def test_after_a_collection_is_out_of_use_nothing_breaks(
    volunteers: Any, record: Any, rule: Any, system: Actor, as_boss: Any
) -> None:
    saved(system, "名单", is_pinned=True)
    form(system, "name")
    values = {"code": "x_helper", "label": "帮扶人", "kind": "relation",
              "options": {"target": "volunteers"}}  # fmt: skip
    define_field(collection="children", values=values, by=system, reason="结对")
    child = make_child(XUXIAKE_VILLAGE, name="小丙", x_helper=record)
    told = {"region": region(XUXIAKE_VILLAGE), "name": "王热心"}
    create(volunteers, values=told, by=system, reason="登记")
    archive_collection(collection=CollectionDefinition.objects.get(), by=system, reason="合并了")

    assert "名单" not in as_boss.get("/admin/").content.decode()
    page = as_boss.get(reverse("warnings")).content.decode()
    assert "停下：" in page
    assert as_boss.get("/forms/join/").status_code == 404
    for name in ("inspect", "edit", "history"):
        address = reverse(f"datasets_child_modeladmin_{name}", args=[child.pk])
        answer = as_boss.get(address)
        assert answer.status_code == 200, name
        page = answer.content.decode()
        assert name == "history" or "李爱心" in page, name
        assert f"volunteers/inspect/{record.pk}/" not in page
    asked = answer_of_form(as_boss, child).fields["x_helper"]
    assert list(asked.queryset) == [record]
    asked = {"where": '{"field": "x_helper.hours", "is": ">", "value": "5"}'}
    assert as_boss.get(reverse("datasets_child_modeladmin_index"), asked).status_code == 200
    for name in ("index", "create", "export_csv"):
        assert as_boss.get(reverse(f"datasets_child_modeladmin_{name}")).status_code == 200, name
    for address in ("public_forms", "form_inbox", "definitions"):
        assert as_boss.get(reverse(address)).status_code == 200, address
    assert Child.objects.get(pk=child.pk).x_helper == record

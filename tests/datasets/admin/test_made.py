"""The screens of a collection of one's own: as those of the built-in ones."""

import csv
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.collections import change_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.models import AccessEntry, CollectionDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


def address(rest: str = "") -> str:
    return reverse("made", args=[f"volunteers/{rest}"])


@pytest.fixture
def volunteer(volunteers: Any, system: Actor) -> Any:
    values = {
        "region": region(XUXIAKE_VILLAGE), "name": "李爱心", "phone": "13800001234",
        "skills": ("math",), "hours": "2.5",
    }  # fmt: skip
    return create(volunteers, values=values, by=system, reason="登记")


def test_a_child_is_searched_for_and_not_listed_with_all_others(
    volunteers: Any, clerk: Any, client: Any, system: Actor
) -> None:
    options = {"target": "children"}
    values = {"code": "paired", "label": "结对儿童", "kind": "relation", "options": options}
    define_field(collection="volunteers", values=values, by=system, reason="结对")
    child = make_child(XUXIAKE_VILLAGE, name="王小明")
    client.force_login(clerk)
    form = client.get(address("create/")).content.decode()
    assert "选择儿童" in form
    assert "王小明" not in form
    told = {"name": "李爱心", "region": region(XUXIAKE_VILLAGE).pk, "paired": child.pk}
    client.post(address("create/"), told)
    made = volunteers.objects.get()
    assert made.paired == child
    page = client.get(address(f"edit/{made.pk}/")).content.decode()
    assert f"王小明 · — · {child.region.trail()}" in page


def test_a_clerk_adds_changes_and_reads(volunteers: Any, clerk: Any, client: Any) -> None:
    client.force_login(clerk)
    form = client.get(address("create/")).content.decode()
    assert "服务时长（小时）" in form
    assert "音乐" in form
    told = {
        "name": "李爱心", "region": region(XUXIAKE_VILLAGE).pk, "phone": "13800001234",
        "skills": ["music", "math"], "hours": "2.5", "joined_date": "2024-03-05",
    }  # fmt: skip
    answer = client.post(address("create/"), told)
    made = volunteers.objects.get()
    assert answer.url == address(f"inspect/{made.pk}/")
    page = client.get(answer.url).content.decode()
    assert "数学、音乐" in page
    assert "13800001234" in page

    edit = address(f"edit/{made.pk}/")
    seen = client.get(edit).context["form"]["_seen_version"].value()
    client.post(edit, {**told, "hours": "4", "reason": "又来了", "_seen_version": seen})
    history = client.get(address(f"history/{made.pk}/")).content.decode()
    assert "又来了" in history
    assert "2.50" in history

    page = client.get(address(), {"q": "爱心"}).content.decode()
    assert "李爱心" in page
    assert "数学、音乐" in page


def test_nobody_sees_what_is_not_theirs(
    volunteer: Any, other_clerk: Any, editor: Any, client: Any
) -> None:
    client.force_login(other_clerk)
    assert "李爱心" not in client.get(address()).content.decode()
    assert client.get(address(f"inspect/{volunteer.pk}/")).status_code == 404
    assert client.get(address(f"edit/{volunteer.pk}/")).status_code == 404
    client.force_login(editor)
    assert client.get(address()).status_code in (302, 403)


def test_it_is_chosen_by_its_name(volunteer: Any, clerk: Any, client: Any) -> None:
    client.force_login(clerk)
    for page in ("choose/", "choose/results/"):
        shown = client.get(address(page), {"q": "李爱心"}).content.decode()
        assert address(f"choose/chosen/{volunteer.pk}/") in shown
    assert client.get(address(f"choose/chosen/{volunteer.pk}/")).status_code == 200


def test_who_opened_a_record_is_in_the_log(volunteer: Any, clerk: Any, client: Any) -> None:
    client.force_login(clerk)
    client.get(address(f"inspect/{volunteer.pk}/"))
    assert AccessEntry.objects.filter(collection="made_volunteers").exists()


def test_a_telephone_is_masked_for_whom_it_is_not(
    volunteer: Any, city_desk: Any, client: Any, system: Actor
) -> None:
    group = Group.objects.get(name="市民政局")
    group.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    client.force_login(city_desk)
    page = client.get(address(f"inspect/{volunteer.pk}/")).content.decode()
    assert "138****1234" in page
    assert "13800001234" not in page


def test_a_field_beside_built_in_ones_is_on_their_screens(
    clerk: Any, client: Any, system: Actor
) -> None:
    values = {"code": "x_paired", "label": "结对爱心妈妈", "kind": "yes_no", "is_filterable": True}
    define_field(collection="families", values=values, by=system, reason="县里要")
    client.force_login(clerk)
    create_url = reverse("datasets_family_modeladmin_create")
    assert "结对爱心妈妈" in client.get(create_url).content.decode()
    told = {
        "head_name": "王户主",
        "region": region(XUXIAKE_VILLAGE).pk,
        "dossier_type": "child_in_difficulty",
        "x_paired": "true",
    }
    answer = client.post(create_url, told)
    assert "结对爱心妈妈" in client.get(answer.url).content.decode()
    index = reverse("datasets_family_modeladmin_index")
    assert "王户主" in client.get(index, {"x_paired": "True"}).content.decode()
    assert "王户主" not in client.get(index, {"x_paired": "False"}).content.decode()


def test_a_record_is_never_called_by_what_some_of_its_readers_do_not_see(
    volunteers: Any, system: Actor, village_worker: Any, client: Any
) -> None:
    field = {"code": "served", "label": "前科", "kind": "text", "group": "judicial"}
    define_field(collection="volunteers", values=field, by=system, reason="加一项")
    definition = CollectionDefinition.objects.get()
    change_collection(collection=definition, values={"title": "served"}, by=system, reason="改")
    values = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心", "served": "服过刑"}
    made = create(volunteers, values=values, by=system, reason="登记")

    client.force_login(village_worker)
    for page in ("", f"inspect/{made.pk}/", f"history/{made.pk}/"):
        answer = client.get(address(page)).content.decode()
        assert f"志愿者 {made.pk}" in answer
        assert "服过刑" not in answer


def test_what_is_worked_out_leaves_beside_what_it_is_worked_out_of(
    volunteers: Any, volunteer: Any, clerk: Any, client: Any, system: Actor
) -> None:
    formula, target = {"formula": "【服务时长】 * 2"}, {"target": "volunteers"}
    for values in (
        *(
            {"code": f"hours{end}", "label": f"同伴{end}", "kind": "relation", "options": target}
            for end in range(1, 6)
        ),
        {"code": "double", "label": "两倍", "kind": "computed", "options": formula},
    ):
        define_field(collection="volunteers", values=values, by=system, reason="试")
    client.force_login(clerk)
    answer = client.get(address("export_csv/"))
    told = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, row = csv.reader(told.splitlines())
    assert dict(zip(heading, row, strict=True))["两倍"] == "5"

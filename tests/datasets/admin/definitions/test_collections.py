"""Collections defined on screens: by whom, how a refusal comes back, and what becomes of what is put out of use."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from datasets.access.roles import (
    DEFINITIONS,
    CityDesk,
    CountyDesk,
    TownshipClerk,
    VillageWorker,
)
from datasets.custom.loading import made_model
from datasets.models import AccessEntry, CollectionDefinition, FieldDefinition
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

OVERVIEW = "/admin/definitions/"


@pytest.fixture
def as_city(client: Any, city_desk: Any) -> Any:
    client.force_login(city_desk)
    return client


def told(**more: Any) -> dict[str, Any]:
    clerks = Group.objects.get(name=TownshipClerk.name)
    return {
        "label": "爱心超市", "icon": "home", "has_region": "on", "first_label": "名称",
        "first_kind": "text", "grants": [f"{clerks.pk}-add"], **more,
    }  # fmt: skip


def test_a_collection_is_there_for_its_roles_as_soon_as_it_is_defined(
    as_city: Any, clerk: Any
) -> None:
    answer = as_city.post(
        reverse("definitions_new"), told(code="charity_shops", reason="民政局要求")
    )
    assert answer.url == reverse("definitions_collection", args=["charity_shops"])
    made = CollectionDefinition.objects.get()
    assert (made.title, made.grants) == ("name", {TownshipClerk.name: ["view", "add"]})
    assert made.history.get().history_change_reason == "民政局要求"

    as_city.force_login(clerk)
    assert as_city.get(reverse("made", args=["charity_shops/"])).status_code == 200
    assert as_city.get(OVERVIEW).status_code in (302, 403)


def test_a_code_left_empty_is_taken_from_the_name(as_city: Any) -> None:
    as_city.post(reverse("definitions_new"), told(label="志愿者", first_label="姓名"))
    assert CollectionDefinition.objects.get().code == "volunteer"
    as_city.post(reverse("definitions_new"), told(label="琴棋书画"))
    assert CollectionDefinition.objects.filter(code="collection_1").exists()
    address = reverse("definitions_code")
    assert as_city.get(address, {"label": "电话", "of": "volunteer"}).json() == {"code": "phone"}
    assert as_city.get(address, {"label": "电话", "of": "children"}).json() == {"code": "x_phone"}


@pytest.mark.parametrize("code", ["children", "2shops", "Shops", "a b"])
def test_a_code_that_is_none_is_refused_beside_it(as_city: Any, code: str) -> None:
    answer = as_city.post(reverse("definitions_new"), told(code=code))
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert "爱心超市" in answer.content.decode()
    assert not CollectionDefinition.objects.exists()


def test_the_form_offers_the_usual_grants(as_city: Any) -> None:
    rows = dict(as_city.get(reverse("definitions_new")).context["form"].rows())
    ticked = {
        role: [value.partition("-")[2] for value, _word, is_ticked in verbs if is_ticked]
        for role, verbs in rows.items()
    }
    assert ticked[TownshipClerk.name] == ["view", "add", "change", "delete", "export", "import"]
    assert ticked[VillageWorker.name] == ["view", "add", "change"]
    assert ticked[CityDesk.name] == ["view", "export"]
    assert not {"Editors", "Moderators"} & rows.keys()


def test_of_two_who_change_a_collection_the_second_is_told(volunteers: Any, as_city: Any) -> None:
    address = reverse("definitions_edit", args=["volunteers"])
    form = as_city.get(address).context["form"]
    sent = {
        "label": "爱心妈妈", "icon": "group", "title": "name", "grants": form["grants"].value(),
        "seen_version": form["seen_version"].value(),
    }  # fmt: skip
    assert as_city.post(address, sent).status_code == 302
    answer = as_city.post(address, {**sent, "label": "爱心人士"})
    assert answer.status_code == 422
    assert "别人修改了" in answer.content.decode()
    assert CollectionDefinition.objects.get().label == "爱心妈妈"


def test_what_is_put_out_of_use_has_no_screens_and_comes_back(
    volunteers: Any, as_city: Any, clerk: Any
) -> None:
    as_city.post(reverse("definitions_archive", args=["volunteers"]), {"reason": "合并了"})
    assert "已停用" in as_city.get(OVERVIEW).content.decode()
    definition = CollectionDefinition.objects.get()
    assert definition.history.latest().history_change_reason == "合并了"
    as_city.force_login(clerk)
    assert as_city.get(reverse("made", args=["volunteers/"])).status_code == 404

    as_city.force_login(Group.objects.get(name=CityDesk.name).user_set.get())
    as_city.post(reverse("definitions_take_up", args=["volunteers"]))
    as_city.force_login(clerk)
    assert as_city.get(reverse("made", args=["volunteers/"])).status_code == 200
    assert made_model("volunteers")._meta.verbose_name == "志愿者"


def test_who_may_only_view_finds_no_way_to_write(
    volunteers: Any, client: Any, supervisor: Any
) -> None:
    county = Group.objects.get(name=CountyDesk.name)
    writing = {f"{verb}_{name}" for verb in ("add", "change") for name in DEFINITIONS}
    county.permissions.remove(*county.permissions.filter(codename__in=writing))
    client.force_login(supervisor)
    page = client.get(OVERVIEW).content.decode()
    assert "志愿者" in page
    assert "新建数据集" not in page
    name = FieldDefinition.objects.get(code="name")
    for address in (
        reverse("definitions_new"), reverse("definitions_edit", args=["volunteers"]),
        reverse("definitions_file"), reverse("definitions_starter", args=["trainings"]),
        reverse("definitions_new_field", args=["volunteers"]),
        reverse("definitions_field", args=[name.pk]),
    ):  # fmt: skip
        assert client.get(address).status_code in (302, 403), address
    for address in (
        reverse("definitions_archive", args=["volunteers"]),
        reverse("definitions_archive_field", args=[name.pk]),
        reverse("definitions_move_field", args=[name.pk]),
        reverse("definitions_restore", args=["field", name.pk]),
    ):
        assert client.post(address, {"at": "2026-01-01T00:00:00Z"}).status_code in (302, 403)
    assert not CollectionDefinition.objects.exclude(archived_date=None).exists()
    assert not FieldDefinition.objects.exclude(archived_date=None).exists()
    assert AccessEntry.objects.filter(is_permitted=False).count() >= 10


def test_the_menu_leads_there_for_whom_it_is(as_city: Any, clerk: Any) -> None:
    assert OVERVIEW in as_city.get("/admin/").content.decode()
    as_city.force_login(clerk)
    assert OVERVIEW not in as_city.get("/admin/").content.decode()


def test_a_citys_group_editor_shows_the_permissions_of_collections_of_ones_own(
    volunteers: Any, client: Any, boss: Any
) -> None:
    client.force_login(boss)
    group = Group.objects.get(name=TownshipClerk.name)
    page = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    for codename in ("import_made_volunteers", "add_collectiondefinition"):
        permission = Permission.objects.get(codename=codename)
        assert f'value="{permission.pk}"' in page, codename


def test_what_a_city_gave_in_the_editor_of_groups_is_shown_and_kept(
    volunteers: Any, as_city: Any
) -> None:
    group = Group.objects.create(name="妇联")
    permission = Permission.objects.get(codename="view_made_volunteers")
    group.permissions.add(permission)
    address = reverse("definitions_edit", args=["volunteers"])
    form = as_city.get(address).context["form"]
    assert f"{group.pk}-view" in form["grants"].value()
    sent = {"label": "爱心妈妈", "icon": "group", "grants": form["grants"].value()}
    assert as_city.post(address, sent).status_code == 302
    assert group.permissions.get() == permission
    sent["grants"] = [one for one in sent["grants"] if not one.startswith(f"{group.pk}-")]
    assert as_city.post(address, sent).status_code == 302
    assert not group.permissions.exists()

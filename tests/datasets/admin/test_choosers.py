"""Choosers offer, and confirm, only what the reader may see."""

from typing import Any

import pytest

from datasets.actions.dispatch import change
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db


def offered(client: Any, chooser: str, **query: Any) -> str:
    answer = client.get(f"/admin/{chooser}/results/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_chooser_offers_the_own_rows_only(as_clerk: Any) -> None:
    make_family(XUXIAKE_VILLAGE, head_name="本镇户主", household_number="H-1")
    make_family(CHANGJING, head_name="外镇户主")
    page = offered(as_clerk, "choose_family")
    assert "本镇户主" in page
    assert "H-1" in page
    assert "江阴市 / 徐霞客镇 / " in page
    assert "外镇户主" not in page
    assert "外镇户主" in offered(as_clerk, "choose_family", q="外镇户主")  # what was typed, no row
    assert "chosen/" not in offered(as_clerk, "choose_family", q="外镇户主")


def test_the_modal_itself_opens_with_a_search_box(as_clerk: Any) -> None:
    answer = as_clerk.get("/admin/choose_guardian/")
    assert answer.status_code == 200
    assert 'name=\\"q\\"' in answer.content.decode()


def test_guardians_are_told_apart_without_showing_their_numbers(as_clerk: Any) -> None:
    number = id_number()
    make_guardian(XUXIAKE_VILLAGE, name="同名", id_number=number, phone="13900005678")
    assert "同名" in offered(as_clerk, "choose_guardian", q=number)
    page = offered(as_clerk, "choose_guardian", q="同名")
    assert f"990000********{number[-4:]}" in page
    assert "139****5678" in page
    assert number not in page
    assert "13900005678" not in page


def test_children_of_one_name_are_told_apart(as_clerk: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, name="王同名", birth_date="2015-03-04")
    make_child(XUXIAKE_VILLAGE, name="王同名", id_number=number)
    make_child(CHANGJING, name="王外镇")
    page = offered(as_clerk, "choose_child", q="王")
    assert page.count("王同名") >= 2
    assert "2015-03-04" in page
    assert f"990000********{number[-4:]}" in page
    assert number not in page
    assert "王外镇" not in page


def test_chosen_confirms_the_own_row_and_refuses_a_foreign_one(as_clerk: Any) -> None:
    own, foreign = make_guardian(XUXIAKE_VILLAGE), make_guardian(CHANGJING)
    answer = as_clerk.get(f"/admin/choose_guardian/chosen/{own.pk}/")
    assert answer.json()["result"]["id"] == str(own.pk)
    for key in (foreign.pk, 987654321, "abc", "²"):
        assert as_clerk.get(f"/admin/choose_guardian/chosen/{key}/").status_code == 404
    family = as_clerk.get(f"/admin/choose_family/chosen/{foreign.family_id}/")
    assert family.status_code == 404


def test_choosers_offer_neither_creation_nor_several_at_once(as_clerk: Any) -> None:
    for end in ("create/", "chosen-multiple/?id=1"):
        assert as_clerk.get(f"/admin/choose_family/{end}").status_code == 404


def test_regions_start_with_the_own_area_and_are_found_everywhere(as_clerk: Any) -> None:
    first = offered(as_clerk, "choose_region")
    assert "徐霞客镇" in first
    assert "长泾镇" not in first
    found = offered(as_clerk, "choose_region", q="长泾")
    assert "江苏省" not in found
    assert "江阴市 / 长泾镇" in found
    village = region(XUXIAKE_VILLAGE)
    chosen = as_clerk.get(f"/admin/choose_region/chosen/{village.pk}/").json()["result"]
    assert chosen["title"] == f"江阴市 / 徐霞客镇 / {village.name}"


def test_agencies_of_the_own_area_stand_before_the_others(as_clerk: Any) -> None:
    first = offered(as_clerk, "choose_agency")
    assert "江阴市民政局" in first
    assert "郑州市" not in first
    assert "郑州市民政局" in offered(as_clerk, "choose_agency", q="郑州市民政局")


def test_a_retired_region_is_not_offered(as_clerk: Any, system: Any, today: Any) -> None:
    village = region(XUXIAKE_VILLAGE)
    change(village, values={"retired_date": today}, by=system, reason="撤并")
    assert as_clerk.get(f"/admin/choose_region/chosen/{village.pk}/").status_code == 404


@pytest.mark.parametrize(
    "chooser", ["choose_child", "choose_family", "choose_guardian", "choose_agency"]
)
def test_an_editor_is_refused(client: Any, editor: Any, chooser: str) -> None:
    client.force_login(editor)
    for end in ("", "results/", "chosen/1/"):
        assert client.get(f"/admin/{chooser}/{end}").status_code in (302, 403, 404)


def test_accounts_are_offered_to_those_alone_who_give_out_posts(
    client: Any, clerk: Any, administrator: Any
) -> None:
    client.force_login(clerk)
    assert client.get("/admin/choose_user/results/").status_code in (302, 403)
    client.force_login(administrator)
    assert "clerk" in offered(client, "choose_user", q="clerk")

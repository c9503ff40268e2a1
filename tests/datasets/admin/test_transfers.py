"""The screens of 转入申请: from a refused number to the decision, and what each learns on the way."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CountyDesk
from datasets.actions.transfers import ask_for_transfer
from datasets.models import AccessEntry, Child, TransferRequest
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.admin.test_editing import CREATE, edit, new_child
from tests.datasets.admin.test_ledger_parked import upload
from tests.factories import id_number, make_child
from tests.spreadsheets import a_row

pytestmark = pytest.mark.django_db

NUMBER = id_number(sequence=411)
ERQI = "410103"
#: Where Wagtail leads whoever is refused.
HOME = "/admin/"
WHY = "随外婆住在徐霞客村"
ELSEWHERE = "这名儿童已在其他地区登记"


@pytest.fixture
def child(db: None) -> Child:
    return make_child(CHANGJING, name="欧阳明明", id_number=NUMBER, school="长泾实验小学")


def ask(client: Any, number: str = NUMBER) -> Any:
    data = {"id_number": number, "to_region": region(XUXIAKE_VILLAGE).pk, "why": WHY}
    return client.post(reverse("transfer_ask"), data)


def page_of(client: Any, request: TransferRequest) -> str:
    return str(client.get(reverse("transfer", args=[request.pk])).content.decode())


def entries(verb: str) -> list[tuple[str, list[int], bool]]:
    found = AccessEntry.objects.filter(verb=verb).order_by("pk")
    return list(found.values_list("collection", "records", "is_permitted"))


def test_a_number_recorded_elsewhere_is_refused_in_one_sentence_with_a_way_to_ask(
    as_clerk: Any, child: Child
) -> None:
    answer = as_clerk.post(CREATE, new_child(id_number=NUMBER))
    page = answer.content.decode()
    assert ELSEWHERE in page
    assert f'formaction="{reverse("transfer_ask")}"' in page
    for told in ("欧阳明明", "长泾", f"/{child.pk}/"):
        assert told not in page
    assert Child.objects.get() == child
    assert entries("transfer") == [("child", [child.pk], False)]
    # The button sends the form as it stands.
    asking = as_clerk.post(reverse("transfer_ask"), new_child(id_number=NUMBER))
    assert asking.context["form"].initial == {
        "id_number": NUMBER,
        "to_region": str(region(XUXIAKE_VILLAGE).pk),
    }
    assert not TransferRequest.objects.exists()


def test_the_same_is_said_where_a_number_is_changed(as_clerk: Any, child: Child) -> None:
    mine = make_child(XUXIAKE_VILLAGE, name="赵一")
    answer = as_clerk.post(edit(mine), new_child(name="赵一", id_number=NUMBER))
    assert ELSEWHERE in answer.content.decode()


def test_a_village_worker_is_led_to_the_clerk(
    client: Any, village_worker: Any, child: Child
) -> None:
    client.force_login(village_worker)
    page = client.post(CREATE, new_child(id_number=NUMBER)).content.decode()
    assert ELSEWHERE in page
    assert "请由镇（街道）专干申请" in page
    assert "formaction" not in page
    assert client.get(reverse("transfer_ask")).url == HOME


def test_a_parked_row_leads_to_the_request(as_clerk: Any, child: Child) -> None:
    batch = upload(as_clerk, a_row(姓名="欧阳明明", 身份证号=NUMBER))
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    row = batch.rows.get()
    assert f'name="row" value="{row.pk}"' in page
    form = as_clerk.post(reverse("transfer_ask"), {"row": row.pk}).context["form"]
    assert form.initial["id_number"] == NUMBER
    assert form.initial["to_region"] == region(XUXIAKE_VILLAGE).pk


def test_another_towns_row_tells_no_number(client: Any, as_clerk: Any, other_clerk: Any) -> None:
    batch = upload(as_clerk, a_row(姓名="甲", 身份证号=NUMBER))
    client.force_login(other_clerk)
    answer = client.post(reverse("transfer_ask"), {"row": batch.rows.get().pk})
    assert NUMBER not in answer.content.decode()


def test_who_asks_learns_neither_name_nor_area_until_it_is_agreed(
    client: Any, clerk: Any, supervisor: Any, child: Child
) -> None:
    client.force_login(clerk)
    assert ask(client).status_code == 302
    request = TransferRequest.objects.get()
    for address in (reverse("transfers"), reverse("transfer", args=[request.pk])):
        page = client.get(address).content.decode()
        assert "990000" in page
        for told in ("欧阳明明", "长泾", NUMBER):
            assert told not in page, address
    client.force_login(supervisor)
    page = page_of(client, request)
    for told in ("欧阳明明", "长泾镇", WHY, "同意转出"):
        assert told in page
    client.post(reverse("transfer_agree", args=[request.pk]))
    client.force_login(clerk)
    assert "欧阳明明" in page_of(client, request)
    assert (
        client.get(reverse("datasets_child_modeladmin_inspect", args=[child.pk])).status_code == 200
    )


def test_who_was_refused_reads_why_and_not_by_whom(client: Any, clerk: Any) -> None:
    child = make_child(ERQI, name="欧阳远", id_number=NUMBER)
    far = someone("erqi", CountyDesk, ERQI)
    far.last_name = "二七区专员"
    far.save()
    client.force_login(clerk)
    ask(client)
    request = TransferRequest.objects.get()
    client.force_login(far)
    empty = client.post(reverse("transfer_refuse", args=[request.pk]))
    assert empty.status_code == 422
    client.post(reverse("transfer_refuse", args=[request.pk]), {"answer": "孩子在这里上学"})
    client.force_login(clerk)
    page = page_of(client, request)
    assert "孩子在这里上学" in page
    for told in ("欧阳远", "二七区"):
        assert told not in page
    assert not Actor.of(clerk).rows(Child).filter(pk=child.pk).exists()


def test_the_receiving_areas_supervisor_sees_the_request_and_not_the_child(
    client: Any, clerk: Any, supervisor: Any
) -> None:
    make_child(ERQI, name="欧阳远", id_number=NUMBER)
    client.force_login(clerk)
    ask(client)
    client.force_login(supervisor)
    page = page_of(client, TransferRequest.objects.get())
    assert WHY in page
    for told in ("欧阳远", "二七区", "同意转出"):
        assert told not in page


def test_a_made_up_number_and_one_of_ones_own_are_answered_alike(
    as_clerk: Any, child: Child
) -> None:
    own, nobodys = id_number(sequence=412), id_number(sequence=413)
    make_child(XUXIAKE_VILLAGE, id_number=own)
    pages = [ask(as_clerk, number).content.decode() for number in (own, nobodys)]
    assert "没有在其他地区登记的儿童用这个证件号码" in pages[0]
    said = [page.split('id="id_id_number-errors"')[-1][:400] for page in pages]
    assert said[0] == said[1]
    assert entries("transfer") == [("child", [], False)] * 2


def test_asking_and_deciding_are_logged_where_the_child_is_traced(
    client: Any, clerk: Any, supervisor: Any, child: Child
) -> None:
    client.force_login(clerk)
    ask(client)
    request = TransferRequest.objects.get()
    assert entries("transfer") == [("child", [child.pk], True)]
    client.force_login(supervisor)
    traced = client.get(reverse("datasets_child_modeladmin_access", args=[child.pk]))
    assert "录入或申请转入" in traced.content.decode()
    client.post(reverse("transfer_agree", args=[request.pk]))
    assert entries("transfer")[1:] == [("transferrequest", [request.pk], True)]


def test_a_stranger_finds_no_request_and_the_refusal_is_logged(
    client: Any, clerk: Any, other_clerk: Any, child: Child
) -> None:
    request = ask_for_transfer(
        id_number=NUMBER, to_region=region(XUXIAKE), why=WHY, by=Actor.of(clerk)
    )
    client.force_login(other_clerk)
    for name in ("transfer", "transfer_agree", "transfer_refuse", "transfer_withdraw"):
        method = client.get if name == "transfer" else client.post
        assert method(reverse(name, args=[request.pk])).status_code == 404
    assert [entry for entry in entries("transfer") if entry[0] == "transferrequest"] == [
        ("transferrequest", [request.pk], False)
    ] * 3


def test_the_asker_withdraws(as_clerk: Any, child: Child) -> None:
    ask(as_clerk)
    request = TransferRequest.objects.get()
    assert "撤回申请" in page_of(as_clerk, request)
    as_clerk.post(reverse("transfer_withdraw", args=[request.pk]))
    assert "已撤回" in page_of(as_clerk, request)
    assert as_clerk.post(reverse("transfer_agree", args=[request.pk])).status_code == 422


def test_what_the_asker_may_not_decide_is_refused_and_logged_once(
    as_clerk: Any, child: Child
) -> None:
    ask(as_clerk)
    request = TransferRequest.objects.get()
    assert as_clerk.post(reverse("transfer_agree", args=[request.pk])).url == HOME
    assert entries("transfer")[1:] == [("transferrequest", [request.pk], False)]


def test_a_refusal_too_long_to_keep_comes_back_whole(
    client: Any, clerk: Any, supervisor: Any, child: Child
) -> None:
    client.force_login(clerk)
    ask(client)
    address = reverse("transfer_refuse", args=[TransferRequest.objects.get().pk])
    client.force_login(supervisor)
    page = client.post(address, {"answer": "长" * 301})
    assert page.status_code == 422
    assert "长" * 301 in page.content.decode()
    assert "内容超过 300 个字，请缩短。" in page.content.decode()

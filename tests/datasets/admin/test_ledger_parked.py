"""Rows that may be somebody recorded: the evidence side by side, decided now or later, never asked twice."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access.roles import DutyTableAdmin
from datasets.models import Agency, Child, Family, LedgerBatch, MatchDecision
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
NUMBER, OTHER = id_number(BORN, "male", 1), id_number(BORN, "male", 2)


def upload(client: Any, *rows: Any, header: list[str] = HEADER) -> LedgerBatch:
    file = SimpleUploadedFile("台账.xlsx", xlsx(header, *rows))
    response = client.post(reverse("ledger_upload"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return LedgerBatch.objects.latest("pk")


def decide(client: Any, batch: LedgerBatch, word: str, *, of: int = 0) -> str:
    row = batch.rows.order_by("pk")[of]
    page = client.post(
        reverse("ledger_rows", args=[batch.pk]), {f"row {row.pk}": word}, follow=True
    )
    batch.refresh_from_db()
    return page.content.decode()


def apply(client: Any, batch: LedgerBatch) -> None:
    client.post(reverse("ledger_apply", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.status == "applied"


def parked_page(client: Any, batch: LedgerBatch) -> str:
    page = client.get(reverse("ledger_batch", args=[batch.pk]), {"action": "park"})
    return page.content.decode()


def counts(batch: LedgerBatch) -> tuple[int, int, int, int]:
    return batch.created_count, batch.updated_count, batch.unchanged_count, batch.parked_count


@pytest.fixture
def namesake(db: None) -> Child:
    """Recorded in the village under the number NUMBER."""
    guardian = make_guardian(XUXIAKE_VILLAGE, name="王大明", phone="13800000001")
    return make_child(
        XUXIAKE_VILLAGE, name="王小明", birth_date=BORN, id_number=NUMBER, guardian=guardian
    )


def doubtful(**cells: Any) -> list[Any]:
    """The same village, name and day under another number."""
    return a_row(姓名="王小明", 身份证号=OTHER, **cells)


def test_the_candidate_stands_beside_the_row_with_the_evidence(
    as_clerk: Any, namesake: Child
) -> None:
    batch = upload(as_clerk, doubtful(监护人姓名="王大明", 监护人联系电话="13800000001"))
    assert counts(batch) == (0, 0, 0, 1)
    page = parked_page(as_clerk, batch)
    for words in (
        "请核对是哪一条", NUMBER, OTHER, "姓名相同", "出生日期相同", "证件号码不同", "同一个村（社区）",
        "监护人电话相同", "监护人同名", "就是已登记的这一条", "都不是，新建档案", "以后再说",
    ):  # fmt: skip
        assert words in page


def test_this_one_takes_the_row(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, doubtful(就读学校="新小学"))
    page = decide(as_clerk, batch, str(namesake.pk))
    assert counts(batch) == (0, 1, 0, 0)
    assert "已按决定重新比对" in page
    apply(as_clerk, batch)
    namesake.refresh_from_db()
    assert (namesake.school, namesake.id_number) == ("新小学", OTHER)
    assert Child.objects.count() == 1


def test_none_of_them_makes_a_new_child(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, doubtful())
    decide(as_clerk, batch, "new")
    assert counts(batch) == (1, 0, 0, 0)
    apply(as_clerk, batch)
    assert set(Child.objects.values_list("id_number", flat=True)) == {NUMBER, OTHER}


def test_a_skipped_row_writes_nothing(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, doubtful(就读学校="新小学"))
    decide(as_clerk, batch, "skip")
    assert counts(batch) == (0, 0, 1, 0)
    apply(as_clerk, batch)
    assert Child.objects.get().school == ""


def test_a_decision_is_taken_back(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, doubtful())
    decide(as_clerk, batch, "new")
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    assert "已决定：都不是，新建档案" in page
    decide(as_clerk, batch, "later")
    assert counts(batch) == (0, 0, 0, 1)


def test_parked_rows_hold_up_nobody_and_are_decided_after_the_others_are_in(
    as_clerk: Any, namesake: Child
) -> None:
    batch = upload(as_clerk, a_row(姓名="赵一"), doubtful(就读学校="新小学"), a_row(姓名="钱二"))
    apply(as_clerk, batch)
    assert counts(batch) == (2, 0, 0, 1)
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    assert "还有 1 行待核对" in page

    parked = batch.rows.get(action="park")
    response = as_clerk.post(
        reverse("ledger_rows", args=[batch.pk]), {f"row {parked.pk}": str(namesake.pk)}, follow=True
    )
    assert "已处理 1 行：新增 0 条，更新 1 条" in response.content.decode()
    batch.refresh_from_db()
    assert counts(batch) == (2, 0, 0, 0)
    assert batch.rows.count() == 2
    later = batch.followed_by.get()
    assert (later.status, counts(later)) == ("applied", (0, 1, 0, 0))
    version = namesake.history.latest()
    assert (version.ledger_batch_id, version.ledger_row) == (later.pk, 3)
    assert version.school == "新小学"


def test_what_was_decided_later_is_undone_by_itself(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, a_row(姓名="赵一"), doubtful(就读学校="新小学"))
    apply(as_clerk, batch)
    decide(as_clerk, batch, str(namesake.pk), of=1)
    later = batch.followed_by.get()
    as_clerk.post(reverse("ledger_undo", args=[later.pk]), {"reason": "核对错了"})
    namesake.refresh_from_db()
    assert (namesake.school, namesake.id_number) == ("", NUMBER)
    assert Child.objects.filter(name="赵一").exists()


def test_nothing_chosen_is_said(as_clerk: Any, namesake: Child) -> None:
    batch = upload(as_clerk, doubtful())
    apply(as_clerk, batch)
    assert "还没有选" in decide(as_clerk, batch, "later")
    assert not batch.followed_by.exists()


def test_not_the_same_is_not_asked_again(as_clerk: Any) -> None:
    """A namesake without number and day: alone, matching could never tell."""
    recorded = make_child(XUXIAKE_VILLAGE, name="王小明")
    row = a_row(姓名="王小明", 出生日期="2015-06-01")
    batch = upload(as_clerk, row)
    assert counts(batch) == (0, 0, 0, 1)
    decide(as_clerk, batch, "new")
    apply(as_clerk, batch)
    decision = MatchDecision.objects.get()
    assert (decision.record_id, decision.is_same, decision.row) == (recorded.pk, False, 2)
    assert decision.decided_by.username == "clerk"
    Child.objects.exclude(pk=recorded.pk).update(status="closed", closing_reason="other",
                                                 closed_date="2026-01-01")  # fmt: skip
    assert counts(upload(as_clerk, row)) == (1, 0, 0, 0)


def test_the_same_is_not_asked_again(as_clerk: Any) -> None:
    """Two of one name and day: the row says no more than last month, and nobody is asked."""
    one, _two = (make_child(XUXIAKE_VILLAGE, name="王小明", birth_date=BORN) for _n in range(2))
    row = a_row(姓名="王小明", 出生日期="2015-06-01", 就读学校="新小学")
    batch = upload(as_clerk, row)
    assert counts(batch) == (0, 0, 0, 1)
    decide(as_clerk, batch, str(one.pk))
    apply(as_clerk, batch)
    later = upload(as_clerk, row)
    assert counts(later) == (0, 0, 1, 0)
    assert later.rows.get().record_id == one.pk


def test_a_decision_falls_with_its_batch(as_clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="王小明")
    row = a_row(姓名="王小明", 出生日期="2015-06-01")
    batch = upload(as_clerk, row)
    decide(as_clerk, batch, "new")
    apply(as_clerk, batch)
    as_clerk.post(reverse("ledger_undo", args=[batch.pk]), {"reason": "重来"})
    assert counts(upload(as_clerk, row)) == (0, 0, 0, 1)


def test_a_number_that_is_taken_makes_no_new_child(as_clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="李四", birth_date=BORN, id_number=NUMBER)
    batch = upload(as_clerk, a_row(姓名="王小明", 身份证号=NUMBER))
    assert counts(batch) == (0, 0, 0, 1)
    assert "新建档案" not in parked_page(as_clerk, batch)
    decide(as_clerk, batch, "new")
    assert counts(batch) == (0, 0, 0, 1)


def test_a_child_of_another_town_is_named_to_nobody(as_clerk: Any) -> None:
    make_child(CHANGJING, name="王小明", birth_date=BORN, id_number=NUMBER, school="长泾小学")
    batch = upload(as_clerk, a_row(姓名="王小明", 身份证号=NUMBER))
    elsewhere = Child.objects.get()
    page = parked_page(as_clerk, batch)
    assert "已在其他地区登记" in page
    assert "就是已登记的这一条" not in page
    assert "长泾" not in page
    assert batch.rows.get().candidates == []
    decide(as_clerk, batch, str(elsewhere.pk))
    assert counts(batch) == (0, 0, 0, 1)


def test_no_child_that_is_no_candidate_can_be_chosen(as_clerk: Any, namesake: Child) -> None:
    stranger = make_child(XUXIAKE_VILLAGE, name="赵一")
    batch = upload(as_clerk, doubtful())
    decide(as_clerk, batch, str(stranger.pk))
    assert counts(batch) == (0, 0, 0, 1)


def test_two_rows_of_the_file_of_one_name_are_two_children_where_somebody_says_so(
    as_clerk: Any,
) -> None:
    rows = [a_row(姓名="王小明", 身份证号=number) for number in (NUMBER, OTHER)]
    batch = upload(as_clerk, *rows)
    assert counts(batch) == (1, 0, 0, 1)
    decide(as_clerk, batch, "new", of=1)
    assert counts(batch) == (2, 0, 0, 0)
    apply(as_clerk, batch)
    assert Child.objects.filter(name="王小明").count() == 2


def test_only_who_may_take_it_in_may_decide(
    client: Any, as_clerk: Any, namesake: Child, other_clerk: Any, village_worker: Any
) -> None:
    batch = upload(as_clerk, doubtful())
    row = batch.rows.get()
    for user in (other_clerk, village_worker):
        client.force_login(user)
        address = reverse("ledger_rows", args=[batch.pk])
        assert client.post(address, {f"row {row.pk}": "new"}).status_code in (302, 403, 404)
        batch.refresh_from_db()
        assert counts(batch) == (0, 0, 0, 1)


FAMILY_HEADER = ["村", "户号", "户主", "住址", "备注"]


def upload_families(client: Any, *rows: Any) -> LedgerBatch:
    file = SimpleUploadedFile("家庭.xlsx", xlsx(FAMILY_HEADER, *rows))
    response = client.post(reverse("ledger_upload"), {"file": file, "collection": "families"})
    assert response.status_code == 302, response.content.decode()
    batch = LedgerBatch.objects.latest("pk")
    assert batch.collection == "families"
    return batch


@pytest.fixture
def alike(db: None) -> list[Family]:
    return [
        make_family(XUXIAKE_VILLAGE, head_name="赵大", address=address, household_number=number)
        for address, number in (("一组1号", ""), ("二组2号", ""))
    ]


def test_families_that_a_row_may_be_stand_beside_it_with_what_differs(
    as_clerk: Any, alike: list[Family]
) -> None:
    batch = upload_families(as_clerk, ["徐霞客村", "", "赵大", "三组3号", ""])
    page = parked_page(as_clerk, batch)
    for words in (
        "请核对是哪一条", "已登记的家庭 1", "已登记的家庭 2", "一组1号", "二组2号", "三组3号",
        "是家庭 1", "是家庭 2", "都不是，新建档案", "跳过这一行", "以后再说",
        f"value=\"{alike[1].pk}\"",
    ):  # fmt: skip
        assert words in page
    table = page[page.index('<table class="listing"') : page.index("hutong-decision")]
    assert "经济状况" not in table  # the same in all of them
    assert "依据" not in table


def test_a_family_is_decided_before_and_after_the_ledger_is_in(
    as_clerk: Any, alike: list[Family]
) -> None:
    rows = (
        ["徐霞客村", "", "孙三", "五组", ""],
        ["徐霞客村", "", "赵大", "三组3号", "搬家"],
        ["徐霞客村", "", "赵大", "四组4号", ""],
    )
    batch = upload_families(as_clerk, *rows)
    assert counts(batch) == (1, 0, 0, 2)
    decide(as_clerk, batch, str(alike[0].pk), of=1)
    assert counts(batch) == (1, 1, 0, 1)
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    assert "已决定：就是已登记的这一条" in page
    apply(as_clerk, batch)
    alike[0].refresh_from_db()
    assert (alike[0].address, alike[0].remark) == ("三组3号", "搬家")

    # What another row of the file is already, no later decision gives to a second row.
    page = decide(as_clerk, batch, str(alike[0].pk), of=2)
    assert counts(batch) == (1, 1, 0, 1)
    assert not batch.followed_by.filter(status="applied").exists()
    alike[0].refresh_from_db()
    assert alike[0].address == "三组3号"

    page = decide(as_clerk, batch, str(alike[1].pk), of=2)
    assert "已处理 1 行：新增 0 条，更新 1 条" in page
    assert counts(batch) == (1, 1, 0, 0)
    alike[1].refresh_from_db()
    assert alike[1].address == "四组4号"
    version = alike[1].history.latest()
    assert (version.ledger_batch_id, version.ledger_row) == (batch.followed_by.get().pk, 4)


def test_a_record_that_a_later_decision_took_is_given_to_no_second_row(
    as_clerk: Any, alike: list[Family]
) -> None:
    rows = [["徐霞客村", "", "赵大", address, ""] for address in ("三组", "四组", "五组")]
    batch = upload_families(as_clerk, *rows)
    apply(as_clerk, batch)
    assert counts(batch) == (0, 0, 0, 3)
    decide(as_clerk, batch, str(alike[0].pk), of=0)
    page = decide(
        as_clerk, batch, str(alike[0].pk), of=0
    )  # the first row has left for its own batch
    assert "所选的记录已经是这份台账第 2 行" in page
    alike[0].refresh_from_db()
    assert alike[0].address == "三组"
    decide(as_clerk, batch, "new", of=0)
    assert counts(batch) == (0, 0, 0, 1)
    assert {*Family.objects.values_list("address", flat=True)} == {"三组", "二组2号", "四组"}


def test_a_family_of_another_town_is_named_to_nobody_and_chosen_by_nobody(as_clerk: Any) -> None:
    far = make_family(CHANGJING, head_name="赵大", address="长泾八组")
    make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    batch = upload_families(as_clerk, ["徐霞客村", "", "赵大", "二组", ""])
    assert "长泾" not in parked_page(as_clerk, batch)
    decide(as_clerk, batch, str(far.pk))
    assert counts(batch) == (0, 0, 0, 1)
    batch.choices = {"rows": {f"{batch.rows.get().sheet}!2": str(far.pk)}}  # however it came there
    batch.save()
    apply(as_clerk, batch)
    far.refresh_from_db()
    assert far.address == "长泾八组"


def test_an_agency_is_decided_on_the_page(client: Any) -> None:
    client.force_login(someone("keeper", DutyTableAdmin, "320281"))
    known = Agency.objects.get(code="jiangyin-education")
    header = ["标识", "单位名称", "所在地区", "备注"]
    file = SimpleUploadedFile(
        "机构.xlsx", xlsx(header, [known.code, "数据管理中心", "江阴市", "改名"])
    )
    client.post(reverse("ledger_upload"), {"file": file, "collection": "agencies"})
    batch = LedgerBatch.objects.latest("pk")
    assert counts(batch) == (0, 0, 0, 1)
    page = parked_page(client, batch)
    assert known.name in page
    assert "就是已登记的这一条" in page
    assert "新建档案" not in page  # the code is taken
    decide(client, batch, "new")
    assert counts(batch) == (0, 0, 0, 1)
    apply(client, batch)
    decide(client, batch, str(known.pk))
    known.refresh_from_db()
    assert (known.name, known.note) == ("数据管理中心", "改名")

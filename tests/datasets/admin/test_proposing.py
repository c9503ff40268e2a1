"""从表格新建: from a township's spreadsheet to a collection with its records, by an admin who is no superuser."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CityDesk, SystemAdministrator, TownshipClerk
from datasets.actions.dispatch import create
from datasets.actions.ledgers.undo import undo_batch
from datasets.custom.loading import made_model
from datasets.jobs.running import perform
from datasets.models import CollectionDefinition, FieldDefinition, LedgerBatch, LedgerJob, Post
from tests.conftest import region
from tests.datasets.ledgers.proposing import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def defining(db: None) -> None:
    """Who defines collections (a role of the city's own may too)."""
    models = ("collectiondefinition", "fielddefinition")
    told = Permission.objects.filter(
        codename__in=[f"{verb}_{model}" for verb in ("view", "add") for model in models]
    )
    for role in (SystemAdministrator, CityDesk):
        Group.objects.get(name=role.name).permissions.add(*told)


@pytest.fixture
def keeper(defining: None, supervisor: Any, system: Actor) -> Any:
    """江阴市's desk, which is its administrator too: defines collections and sees whole records."""
    role = Group.objects.get(name=SystemAdministrator.name)
    values = {"user": supervisor, "role": role, "region": region("320281")}
    create(Post, values=values, by=system, reason="任命")
    return supervisor


def hand_over(client: Any, rows: list[list[Any]], file_name: str = "名册.xlsx") -> Any:
    file = SimpleUploadedFile(file_name, sheets.file_of(rows))
    return client.post(reverse("proposed_sheet"), {"file": file})


def told_by(page: Any) -> dict[str, Any]:
    """What the proposal's form would send unchanged."""
    form = page.context["form"]
    told: dict[str, Any] = {"file": page.context["sheet"].fingerprint}
    for part in (form.collection, *form.columns):
        for field in part:
            value = field.value()
            if value is None or value is False:
                continue
            if field.name in ("keepers", "viewers"):
                value = [getattr(one, "pk", one) for one in value]
            told[field.html_name] = "on" if value is True else value
    return told


def column_of(page: Any, heading: str) -> int:
    columns = page.context["proposal"].columns
    return next(place for place, one in enumerate(columns) if one.raw.heading == heading)


def test_a_spreadsheet_becomes_a_collection_with_its_records(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers())
    assert answer.url == reverse("proposed_columns")
    page = client.get(answer.url)
    text = page.content.decode()
    assert "90 格里有 87 格读得出“日期”" in text
    assert "第 21 行" in text
    assert "长期" in text

    told = told_by(page)
    told |= {"of-label": "爱心妈妈", "of-code": "mothers"}
    hours = column_of(page, "服务时长（小时）")
    told |= {f"c{hours}-label": "时长", f"c{hours}-code": "spent"}
    preview = client.post(answer.url, {**told, "preview": "1"})
    shown = preview.content.decode()
    assert "时长（小时）" in shown
    assert "90 行里，87 行可以导入" in shown
    assert "L 备注" in shown
    assert not CollectionDefinition.objects.exists()

    made = client.post(answer.url, {**told, "create": "1"})
    batch = LedgerBatch.objects.get()
    assert made.url == reverse("ledger_batch", args=[batch.pk])
    assert (batch.collection, batch.status) == ("mothers", "applied")
    assert (batch.created_count, batch.error_count) == (87, 3)
    model = made_model("mothers")
    first = model.objects.get(phone=sheets.phone(0))
    assert (first.name, first.spent) == (sheets.name(0), 0.5)
    assert model._meta.get_field("skills").shown(first.skills) == "音乐、数学"
    assert first.history.get().ledger_row == 4
    assert first.region.name.startswith("徐霞客村")
    fields = {one.code: one for one in FieldDefinition.objects.filter(collection="mothers")}
    assert fields["spent"].aliases == "服务时长（小时）"
    assert (fields["id_number"].is_unique, fields["phone"].group) == (True, "contact")
    listed = client.get(reverse("made", args=["mothers/"])).content.decode()
    assert sheets.name(86) in listed
    assert client.get(made.url).status_code == 200

    undo_batch(batch=batch, by=Actor.of(keeper), reason="试一试")
    assert not model.objects.exists()


def test_the_next_file_of_the_kind_is_known_and_needs_no_new_collection(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers(12))
    told = told_by(client.get(answer.url)) | {"of-code": "volunteers", "of-label": "志愿者"}
    client.post(answer.url, {**told, "create": "1"})
    page = client.get(hand_over(client, sheets.volunteers(15)).url)
    assert "这像是“志愿者”的台账：11 列里认得 10 列" in page.content.decode()
    used = client.post(answer.url, {"file": page.context["sheet"].fingerprint, "use": "volunteers"})
    batch = LedgerBatch.objects.order_by("-pk")[0]
    assert used.url == reverse("ledger_batch", args=[batch.pk])
    assert (batch.collection, batch.status) == ("volunteers", "previewed")
    assert (batch.unchanged_count, batch.created_count) == (12, 3)


def test_a_header_of_two_levels_comes_in_whole(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.houses())
    told = told_by(client.get(answer.url)) | {"of-code": "houses"}
    client.post(answer.url, {**told, "create": "1"})
    house = made_model("houses").objects.get(house_name="湖塘村儿童之家")
    assert (house.worker_name, house.worker_phone) == (sheets.name(7), sheets.phone(1))
    assert house.area == 70


def test_records_without_regions_come_in_too(keeper: Any, client: Any, records_root: Path) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.goods())
    told = told_by(client.get(answer.url)) | {"of-code": "goods"}
    client.post(answer.url, {**told, "create": "1"})
    batch = LedgerBatch.objects.get()
    assert (batch.status, batch.created_count, batch.error_count) == ("applied", 20, 0)
    first = made_model("goods").objects.get(goods_number="001")
    assert (first.goods_name, str(first.price)) == ("书包（第1批）", "5.50")


def test_whoever_does_not_see_a_group_makes_the_collection_alone_and_is_told_before(
    defining: None, city_desk: Any, client: Any, records_root: Path
) -> None:
    client.force_login(city_desk)
    answer = hand_over(client, sheets.volunteers(10))
    told = told_by(client.get(answer.url))
    preview = client.post(answer.url, {**told, "preview": "1"}).content.decode()
    assert "这一步只建立数据集" in preview
    assert "只建立数据集" in preview
    client.post(answer.url, {**told, "create": "1"})
    assert CollectionDefinition.objects.get().label == "爱心志愿者"
    assert not LedgerBatch.objects.exists()


def test_whoever_gives_nobody_the_records_is_told(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.goods())
    told = told_by(client.get(answer.url))
    told["of-keepers"] = [Group.objects.get(name=TownshipClerk.name).pk]
    preview = client.post(answer.url, {**told, "preview": "1"}).content.decode()
    assert "您自己的角色没有勾选" in preview


def test_who_may_not_define_does_not_get_in(clerk: Any, client: Any) -> None:
    client.force_login(clerk)
    assert client.get(reverse("proposed_sheet")).status_code in (302, 403)
    assert client.get(reverse("proposed_columns")).status_code in (302, 403)


def test_what_can_not_be_is_said_beside_its_column(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers(8))
    page = client.get(answer.url)
    told = told_by(page)
    name, sex = column_of(page, "姓名"), column_of(page, "性别")
    wrong = {f"c{sex}-code": "name", f"c{name}-label": ""}
    refused = client.post(answer.url, {**told, **wrong, "preview": "1"})
    assert refused.status_code == 422
    assert "请写名称。" in refused.content.decode()
    del told["of-has_region"]
    refused = client.post(answer.url, {**told, f"c{sex}-code": "name", "preview": "1"})
    text = refused.content.decode()
    assert "两列的代码不能相同。" in text
    assert "就要按地区管理" in text


def test_a_form_about_another_file_makes_nothing(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers(8))
    told = told_by(client.get(answer.url))
    hand_over(client, sheets.goods())
    assert client.post(answer.url, {**told, "create": "1"}).url == reverse("proposed_sheet")
    assert not CollectionDefinition.objects.exists()


def test_of_a_file_without_a_header_one_is_asked_for(keeper: Any, client: Any) -> None:
    client.force_login(keeper)
    page = client.get(hand_over(client, [[1, 2], [3, 4]]).url, follow=True)
    assert page.redirect_chain[-1][0] == reverse("proposed_header")
    assert "没有找到表头" in page.content.decode()
    refused = client.post(reverse("proposed_header"), {"row": "0:1", "count": "1"})
    assert refused.status_code == 422
    assert "第 1 行读不成表头" in refused.content.decode()
    assert client.post(reverse("proposed_header"), {"count": "1"}).status_code == 422


#: The first row that looks like a header says who filled it in; the table stands below, under two rows.
MISLEADING = [
    ["单位", "填表人", "电话", "", ""],
    ["徐霞客镇", "张三", "85510000", "", ""],
    ["志愿者", "志愿者", "服务", "服务", "村"],
    ["姓名", "电话", "内容", "时长", ""],
    *(
        [sheets.name(number), sheets.phone(number), "陪读", number + 1, "徐霞客村"]
        for number in range(8)
    ),
]


def test_the_header_is_chosen_by_hand_and_the_proposal_made_anew(
    keeper: Any, client: Any, records_root: Path
) -> None:
    client.force_login(keeper)
    columns = hand_over(client, MISLEADING).url
    before = told_by(client.get(columns))
    address = reverse("proposed_header")
    page = client.get(address)
    assert [row.number for row in page.context["form"].shown[0][1]] == [*range(1, 13)]
    assert client.post(address, {"row": "0:3", "count": "2"}).url == columns

    page = client.get(columns)
    headings = [one.raw.heading for one in page.context["proposal"].columns]
    assert headings == ["志愿者 姓名", "志愿者 电话", "服务 内容", "服务 时长", "村"]
    stale = client.post(columns, {**before, "create": "1"})
    assert stale.url == reverse("proposed_sheet")
    assert not CollectionDefinition.objects.exists()

    told = told_by(page) | {"of-label": "志愿者", "of-code": "mothers"}
    client.post(columns, {**told, "create": "1"})
    batch = LedgerBatch.objects.get()
    assert (batch.created_count, batch.error_count) == (8, 0)
    told_names = {str(one) for one in made_model("mothers").objects.all()}
    assert told_names == {sheets.name(number) for number in range(8)}


def test_back_to_the_header_that_was_found(keeper: Any, client: Any) -> None:
    client.force_login(keeper)
    columns = hand_over(client, MISLEADING).url
    first = client.get(columns).context["proposal"].columns
    address = reverse("proposed_header")
    assert client.get(address).context["chosen"] == "0:1"
    client.post(address, {"row": "0:3", "count": "2"})
    assert client.get(address).context["chosen"] == "0:3"
    client.post(address, {"likely": "1"})
    again = client.get(columns).context["proposal"].columns
    assert [one.raw.heading for one in again] == [one.raw.heading for one in first]


def test_a_large_file_is_left_to_a_worker_in_one_piece(
    keeper: Any, client: Any, records_root: Path, settings: Any
) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers(20))
    told = told_by(client.get(answer.url)) | {"of-code": "many"}
    settings.LEDGER_INLINE_BYTES = 0
    made = client.post(answer.url, {**told, "create": "1"})
    job = LedgerJob.objects.get()
    assert (job.work, job.state, job.batch.status) == ("apply", "waiting", "reading")
    assert "正在入库" in client.get(made.url).content.decode()
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.batch.status, job.batch.created_count) == ("done", "applied", 19)


def test_what_was_corrected_is_counted_anew(keeper: Any, client: Any, records_root: Path) -> None:
    client.force_login(keeper)
    answer = hand_over(client, sheets.volunteers())
    page = client.get(answer.url)
    skills, joined = column_of(page, "特长"), column_of(page, "加入日期")
    told = told_by(page) | {f"c{joined}-kind": "text", f"c{skills}-words": "音乐\n数学\n书法"}
    again = client.post(answer.url, {**told, "edit": "1"})
    columns = again.context["proposal"].columns
    assert columns[joined].evidence.misfits == 0
    # Every fifth row names 心理疏导 alone, every fifth among others.
    assert columns[skills].evidence.misfits == 36

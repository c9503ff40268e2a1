"""The screens of retention: two people, figures instead of names, a certificate."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.choices import RetentionStep
from datasets.custom.loading import made_model
from datasets.models import AccessEntry, Child, RetentionRule, RetentionRun
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.actions.retention.people import (
    CLOSED,
    a_rule,
    closed,
    people_of_the_past,
)
from tests.datasets.custom.volunteers import volunteers  # noqa: F401 - a fixture
from tests.factories import make_child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def city(city_desk: Any) -> Client:
    return logged_in(city_desk)


@pytest.fixture
def county(supervisor: Any) -> Client:
    return logged_in(supervisor)


@pytest.fixture
def child() -> Child:
    child = make_child(XUXIAKE_VILLAGE, name="欧阳旧事", birth_date=datetime.date(2001, 7, 19))
    closed(child)
    return child


def press(client: Client, name: str, *keys: Any, **told: Any) -> Any:
    return client.post(reverse(name, args=keys), told, follow=True)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_from_the_dry_run_to_the_certificate(city: Client, county: Client, child: Child) -> None:
    rule = a_rule()
    for step in (RetentionStep.ARCHIVE, RetentionStep.ANONYMISE):
        look = city.get(reverse("retention_look", args=[rule.pk, step]))
        assert "到期 1 条" in text(look)
        assert "徐霞客镇" in text(look)
        assert "欧阳旧事" not in text(look)
        proposed = press(city, "retention_look", rule.pk, step, region=rule.region_id)
        run = RetentionRun.objects.latest("pk")
        assert "要由另一位有权限的同事批准" in text(proposed)
        assert ("执行以后无法恢复" in text(proposed)) == (step == RetentionStep.ANONYMISE)
        assert "已批准" in text(press(county, "retention_approve", run.pk))
        assert "已执行完毕" in text(press(county, "retention_carry_out", run.pk))

    page = text(county.get(reverse("retention_certificate", args=[run.pk])))
    assert run.digest in page
    assert "欧阳旧事" not in page
    told = json.loads(county.get(reverse("retention_certificate_json", args=[run.pk])).content)
    run.refresh_from_db()
    assert (told["count"], told["done.child"]) == (1, 1)
    assert told["anchor"] == f"{run.anchor_number}:{run.anchor_digest}"
    table = county.get(reverse("retention_certificate_csv", args=[run.pk])).content.decode()
    assert f"记录编号的校验值（SHA-256）,{run.digest}" in table
    assert Child.objects.get(pk=child.pk).name == "已匿名"


def test_the_proposer_is_offered_no_approval_and_gets_none(city: Client, child: Child) -> None:
    rule = a_rule()
    page = text(press(city, "retention_look", rule.pk, "archive", region=rule.region_id))
    run = RetentionRun.objects.get()
    assert reverse("retention_approve", args=[run.pk]) not in page
    assert "提出的人不能自己批准" in text(press(city, "retention_approve", run.pk))
    run.refresh_from_db()
    assert run.approved_by is None


def test_the_county_proposes_nothing_and_turns_down_what_it_does_not_want(
    city: Client, county: Client, child: Child
) -> None:
    rule = a_rule()
    told = {"region": rule.region_id}
    address = reverse("retention_look", args=[rule.pk, "archive"])
    assert county.post(address, told).status_code == 302
    assert not RetentionRun.objects.exists()
    assert not AccessEntry.objects.filter(verb="retention", is_permitted=True).exists()
    city.post(address, told)
    run = RetentionRun.objects.get()
    press(county, "retention_withdraw", run.pk)
    run.refresh_from_db()
    assert run.state == "withdrawn"


def test_who_is_put_away_is_on_no_list_and_can_be_brought_back_with_a_reason(
    city: Client, county: Client, child: Child
) -> None:
    rule = a_rule()
    press(city, "retention_look", rule.pk, "archive", region=rule.region_id)
    run = RetentionRun.objects.get()
    press(county, "retention_approve", run.pk)
    press(county, "retention_carry_out", run.pk)
    listed = reverse("datasets_child_modeladmin_index")
    inspect = reverse("datasets_child_modeladmin_inspect", args=[child.pk])
    assert "欧阳旧事" not in text(county.get(listed))
    assert county.get(inspect).status_code == 404
    assert "欧阳旧事" in text(county.get(reverse("retention_archived", args=["children"])))
    assert AccessEntry.objects.filter(verb="list", records=[child.pk]).exists()

    assert "请写明为什么恢复" in text(press(county, "retention_restore", "children", child.pk))
    assert county.get(inspect).status_code == 404
    assert "欧阳旧事" in text(
        press(county, "retention_restore", "children", child.pk, reason="复查")
    )
    assert "欧阳旧事" in text(county.get(listed))


@pytest.mark.usefixtures("volunteers")
def test_a_collection_of_ones_own_has_rules_certificates_and_a_way_back(
    city: Client, county: Client, system: Actor
) -> None:
    values = {"name": "欧阳志愿", "region": region(XUXIAKE_VILLAGE), "joined_date": CLOSED}
    record = create(made_model("volunteers"), values=values, by=system, reason="登记")
    told = {
        "region": region("320281").pk, "condition": "volunteers.joined_date", "archive_years": "3",
        "anonymise_years": "5", "is_enabled": "on", "reason": "妇联商定",
    }  # fmt: skip
    form = reverse("datasets_retentionrule_modeladmin_create")
    assert "志愿者" in text(city.get(form))
    city.post(form, told)
    rule = RetentionRule.objects.get(condition="volunteers.joined_date")
    listed = text(city.get(reverse("datasets_retentionrule_modeladmin_index")))
    assert "志愿者：加入日期" in listed
    page = text(press(city, "retention_look", rule.pk, "archive", region=rule.region_id))
    assert "这些记录不再出现在名单" in page
    run = RetentionRun.objects.get()
    press(county, "retention_approve", run.pk)
    press(county, "retention_carry_out", run.pk)
    certificate = text(county.get(reverse("retention_certificate", args=[run.pk])))
    assert "志愿者：加入日期起满3年" in certificate
    assert "欧阳志愿" not in certificate
    away = reverse("retention_archived", args=["volunteers"])
    assert away in text(county.get(reverse("retention")))
    assert "欧阳志愿" in text(county.get(away))
    page = press(county, "retention_restore", "volunteers", record.pk, reason="还在服务")
    assert "欧阳志愿" in text(page)


def test_clerks_editors_and_administrators_find_nothing_of_it(
    clerk: Any, editor: Any, administrator: Any, child: Child
) -> None:
    rule = a_rule()
    for user in (clerk, editor, administrator):
        client = logged_in(user)
        for address in (
            reverse("retention"),
            reverse("retention_archived", args=["children"]),
            reverse("retention_look", args=[rule.pk, "archive"]),
        ):
            assert client.get(address).status_code == 302
            assert not AccessEntry.objects.latest("pk").is_permitted


def test_the_rule_s_form_says_what_is_wrong(city: Client) -> None:
    rule = a_rule()
    address = reverse("datasets_retentionrule_modeladmin_edit", args=[rule.pk])
    assert "几年后归档" in text(city.get(address))
    told = {
        "region": rule.region_id, "condition": "closed", "archive_years": "9", "anonymise_years": "5",
        "is_enabled": "on", "reason": "试",
    }  # fmt: skip
    assert "匿名不能早于归档" in text(city.post(address, told, follow=True))


def test_the_pages_of_a_ledger_whose_file_has_gone_still_open(
    as_clerk: Client, city: Client, supervisor: Any
) -> None:
    past = people_of_the_past(as_clerk)
    rule = a_rule()
    other = logged_in(supervisor)
    for step in RetentionStep.values:
        press(city, "retention_look", rule.pk, step, region=rule.region_id)
        run = RetentionRun.objects.latest("pk")
        press(other, "retention_approve", run.pk)
        press(other, "retention_carry_out", run.pk)
    assert Child.objects.get(pk=past.child.pk).name == "已匿名"
    batch = [past.batch.pk]
    for client in (as_clerk, other):
        assert "原件已按保存期限删除" in text(client.get(reverse("ledger_batch", args=batch)))
        assert client.get(reverse("ledger_upload")).status_code == 200
        assert client.get(reverse("ledger_file", args=batch)).status_code == 404
        for name in ("ledger_errors", "ledger_undo"):
            assert client.get(reverse(name, args=batch)).status_code in (200, 302, 404, 409)
        layouts = "datasets_child_modeladmin_export_layout"
        assert client.get(reverse(f"{layouts}s")).status_code == 200
        assert client.get(reverse(layouts, args=batch)).status_code in (302, 404)
    undone = as_clerk.post(reverse("ledger_undo", args=batch), {"reason": "试"}, follow=True)
    assert undone.status_code == 200
    assert Child.objects.filter(pk=past.child.pk, name="已匿名").exists()

"""A collection of one's own by the interface: as the built-in ones."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from datasets.access import Actor
from datasets.actions.definitions.collections import archive_collection
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.actions.webhooks import make_webhook
from datasets.models import CollectionDefinition, WebhookDelivery
from datasets.resources.scopes import known_scope
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.api.calling import program_of
from tests.datasets.api.everything import define_gifts, make_gift
from tests.datasets.custom.volunteers import volunteers
from tests.factories import id_number, make_child
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

WHOLE: dict[str, Any] = {
    "region": XUXIAKE_VILLAGE, "name": "棉衣", "story": "两箱\n冬衣", "count": 10**12, "weight": "1.125",
    "worth": "950.5", "given_date": "2026-03-05", "arrived": "2026-03-06T09:30:00+08:00",
    "is_new": True, "state": "a", "uses": ["b", "a"], "giver": "李爱心", "phone": "13800001234",
    "place": "徐霞客镇一号", "through": "jiangyin-education", "worries": ["b"], "income": "100",
    "heard": "2026-03-06T09:30:00", "sort": "衣物", "number": 7,
}  # fmt: skip


def test_every_type_is_written_and_read_again(boss: Any, system: Actor) -> None:
    define_gifts(system)
    program = program_of(boss, "gifts.read", "gifts.write")
    child = make_child(XUXIAKE_VILLAGE)
    number = id_number()
    record = {**WHOLE, "child": child.pk, "giver_number": number}
    made = program.post("collections/gifts/", {"record": record})
    assert made.status_code == 201, made.content.decode()
    told = program.get(f"collections/gifts/{made.json()['id']}/").json()
    assert {name: told[name] for name in ("count", "weight", "worth", "uses", "worries", "is_new")} == {
        "count": 10**12, "weight": "1.125", "worth": "950.50", "uses": ["a", "b"], "worries": ["b"],
        "is_new": True,
    }  # fmt: skip
    arrived = datetime.datetime.fromisoformat(told["arrived"])
    assert arrived == datetime.datetime.fromisoformat(WHOLE["arrived"])
    assert (told["heard"][:10], told["child"], told["receipt"]) == ("2026-03-06", child.pk, False)
    assert told["giver_number"] == number

    address = f"collections/gifts/{told['id']}/"
    emptied = {"is_new": None, "uses": [], "count": None, "arrived": None}
    changed = program.patch(address, {"record": emptied, "reason": "核对"})
    assert sorted(changed.json()["changed"]) == sorted(emptied)
    assert program.get(address).json()["uses"] == []
    entries = program.get(f"{address}history/").json()["items"]
    assert "核对" in {entry["reason"] for entry in entries}
    same = {name: told[name] for name in WHOLE if name not in (*emptied, "region", "through")}
    assert program.patch(address, {"record": same}).json()["changed"] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"uses__names": "b"}, 1), ({"uses__names": "a"}, 0), ({"uses__isnull": "true"}, 1),
        ({"count__gte": "40000"}, 1), ({"weight__gt": "1.1245"}, 1), ({"is_new": "false"}, 0),
        ({"is_new__isnull": "true"}, 1), ({"arrived__lt": "2026-03-06T01:30:01+00:00"}, 1),
        ({"arrived__gt": "0683-01-01T21:29:57+18:47"}, 1), ({"arrived__lt": "0465-06-03T19:33:20.0Z"}, 0),
        ({"arrived__lt": "9999-12-31T23:59:59Z"}, 1),
        ({"giver_number": "11010519491231002X"}, 0), ({"through__code": "jiangyin-education"}, 1),
        ({"region__under": "320281104"}, 2), ({"sort": "-arrived"}, 2), ({"sort": "count"}, 2),
        ({"number": "7"}, 1),
    ],
)  # fmt: skip
def test_it_is_asked_by_its_fields(asked: Any, found: int, boss: Any, system: Actor) -> None:
    define_gifts(system)
    program = program_of(boss)
    record = {**WHOLE, "uses": ["b"]}
    assert program.post("collections/gifts/", {"record": record}).status_code == 201
    make_gift(system, name="书包")
    answer = program.get("collections/gifts/", **asked)
    assert len(answer.json()["items"]) == found, answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("uses", "a"), ("uses", ["c"]), ("uses", [1]), ("arrived", "昨天"), ("arrived", "0001-01-01T00:00:00"),
        ("arrived", 5), ("count", 10**15), ("weight", "1.12345"), ("is_new", "true"), ("receipt", True),
        ("giver_number", "123"), ("name", ""),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_its_field(
    name: str, value: Any, boss: Any, system: Actor
) -> None:
    define_gifts(system)
    record = {"region": XUXIAKE_VILLAGE, "name": "棉衣", name: value}
    answer = program_of(boss).post("collections/gifts/", {"record": record})
    assert answer.status_code == 422
    assert name in str(answer.json()["errors"])


def test_the_document_names_fields_units_and_what_to_write(boss: Any, system: Actor) -> None:
    define_gifts(system)
    values = {"code": "x_paired", "label": "结对爱心妈妈", "kind": "yes_no"}
    define_field(collection="children", values=values, by=system, reason="县里要")
    schemas = program_of(boss).get("openapi.json").json()["components"]["schemas"]
    shown, written = schemas["made_gifts"]["properties"], schemas["made_giftsWrite"]["properties"]
    assert shown["weight"]["title"] == "重量（公斤）"
    assert shown["count"]["description"] == "一共多少件"
    assert "receipt" not in written
    assert shown["receipt"]["readOnly"]
    assert written["uses"]["anyOf"][0]["items"]["enum"] == ["a", "b"]
    assert schemas["Child"]["properties"]["x_paired"]["title"] == "结对爱心妈妈"


def test_scopes_webhooks_and_the_documentation_know_it(
    boss: Any, system: Actor, client: Any, settings: Any
) -> None:
    assert "gifts.read" not in known_scope()
    define_gifts(system)
    assert {"gifts.read", "gifts.write", "gifts.ledger"} <= set(known_scope())
    client.force_login(boss)
    page = client.get("/api/").content.decode()
    assert "gifts" in page
    assert "重量（公斤）" in page
    settings.WEBHOOK_NETWORKS = ["192.0.2.0/24"]
    url = "https://192.0.2.7/hook"
    make_webhook(by=system, name="总线", url=url, events=["record.created"])
    gift = make_gift(system)
    told = WebhookDelivery.objects.get().body
    assert (told["collection"], told["key"]) == ("gifts", gift.pk)


def test_a_ledger_is_handed_in_and_applied(volunteers: Any, clerk: Any) -> None:
    program = program_of(clerk, "volunteers.ledger", "volunteers.read")
    rows = [["村（社区）", "姓名", "特长"], ["徐霞客村", "李爱心", "音乐"]]
    file = SimpleUploadedFile("名册.xlsx", xlsx(*rows))
    told = {"collection": "volunteers", "file": file}
    sent = program.client.post("/api/v3/ledgers/", told, headers=program.headers)
    assert sent.status_code == 201, sent.content.decode()
    applied = program.post(f"ledgers/{sent.json()['batch']}/apply/", {})
    assert applied.status_code == 200, applied.content.decode()
    (one,) = program.get("collections/volunteers/", name="李爱心").json()["items"]
    assert one["skills"] == ["music"]


def test_whoever_does_not_see_a_group_gets_it_masked_and_cannot_ask_by_it(
    volunteers: Any, city_desk: Any, system: Actor
) -> None:
    told = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心", "phone": "13800001234"}
    create(volunteers, values=told, by=system, reason="登记")
    group = Group.objects.get(name="市民政局")
    group.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    program = program_of(city_desk, "volunteers.read")
    answer = program.get("collections/volunteers/").json()
    assert (answer["items"][0]["phone"], answer["masked"]) == ("138****1234", ["phone"])
    assert program.get("collections/volunteers/", phone="13800001234").status_code == 400


def test_out_of_use_it_has_no_address(boss: Any, system: Actor) -> None:
    define_gifts(system)
    program = program_of(boss)
    assert program.get("collections/gifts/").status_code == 200
    collection = CollectionDefinition.objects.get(code="gifts")
    archive_collection(collection=collection, by=system, reason="不用了")
    assert program.get("collections/gifts/").status_code == 404
    assert "gifts.read" not in known_scope()

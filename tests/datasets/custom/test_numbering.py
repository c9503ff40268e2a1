"""Numbers that the register gives: in order, once, for ever; by them a ledger finds its records again."""

import datetime
import time
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.custom.numbering import take
from datasets.custom.specs import FieldSpec
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import NumberCounter
from tests.committed import at_once, committed
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.datasets.api.calling import program_of
from tests.datasets.custom.volunteers import volunteers
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]


NUMBER: dict[str, Any] = {
    "code": "number", "label": "志愿者编号", "kind": "auto_number",
    "options": {"prefix": "捐", "period": "year", "width": 4},
}  # fmt: skip


@pytest.fixture
def numbered(volunteers: Any, system: Actor) -> Any:
    define_field(collection="volunteers", values=NUMBER, by=system, reason="要编号")
    return volunteers


def told(name: str = "李爱心") -> dict[str, Any]:
    return {"name": name, "region": region(XUXIAKE_VILLAGE)}


def numbers(model: Any) -> list[str]:
    return [one.number for one in model.objects.order_by("pk")]


def test_every_door_gives_the_next_and_none_takes_another(
    numbered: Any, clerk: Any, client: Any
) -> None:
    by = replace(Actor.of(clerk), today=TODAY)
    record = create(numbered, values=told(), by=by, reason="登记")
    client.force_login(clerk)
    posted = {"name": "王暖心", "region": region(XUXIAKE_VILLAGE).pk, "number": "捐-1"}
    assert client.post(reverse("made", args=["volunteers/create/"]), posted).status_code == 302
    program = program_of(clerk)
    sent = {"name": "张心", "region": XUXIAKE_VILLAGE}
    assert program.post("collections/volunteers/", {"record": sent}).status_code == 201
    year = f"{timezone.localdate():%Y}"
    assert numbers(numbered) == [f"捐-{year}-{number:04d}" for number in (1, 2, 3)]
    page = client.get(reverse("made", args=[f"volunteers/inspect/{record.pk}/"])).content.decode()
    assert f"捐-{year}-0001" in page
    assert (
        "志愿者编号"
        not in client.get(reverse("made", args=["volunteers/create/"])).content.decode()
    )

    with pytest.raises(ValidationError, match="这个编号由系统给出，不能填写或修改。"):
        change(record, values={"number": "捐-2"}, by=by, reason="改")
    with pytest.raises(ValidationError, match="这个编号由系统给出，不能填写或修改。"):
        create(numbered, values={**told(), "number": "捐-2"}, by=by, reason="登记")
    refused = program.patch(f"collections/volunteers/{record.pk}/", {"record": {"number": "捐-2"}})
    assert refused.status_code == 422


def test_what_was_not_written_leaves_no_gap(numbered: Any, system: Actor) -> None:
    def give_up() -> None:
        with transaction.atomic():
            create(numbered, values=told(), by=system, reason="登记")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()
    create(numbered, values=told(), by=system, reason="登记")
    with pytest.raises(ValidationError):
        create(numbered, values={**told(), "hours": -1}, by=system, reason="登记")
    create(numbered, values=told("王暖心"), by=system, reason="登记")
    assert numbers(numbered) == ["捐-2026-0001", "捐-2026-0002"]
    next_year = replace(system, today=datetime.date(2027, 1, 1))
    create(numbered, values=told("张心"), by=next_year, reason="登记")
    assert numbers(numbered)[-1] == "捐-2027-0001"


def test_a_ledger_is_numbered_in_its_order_and_finds_its_records_by_their_numbers(
    numbered: Any, clerk: Any
) -> None:
    by = Actor.of(clerk)
    head = ["志愿者编号", "村（社区）", "姓名", "联系电话"]
    names = ["李爱心", "王暖心", "张心"]
    rows = [["", "徐霞客村", name, "13800001234"] for name in names]
    reading = read_ledger(xlsx(head, *rows), "名册.xlsx", collection="volunteers", by=by)
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    given = numbers(numbered)
    assert [number[-4:] for number in given] == ["0001", "0002", "0003"]
    assert [one.name for one in numbered.objects.order_by("number")] == names
    assert numbered.objects.first().history.get().number == numbered.objects.first().number

    again = [
        [given[2], "徐霞客村", "张新", "13800001234"],  # another name: found by its number alone
        [given[0], "徐霞客村", "李爱心", "13800001234"],
        ["捐-2026-9999", "徐霞客村", "赵无", "13800001234"],
    ]
    plan = preview(
        read_ledger(xlsx(head, *again), "名册.xlsx", collection="volunteers", by=by), by=by
    )
    assert [row.action for row in plan.rows] == ["update", "unchanged", "error"]
    assert plan.rows[0].changes == {"name": ["张心", "张新"]}
    assert plan.rows[2].issues[0].message.startswith("没有编号是“捐-2026-9999”的记录")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"options": {"period": "week"}}, "每年、每月"),
        ({"options": {"width": "x"}}, "位数是 1 到 12"),
        ({"options": {"prefix": "长" * 21}}, "最多 20 个字"),
        ({"group": "health"}, "基本情况"),
    ],
)
def test_a_numbering_that_cannot_be_is_refused(
    values: dict[str, Any], sentence: str, volunteers: Any, system: Actor
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        define_field(
            collection="volunteers", values={**NUMBER, **values}, by=system, reason="要编号"
        )
    values = {**NUMBER, "code": "x_number"}
    with pytest.raises(ValidationError, match="自建数据集"):
        define_field(collection="children", values=values, by=system, reason="要编号")


def test_two_writers_get_different_numbers_each_without_a_gap(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    spec = FieldSpec(
        "volunteers", "number", "number", "编号", "auto_number", options={"prefix": "捐"}
    )

    def take_some() -> list[str]:
        with transaction.atomic():
            first = take(spec, 2, TODAY)
            time.sleep(0.2)  # long enough for the other to come
            return first + take(spec, 1, TODAY)

    with committed(django_db_blocker):
        try:
            taken = at_once(take_some, take_some)
        finally:
            NumberCounter.objects.all().delete()
    assert sorted(taken) == [
        ["捐-0001", "捐-0002", "捐-0003"],
        ["捐-0004", "捐-0005", "捐-0006"],
    ]

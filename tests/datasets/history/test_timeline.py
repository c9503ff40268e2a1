"""The timeline: acts of one moment together, each field with its old and its new value."""

import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.dispatch import change, create
from datasets.custom.loading import made_model
from datasets.history.bulk import Origin, Write, update_rows
from datasets.history.timeline import Change, timeline
from datasets.models import Guardian, LedgerBatch, Region
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.factories import make_child, make_guardian

pytestmark = pytest.mark.django_db


def changes(entry: Any) -> dict[str, tuple[str, str]]:
    return {change_.label: (change_.old, change_.new) for change_ in entry.changes}


def test_creation_tells_what_was_filled_in(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, sex="male", categories=("orphan",))
    (entry,) = timeline(child, to=Actor.system())
    assert (entry.kind, entry.author, entry.reason) == ("新建", "系统", "测试")
    told = changes(entry)
    assert told["姓名"] == ("", "王小明")
    assert told["性别"] == ("", "男")
    assert told["困境类别认定"] == ("", "孤儿")
    assert told["所属地区"][1].startswith("江阴市 / 徐霞客镇 / ")
    assert "学校" not in told


def test_record_and_owned_rows_of_one_act_are_one_entry(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    link = child.category_links.get()
    change(
        child,
        values={"birth_date": datetime.date(2015, 6, 1)},
        owned={"category_links": [{"id": link.pk, "evidence": "村委会证明"}]},
        by=system,
        reason="补充",
    )
    latest, _first = timeline(child, to=Actor.system())
    assert changes(latest) == {
        "出生日期": ("", "2015-06-01"),
        "困境类别认定": ("孤儿", "孤儿（认定依据：村委会证明）"),
    }


def test_a_change_of_owned_rows_alone_is_a_change(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    rows = [{"id": child.category_links.get().pk, "delete": True}]
    change(child, values={}, owned={"category_links": rows}, by=system, reason="不再符合")
    latest, _first = timeline(child, to=Actor.system())
    assert (latest.kind, changes(latest)) == ("修改", {"困境类别认定": ("孤儿", "")})


def test_another_of_the_same_name_is_still_a_change(system: Actor) -> None:
    first, second = (make_guardian(XUXIAKE_VILLAGE, name="同名") for _ in range(2))
    change(first, values={"family": second.family}, by=system, reason="并户")
    latest, _first = timeline(first, to=Actor.system())
    (told,) = latest.changes
    assert told == Change("家庭", "户主", "户主（另一份）")


def test_another_photo_is_a_change(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    for name in ("a.png", "b.png"):
        change(child, values={"photo": ContentFile(b"x", name)}, by=system, reason="换照片")
    second, first, _made = timeline(child, to=Actor.system())
    assert changes(first) == {"照片": ("", "有")}
    assert changes(second) == {"照片": ("有", "有（另一份）")}


def test_regions_of_one_name_are_told_apart(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    other = Region.objects.filter(parent__code="320281110").first()
    assert other
    change(child, values={"region": other}, by=system, reason="迁居")
    old, new = changes(timeline(child, to=Actor.system())[0])["所属地区"]
    assert old == region(XUXIAKE_VILLAGE).trail()
    assert new == other.trail()


def test_a_change_by_ledger_names_file_sheet_and_row(system: Actor) -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE)
    now = timezone.now()
    batch = LedgerBatch.objects.create(
        collection="children",
        file="ledgers/x.xlsx",
        file_name="台账.xlsx",
        file_size=1,
        file_sha256="0" * 64,
        uploaded_by=system.user,
        uploaded_at=now,
    )
    origin = Origin(system.user.pk, now, "台账导入", ledger_batch_id=batch.pk)
    writes = [Write(guardian.pk, ("13900000000",), sheet="Sheet1", row=5)]
    update_rows(Guardian, ["phone"], writes, origin=origin)
    latest = timeline(guardian, to=Actor.system())[0]
    assert (latest.batch, latest.sheet, latest.row) == (batch, "Sheet1", 5)
    assert changes(latest) == {"联系电话": ("", "13900000000")}


def test_a_moment_is_told_with_its_time_as_the_clocks_here_show_it(system: Actor) -> None:
    fields = [
        {"code": "name", "label": "名称", "kind": "text"},
        {"code": "begun", "label": "开始", "kind": "datetime"},
        {"code": "ended", "label": "结束", "kind": "datetime", "group": "health"},
    ]
    values = {"code": "visits", "label": "走访"}
    define_collection(values=values, fields=fields, by=system, reason="登记")
    evening, midnight = (
        datetime.datetime(2026, 12, 31, hour, 30, tzinfo=datetime.UTC) for hour in (15, 16)
    )
    told = {"region": region(XUXIAKE_VILLAGE), "name": "甲", "begun": evening, "ended": evening}
    visit = create(made_model("visits"), values=told, by=system, reason="登记")
    change(visit, values={"begun": midnight, "ended": midnight}, by=system, reason="核实")
    latest, _first = timeline(visit, to=Actor.system())
    shown = ("2026-12-31 23:30", "2027-01-01 00:30")
    assert changes(latest) == {"开始": shown, "结束": shown}

"""Two clerks at once, in real transactions: PostgreSQL lets them meet, SQLite lets one wait for the other."""

import datetime
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from datasets.access import Actor
from datasets.access.roles import CountyDesk, TownshipClerk
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers import locking
from datasets.actions.ledgers.batches import apply_batch, apply_upload
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.ledgers.progress import Cancelled
from datasets.actions.records import RecordChangedMeanwhile, latest_version
from datasets.choices import JobStep
from datasets.ledgers.pipeline import read_ledger
from datasets.models import (
    Child,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
)
from tests.committed import at_once, committed, meanwhile
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child
from tests.previews import keep_preview
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.usefixtures("db")
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
one_writer_at_a_time = pytest.mark.skipif(
    ON_SQLITE, reason="the form would wait for the ledger, and it for the form"
)

NUMBER = id_number(datetime.date(2015, 6, 1), "male", 60)
ROW = {"姓名": "张伟", "身份证号": NUMBER, "监护人姓名": "张父", "监护人联系电话": "13800000001"}
IN_CHANGJING = {
    "镇": "长泾镇",
    "村": "习礼村",
    "身份证号": id_number(datetime.date(2016, 6, 1), "male", 61),
}
_A_MOMENT = 0.4  # seconds: long enough for the other to run into the lock


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with committed(django_db_blocker):
        yield


@pytest.fixture
def mine(db: None) -> Actor:
    return Actor.of(someone("clerk", TownshipClerk, XUXIAKE), today=TODAY)


@pytest.fixture
def colleague(db: None) -> Actor:
    return Actor.of(someone("colleague", TownshipClerk, XUXIAKE), today=TODAY)


@pytest.fixture
def neighbour(db: None) -> Actor:
    return Actor.of(someone("neighbour", TownshipClerk, CHANGJING), today=TODAY)


@pytest.fixture
def county(db: None) -> Actor:
    return Actor.of(someone("county", CountyDesk, "320281"), today=TODAY)


def apply_ledger(by: Actor, **cells: Any) -> Plan:
    content = xlsx(HEADER, a_row(**{**ROW, **cells}))
    read = read_ledger(content, "台账.xlsx", collection="children", by=by)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[1]


def instead_of(monkeypatch: pytest.MonkeyPatch, **rules: Any) -> None:
    """Put a test's own rules in place of those of the children's ledger."""
    monkeypatch.setitem(KINDS, "children", replace(KINDS["children"], **rules))


def test_the_same_new_child_in_two_ledgers_is_one_child(
    mine: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = KINDS["children"].write

    def slowly(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        time.sleep(_A_MOMENT)

    instead_of(monkeypatch, write=slowly)
    plans = at_once(lambda: apply_ledger(mine), lambda: apply_ledger(colleague))
    assert sorted(plan.rows[0].action for plan in plans) == ["create", "unchanged"]
    for model in (Child, Family, Guardian, Guardianship):
        assert model.objects.count() == model.history.count() == 1


def test_two_ledgers_that_differ_are_both_written_one_after_the_other(
    mine: Actor, colleague: Actor
) -> None:
    make_child(XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER)
    plans = at_once(
        lambda: apply_ledger(mine, 就读学校="甲校"), lambda: apply_ledger(colleague, 备注="单亲")
    )
    assert [plan.rows[0].action for plan in plans] == ["update", "update"]
    child = Child.objects.get()
    assert (child.school, child.remark) == ("甲校", "单亲")
    assert Guardian.objects.count() == 1


def test_a_ledger_waits_for_the_form_that_is_being_saved_and_keeps_what_it_said(
    mine: Actor, colleague: Actor
) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER)
    saving = threading.Event()

    def form() -> None:
        with transaction.atomic():
            change(child, values={"remark": "电话核实"}, by=colleague, reason="表单")
            saving.set()
            time.sleep(_A_MOMENT)

    def ledger() -> Plan:
        saving.wait(timeout=30)
        return apply_ledger(mine, 就读学校="甲校")

    _none, plan = at_once(form, ledger)
    assert plan.rows[0].action == "update"
    child.refresh_from_db()
    assert (child.school, child.remark) == ("甲校", "电话核实")


@one_writer_at_a_time
def test_ledgers_of_two_townships_are_written_side_by_side(
    mine: Actor, neighbour: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, meeting = KINDS["children"].write, threading.Barrier(2)

    def together(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        meeting.wait(timeout=20)

    instead_of(monkeypatch, write=together)
    plans = at_once(lambda: apply_ledger(mine), lambda: apply_ledger(neighbour, **IN_CHANGJING))
    assert [plan.rows[0].action for plan in plans] == ["create", "create"]
    assert Child.objects.count() == 2


@one_writer_at_a_time
def test_the_countys_ledger_waits_for_its_townships_and_says_so(
    mine: Actor, county: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share a child: whoever comes second finds it recorded."""
    monkeypatch.setattr(locking, "_PATIENCE", "50ms")
    rows = [a_row(**ROW), a_row(**IN_CHANGJING)]
    read = read_ledger(xlsx(HEADER, *rows), "全市.xlsx", collection="children", by=county)
    batch = keep_preview(read, by=county)
    write, is_writing, said = KINDS["children"].write, threading.Event(), []

    def slowly(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        is_writing.set()
        time.sleep(_A_MOMENT)

    def apply_countys() -> None:
        is_writing.wait(timeout=20)
        apply_batch(
            batch=batch, rows=read.rows, by=county, progress=lambda step, *_of: said.append(step)
        )

    instead_of(monkeypatch, write=slowly)
    _plan, result = at_once(lambda: apply_ledger(mine), apply_countys)
    assert isinstance(result, RegisterMovedOn), "the child is recorded by now: look again"
    assert JobStep.TURN in said
    assert Child.objects.count() == 1


@one_writer_at_a_time
def test_who_waits_for_a_turn_can_give_up(
    mine: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_PATIENCE", "50ms")

    def give_up(*_how_far: Any) -> None:
        raise Cancelled

    with transaction.atomic():
        locking.wait_for_turn(mine.territory.paths[0])
        with pytest.raises(Cancelled):
            meanwhile(lambda: wait_in_vain(colleague, give_up))


def wait_in_vain(by: Actor, progress: Any) -> None:
    with transaction.atomic():
        locking.wait_for_turn(by.territory.paths[0], progress=progress)


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL plans in its turn")
def test_a_form_between_plan_and_turn_is_planned_for(
    mine: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER, school="甲校")
    plan_rows, plans = KINDS["children"].plan, []

    def overtaken(*args: Any, **kwargs: Any) -> Plan:
        plans.append(plan_rows(*args, **kwargs))
        if len(plans) == 1:
            change(child, values={"school": "乙校"}, by=colleague, reason="表单")
        return plans[-1]

    instead_of(monkeypatch, plan=overtaken)
    plan = apply_ledger(mine, 就读学校="丙校")
    assert plan is plans[1], "planned anew"
    assert plan.rows[0].changes["school"] == ["乙校", "丙校"]
    apply_ledger(mine, 就读学校="丁校")
    assert len(plans) == 3, "planned once where nobody came between"


@one_writer_at_a_time
def test_a_form_between_plan_and_write_is_not_overwritten(
    mine: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER, school="甲校")
    plan_rows, forms = KINDS["children"].plan, []

    def overtaken(*args: Any, **kwargs: Any) -> Plan:
        plan = plan_rows(*args, **kwargs)
        if not forms:
            values = {"remark": "电话核实", "school": "乙校"}
            forms.append(
                meanwhile(lambda: change(child, values=values, by=colleague, reason="表单"))
            )
        return plan

    instead_of(monkeypatch, plan=overtaken)
    plan = apply_ledger(mine, 就读学校="丙校")
    child.refresh_from_db()
    assert (child.school, child.remark) == ("丙校", "电话核实")
    assert plan.rows[0].changes["school"] == ["乙校", "丙校"], "planned anew"


@one_writer_at_a_time
def test_a_form_that_records_the_same_child_between_plan_and_write_takes_the_ledger_back(
    mine: Actor, colleague: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = KINDS["children"].write
    values = {"name": "张伟", "region": region(XUXIAKE_VILLAGE), "id_number": NUMBER}

    def overtaken(*args: Any, **kwargs: Any) -> None:
        meanwhile(lambda: create(Child, values=values, by=colleague, reason="表单"))
        write(*args, **kwargs)

    instead_of(monkeypatch, write=overtaken)
    with pytest.raises(RegisterMovedOn):
        apply_ledger(mine)
    monkeypatch.undo()
    assert Child.objects.count() == 1
    assert not Guardian.objects.exists()
    assert not LedgerBatch.objects.exists()
    assert apply_ledger(mine).rows[0].action == "update"
    assert Child.objects.count() == 1


def test_of_two_forms_saved_at_once_one_is_told(mine: Actor, colleague: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    seen, link = latest_version(child), child.category_links.get()

    def form(by: Actor, evidence: str) -> list[str]:
        rows = {"category_links": [{"id": link.pk, "evidence": evidence}]}
        return change(child, values={}, owned=rows, by=by, reason="表单", seen_version=seen)

    results = at_once(lambda: form(mine, "甲"), lambda: form(colleague, "乙"))
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [
        RecordChangedMeanwhile
    ]
    assert link.__class__.history.filter(id=link.pk).count() == 2


@pytest.mark.skipif(ON_SQLITE, reason="SQLite needs no vacuum")
def test_a_long_preview_can_be_paged_by_its_indexes_alone_at_once(mine: Actor) -> None:
    rows = [a_row(姓名=f"张{chr(0x4E00 + number)}") for number in range(1_000)]
    content = xlsx(HEADER, *rows)
    keep_preview(read_ledger(content, "台账.xlsx", collection="children", by=mine), by=mine)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples, relpages, relallvisible FROM pg_class WHERE relname = %s",
            [LedgerRow._meta.db_table],
        )
        tuples, pages, visible = cursor.fetchone()
    assert tuples == 1_000
    assert pages == visible > 0

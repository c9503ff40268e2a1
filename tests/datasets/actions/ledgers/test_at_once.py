"""Two clerks at once, in real transactions: PostgreSQL lets them meet, SQLite lets one wait for the other."""

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.records import RecordChangedMeanwhile, latest_version
from datasets.ledgers.pipeline import read_ledger
from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
    Post,
)
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.usefixtures("db")
one_writer_at_a_time = pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="the form would wait for the ledger, and it for the form",
)

NUMBER = id_number(datetime.date(2015, 6, 1), "male", 60)
ROW = {"姓名": "张伟", "身份证号": NUMBER, "监护人姓名": "张父", "监护人联系电话": "13800000001"}
_A_MOMENT = 0.4  # seconds: long enough for the other to run into the lock


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No transaction around the test; what it commits is removed after it.

    Not `django_db(transaction=True)`, which empties every table: the reference data and the root page too.
    """
    with django_db_blocker.unblock():
        yield
        LedgerRow.objects.all()._raw_delete("default")
        for model in (Guardianship, ChildCategory, Child, Guardian, Family, Post, LedgerBatch):
            model.objects.all()._raw_delete("default")
            if model is not LedgerBatch:
                model.history.all()._raw_delete("default")
        get_user_model().objects.exclude(username="system").delete()


@pytest.fixture
def mine(db: None) -> Actor:
    return Actor.of(someone("clerk", TownshipClerk, XUXIAKE), today=TODAY)


@pytest.fixture
def colleague(db: None) -> Actor:
    return Actor.of(someone("colleague", TownshipClerk, XUXIAKE), today=TODAY)


def apply_ledger(by: Actor, **cells: Any) -> Plan:
    content = xlsx(HEADER, a_row(**{**ROW, **cells}))
    read = read_ledger(content, "台账.xlsx", collection="children", by=by)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[1]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, from one start; what each gave or raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(index: int) -> None:
        try:
            start.wait()
            results[index] = acts[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def meanwhile(act: Callable[[], Any]) -> Any:
    """Another clerk's act, committed while the test's own transaction stands still."""
    (result,) = at_once(act)
    if isinstance(result, Exception):
        raise result
    return result


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

"""A new key takes the old one's place while others write, after a kill too, and nothing of the old one is left."""

import io
import os
import signal
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from os import urandom
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections

from datasets.access import Actor
from datasets.actions import reencrypting
from datasets.actions.definitions.fields import take_field_up
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.reencrypting import RecordedTwice, files_by_key, reencrypt, values_by_key
from datasets.encryption.keys import keys, keys_told
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Child, FieldDefinition, Guardian, LedgerRow
from datasets.models.files import records_storage
from tests.committed import committed
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.datasets.custom.traces import WORDS, leave_traces
from tests.dumps import dump
from tests.factories import id_number, make_child, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.usefixtures("records_root")

PHONE = "13800001111"
_CHILDREN = 60
CHILDREN = (Child, reencrypting._encrypted(Child))
_KILLS = 6


def new_key() -> str:
    return b64encode(urandom(64)).decode()


def rotated() -> str:
    out = io.StringIO()
    call_command("encryption", "rotate", stdout=out)
    return out.getvalue()


def registered(by: Actor) -> Child:
    """A child with a guardian and a photo, a past, and a ledger that was applied."""
    mother = make_guardian(XUXIAKE_VILLAGE, by=by, phone=PHONE, condition="in_prison")
    child = make_child(
        XUXIAKE_VILLAGE, by=by, guardian=mother, id_number=id_number(), health="听力残疾",
        photo=ContentFile(b"\xff\xd8 photo", "a.jpg"),
    )  # fmt: skip
    change(child, values={"health": "听力残疾一级"}, by=by, reason="复查")
    rows = [a_row(姓名=f"张{chr(0x4E00 + n)}", 身份证号=id_number()) for n in range(_CHILDREN)]
    read = read_ledger(xlsx(HEADER, *rows), "台账.xlsx", collection="children", by=by)
    apply_upload(upload=read.upload, rows=read.rows, by=by)
    return Child.objects.get(pk=child.pk)


def read_all() -> list[Any]:
    """What the site shows of everybody."""
    children = [(c.pk, c.id_number, c.health, c.photo.name) for c in Child.objects.order_by("pk")]
    pasts = [
        (v.pk, v.health, v.history_change_reason) for v in Child.history.order_by("history_id")
    ]
    rows = [(row.pk, row.sheet, row.content) for row in LedgerRow.objects.order_by("pk")]
    guardians = list(Guardian.objects.order_by("pk").values_list("pk", "phone", "condition"))
    files = [(name, records_storage().open(name).read()) for name in records_storage().names()]
    return [children, pasts, rows, guardians, files]


@pytest.mark.django_db
def test_after_it_all_is_read_with_the_new_key_alone_and_a_dump_knows_no_other(
    system: Actor, settings: Any
) -> None:
    child = registered(system)
    before, old = read_all(), keys()[0]
    new = new_key()
    settings.ENCRYPTION_KEYS = f"{new},{settings.ENCRYPTION_KEYS}"
    assert values_by_key().keys() == files_by_key().keys() == {old.id}
    told = rotated()
    assert f"密钥 {keys()[0].id}（最新）" in told
    assert f"密钥 {old.id}（旧）：0 个值，0 个文件" in told
    assert "旧密钥可以从 ENCRYPTION_KEYS 里去掉" in told
    settings.ENCRYPTION_KEYS = new
    assert read_all() == before
    assert Child.objects.get(id_number=child.id_number) == child
    assert [place for place, text in dump().items() if old.id in text] == []


@pytest.mark.django_db
def test_what_somebody_defined_and_what_is_out_of_use_bears_the_new_key_too(
    system: Actor, settings: Any
) -> None:
    visit = leave_traces(make_child(XUXIAKE_VILLAGE), system)
    old, new = keys()[0], new_key()
    settings.ENCRYPTION_KEYS = f"{new},{settings.ENCRYPTION_KEYS}"
    rotated()
    settings.ENCRYPTION_KEYS = new
    assert [place for place, text in dump().items() if old.id in text] == []
    for field in FieldDefinition.objects.filter(code="x_gone"):
        take_field_up(field=field, by=system, reason="还要用")
    visit.refresh_from_db()
    child: Any = Child.objects.get()
    assert (child.x_note, child.x_gone, visit.told) == (WORDS[0], WORDS[1], WORDS[3])
    assert child.history.first().x_gone == WORDS[1]


@pytest.mark.django_db
def test_half_way_everybody_is_found_and_recorded_once(system: Actor, settings: Any) -> None:
    child = registered(system)
    numbers = list(Child.objects.values_list("id_number", flat=True))
    settings.ENCRYPTION_KEYS = f"{new_key()},{settings.ENCRYPTION_KEYS}"
    half = Child.objects.count() // 2
    done = reencrypting._rows_to_do(CHILDREN, after=0)[:half]
    reencrypting._write(CHILDREN, done)
    assert len(values_by_key()) == 2
    assert Child.objects.filter(id_number__in=numbers).count() == len(numbers)
    assert [Child.objects.get(id_number=number).id_number for number in numbers] == numbers
    assert Guardian.objects.filter(phone=PHONE).exists()
    for number in numbers:
        with pytest.raises(ValidationError, match="已经登记在册"):
            make_child(XUXIAKE_VILLAGE, id_number=number)
    content = xlsx(
        HEADER,
        *(a_row(姓名=c.name, 身份证号=c.id_number) for c in Child.objects.exclude(pk=child.pk)),
    )
    read = read_ledger(content, "再来.xlsx", collection="children", by=system)
    _batch, plan = apply_upload(upload=read.upload, rows=read.rows, by=system)
    assert plan.summary()["unchanged"] == _CHILDREN


@pytest.mark.django_db
def test_a_second_run_does_nothing(system: Actor, settings: Any) -> None:
    registered(system)
    assert list(reencrypt()) == []


@pytest.mark.django_db
def test_a_change_made_between_reading_and_writing_is_not_lost(
    system: Actor, settings: Any
) -> None:
    child = registered(system)
    settings.ENCRYPTION_KEYS = f"{new_key()},{settings.ENCRYPTION_KEYS}"
    read = reencrypting._rows_to_do(CHILDREN, after=0)
    change(child, values={"health": "已康复"}, by=system, reason="复查")
    reencrypting._write(CHILDREN, read)
    child.refresh_from_db()
    assert child.health == "已康复"


@pytest.mark.django_db
def test_two_records_of_one_number_are_told_apart_from_a_failure(
    system: Actor, settings: Any, capsys: Any
) -> None:
    number = id_number()
    old = settings.ENCRYPTION_KEYS
    first = make_child(XUXIAKE_VILLAGE, id_number=number)
    second = make_child(XUXIAKE_VILLAGE)
    settings.ENCRYPTION_KEYS = new_key()
    token = Child._meta.get_field("id_number").get_db_prep_save(number, connection)
    with connection.cursor() as cursor:
        table = Child._meta.db_table
        cursor.execute(f"UPDATE {table} SET id_number = %s WHERE id = %s", [token, second.pk])  # noqa: S608
    settings.ENCRYPTION_KEYS = f"{settings.ENCRYPTION_KEYS},{old}"
    with pytest.raises(RecordedTwice) as twice:
        list(reencrypt())
    assert (twice.value.model, twice.value.key) == (Child, first.pk)


@pytest.mark.django_db
def test_a_key_that_is_not_there_is_named(system: Actor, settings: Any) -> None:
    registered(system)
    lost = keys()[0].id
    settings.ENCRYPTION_KEYS = new_key()
    out = io.StringIO()
    call_command("encryption", "status", stdout=out)
    assert f"密钥 {lost}（缺少）" in out.getvalue()
    errors = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("encryption", "rotate", stdout=io.StringIO(), stderr=errors)
    assert f"ENCRYPTION_KEYS lacks the key “{lost}”" in errors.getvalue()


@pytest.fixture
def by(django_db_setup: None, django_db_blocker: Any) -> Iterator[Actor]:
    with committed(django_db_blocker):
        yield Actor.system(today=TODAY)


@pytest.mark.slow
def test_killed_again_and_again_while_others_write_it_ends_with_the_new_key_alone(
    by: Actor, settings: Any
) -> None:
    child = registered(by)
    before, old = settings.ENCRYPTION_KEYS, keys()[0]
    new = new_key()
    settings.ENCRYPTION_KEYS = f"{new},{before}"
    stop, written, failures = threading.Event(), [child.health], list[Exception]()

    def write() -> None:
        """A clerk who goes on working; half the time in a process that was not yet told of the new key."""
        try:
            while not stop.is_set():
                health = f"第{len(written)}次复查"
                change(
                    Child.objects.get(pk=child.pk), values={"health": health}, by=by, reason="复查"
                )
                written.append(health)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(_KILLS):
            killed_after(0.05 + number * 0.1)
    finally:
        stop.set()
        writer.join()
    try:
        assert failures == []
        assert len(written) > 3
        assert Child.objects.get(pk=child.pk).health == written[-1]
        healths = [
            version.health for version in Child.history.filter(id=child.pk).order_by("history_id")
        ]
        assert healths[-len(written) :] == written
        rotated()
        assert values_by_key().keys() == files_by_key().keys() == {keys_told(new)[0].id}
        settings.ENCRYPTION_KEYS = new
        assert Child.objects.get(pk=child.pk).health == written[-1]
        assert [place for place, text in dump().items() if old.id in text] == []
    finally:
        # The seeds are every test's.
        settings.ENCRYPTION_KEYS = f"{before},{new}"
        rotated()
        settings.ENCRYPTION_KEYS = before


def killed_after(seconds: float) -> None:
    """A rotation in a process of its own, killed in the midst of it."""
    connections.close_all()
    process = os.fork()
    if process == 0:
        try:
            rotated()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)

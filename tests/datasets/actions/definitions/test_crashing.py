"""Whoever dies in the middle of a change of definitions leaves it done or not begun."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from datasets.access import Actor
from datasets.actions.definitions.changing import settle_definitions
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import change_field
from datasets.actions.definitions.grants import usual_grants
from datasets.custom import loading
from datasets.custom.indexes import wanted_indexes
from datasets.custom.tables import columns_of
from datasets.models import CollectionDefinition, FieldDefinition
from tests.conftest import TODAY
from tests.datasets.custom.lasting import another_process, killed_after, lasting, many
from tests.datasets.custom.volunteers import FIELDS

pytestmark = pytest.mark.slow

TEXTS = ["第3年", "4", "很久", None] * 500
NUMBERS = [3, 4, None, None] * 500
TIMES = 20


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with lasting(django_db_blocker):
        yield


@pytest.fixture
def volunteers(db: None) -> Any:
    by = Actor.system(today=TODAY)
    years = {"code": "years", "label": "年限", "kind": "text"}
    values = {"code": "volunteers", "label": "志愿者", "title": "name"}
    define_collection(values=values, fields=[*FIELDS, years], by=by, reason="名册")
    model = loading.made_model("volunteers")
    many(model, by, "years", TEXTS)
    return model


def change_years(**values: Any) -> None:
    loading.refresh()
    field = FieldDefinition.objects.get(code="years")
    change_field(field=field, values=values, by=Actor.system(today=TODAY), reason="换个类型")


def is_whole(model: Any) -> str:
    """The type of the field, once all is as it should be with that type."""
    loading.refresh()
    field = FieldDefinition.objects.get(code="years")
    used = set(field.history.values_list("column", flat=True))
    for table in (model, model.history.model):
        columns = {name for name in columns_of(table) if name.startswith("years")}
        assert columns == used
        found = list(table.objects.order_by("pk").values_list("years", flat=True))
        assert found == (TEXTS if field.kind == "text" else NUMBERS)
    return field.kind


def other(kind: str) -> str:
    return "integer" if kind == "text" else "text"


def test_a_process_killed_at_any_moment_leaves_the_old_or_the_new(volunteers: Any) -> None:
    begun = time.monotonic()
    with another_process(lambda: change_years(kind="integer")):
        pass
    longest = time.monotonic() - begun
    kind = is_whole(volunteers)
    assert kind == "integer"
    rest = random.Random(6)
    outcomes = []
    for _time in range(TIMES):
        wanted = other(kind)
        killed_after(rest.uniform(0, longest), partial(change_years, kind=wanted))
        before, kind = kind, is_whole(volunteers)
        outcomes.append(kind == before)
    assert any(outcomes)  # else nobody was killed in time


def test_a_collection_is_there_with_its_table_and_its_permissions_or_not_at_all(db: None) -> None:
    begun = time.monotonic()
    with another_process(partial(define_shops, "shops")):
        pass
    longest = time.monotonic() - begun
    assert are_whole() == {"shops"}
    rest = random.Random(7)
    codes = {f"shops_{number}" for number in range(TIMES)}
    for code in codes:
        killed_after(rest.uniform(0, longest), partial(define_shops, code))
    died = codes - are_whole()
    assert died  # else nobody was killed in time
    for code in died:
        define_shops(code)
    assert are_whole() == {"shops", *codes}


def define_shops(code: str) -> None:
    loading.refresh()
    values = {"code": code, "label": "爱心超市", "title": "name", "grants": usual_grants()}
    define_collection(values=values, fields=FIELDS, by=Actor.system(today=TODAY), reason="开店")


def are_whole() -> set[str]:
    """The collections that there are, once each has all that belongs to it and nothing belongs to none."""
    loading.refresh()
    codes = set(CollectionDefinition.objects.values_list("code", flat=True))
    models = [loading.made_model(code) for code in codes]
    tables = {name for name in connection.introspection.table_names() if "made_" in name}
    assert tables == {
        one._meta.db_table for model in models for one in (model, model.history.model)
    }
    fields = Counter(FieldDefinition.objects.values_list("collection", flat=True))
    assert fields == dict.fromkeys(codes, len(FIELDS))
    types = ContentType.objects.filter(model__startswith="made_")
    assert set(types.values_list("model", flat=True)) == {f"made_{code}" for code in codes}
    settle_definitions()  # PostgreSQL's indexes come after the commit: the next start makes them
    assert settle_definitions() == []
    return codes


def test_an_index_that_was_being_made_is_made_at_the_next_start(volunteers: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite makes indexes within the change.")
    with reading(volunteers):  # whoever makes an index waits for who reads the table
        with another_process(lambda: change_years(is_filterable=True)) as child:
            builder = wait_for_builder()
            os.kill(child.pid, signal.SIGKILL)
        assert settle_definitions() == []  # the server goes on for the dead: nobody disturbs it
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [builder])
        wait_until_gone(builder)
    assert is_whole(volunteers) == "text"
    (name,) = [one for one in wanted_indexes(volunteers) if "years" in one]
    assert not is_valid(name)
    assert settle_definitions() == [name]
    assert is_valid(name)
    assert settle_definitions() == []


@contextmanager
def reading(model: Any) -> Iterator[None]:
    """Somebody else in the middle of reading the table."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608
            yield
    finally:
        other.close()


def wait_for_builder() -> int:
    """The server's process that makes an index."""
    for _attempt in range(1_200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_progress_create_index WHERE datname = current_database()"
            )
            found = cursor.fetchone()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("Nobody makes an index.")


def wait_until_gone(process: int) -> None:
    for _attempt in range(1_200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [process])
            if cursor.fetchone() is None:
                return
        time.sleep(0.05)


def is_valid(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return bool(cursor.fetchone()[0])

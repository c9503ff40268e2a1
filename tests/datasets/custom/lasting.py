"""Definitions that are committed: what other processes see of them, and what a killed one leaves."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.utils import timezone

from datasets.access import Actor
from datasets.custom.loading import forget
from datasets.history.bulk import Origin, Write, insert_rows, new_keys
from datasets.models import CollectionDefinition, DefinitionsState, FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region

_FORK = multiprocessing.get_context("fork")


@contextmanager
def lasting(blocker: Any) -> Iterator[None]:
    """No transaction around the test; what it defines is removed after it, with its tables."""
    with blocker.unblock():
        try:
            yield
        finally:
            _remove_all()


def _remove_all() -> None:
    models = [model for model in apps.get_models() if model._meta.db_table.startswith("made_")]
    tables = [model._meta.db_table for model in models]
    tables += [model.history.model._meta.db_table for model in models]  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
        cascade = "CASCADE" if connection.vendor == "postgresql" else ""
        for table in tables:
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" {cascade}')
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=ON")
    for record in (FieldDefinition, CollectionDefinition):
        record.objects.all()._raw_delete("default")
        record.history.all()._raw_delete("default")
    DefinitionsState.objects.all().delete()
    Permission.objects.filter(content_type__model__startswith="made_").delete()
    ContentType.objects.filter(model__startswith="made_").delete()
    forget()


def many(model: Any, by: Actor, column: str, texts: list[Any]) -> None:
    """A record of each text, with its history."""
    place = region(XUXIAKE_VILLAGE).pk
    origin = Origin(author_id=by.user.pk, at=timezone.now(), reason="登记")
    with transaction.atomic():
        keys = new_keys(model, len(texts))
        writes = (
            Write(key, (place, f"志愿者{key}", text)) for key, text in zip(keys, texts, strict=True)
        )
        insert_rows(model, ["region_id", "name", column], writes, origin=origin)


@contextmanager
def another_process(act: Callable[[], None]) -> Iterator[Any]:
    """Of its own, with connections of its own."""
    connections.close_all()
    child = _FORK.Process(target=_alone, args=(act,))
    child.start()
    try:
        yield child
    finally:
        child.join(timeout=60)


def killed_after(seconds: float, act: Callable[[], None]) -> None:
    """Run `act` in another process, which dies after so long, whatever it is doing."""
    with another_process(act) as child:
        time.sleep(seconds)
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
    _wait_until_nobody_serves_it()


def _wait_until_nobody_serves_it() -> None:
    """PostgreSQL notices at its client's next word: until then it may still commit."""
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute(f"{others} AND backend_type = 'client backend'")
        while cursor.fetchone()[0] > 1:
            time.sleep(0.01)
            cursor.execute(f"{others} AND backend_type = 'client backend'")


def _alone(act: Callable[[], None]) -> None:
    act()
    os._exit(0)  # nothing of the test runner is this process's to end

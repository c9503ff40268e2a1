"""A long reading beside a writer, in real transactions."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from datasets.models import Family
from datasets.queries.snapshots import snapshot
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_family

_PATIENCE = 20  # seconds


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No transaction around the test; what it commits is removed after it."""
    with django_db_blocker.unblock():
        yield
        Family.objects.all()._raw_delete("default")
        Family.history.all()._raw_delete("default")


def elsewhere_a_family_is_recorded() -> None:
    """On a connection of its own, and to the end."""

    def record() -> None:
        make_family(XUXIAKE_VILLAGE)
        connection.close()

    writer = threading.Thread(target=record)
    writer.start()
    writer.join(_PATIENCE)
    assert not writer.is_alive()


def test_nothing_written_meanwhile_is_seen_and_no_writer_waits(db: None) -> None:
    with snapshot():
        assert Family.objects.count() == 0

        elsewhere_a_family_is_recorded()

        assert Family.objects.count() == 0
    assert Family.objects.count() == 1


def test_after_a_snapshot_transactions_are_as_before(db: None) -> None:
    mode = getattr(connection, "transaction_mode", None)
    with pytest.raises(RuntimeError), snapshot():
        raise RuntimeError

    assert getattr(connection, "transaction_mode", None) == mode
    assert not connection.in_atomic_block
    make_family(XUXIAKE_VILLAGE)


@pytest.mark.django_db
def test_inside_a_transaction_it_shows_what_that_transaction_wrote() -> None:
    with transaction.atomic():
        make_family(XUXIAKE_VILLAGE)
        with snapshot():
            assert Family.objects.count() == 1

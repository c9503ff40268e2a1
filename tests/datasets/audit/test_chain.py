"""The access log as a chain: what was appended is whole, whatever was changed behind its back shows."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from datasets.audit.chain import Access, Visitor, append
from datasets.audit.guards import missing_guards, remove_guards, set_guards
from datasets.audit.verifying import Anchor, Fault, findings, head
from datasets.choices import AccessVerb
from datasets.models import AccessEntry, AccessHead, AccessRecord

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)
NOBODY = Visitor(user_id=None, username="", address="127.0.0.1")


@pytest.fixture
def log(django_user_model: Any) -> Visitor:
    """Five entries by one clerk; the guards are down, so that a test can tamper."""
    remove_guards(connection)
    user = django_user_model.objects.create_user("reader")
    visitor = Visitor(user_id=user.pk, username="reader", address="2001:db8::1")
    for number in range(1, 6):
        viewed = Access(
            AccessVerb.VIEW, "child", [number], filters={"q": "王小明", "b": 1, "a": [2]}
        )
        append([viewed], visitor=visitor, at=NOON + datetime.timedelta(microseconds=number))
    return visitor


def faults(*anchors: Anchor) -> list[tuple[str, int]]:
    set_guards(connection)
    return [(finding.fault.value, finding.number) for finding in findings(list(anchors))]


def test_an_untouched_log_verifies(log: Visitor) -> None:
    assert faults() == []
    assert head().number == AccessEntry.objects.count() == 5


def test_an_empty_log_verifies() -> None:
    assert faults() == []


def test_entries_are_numbered_without_gaps_across_calls(log: Visitor) -> None:
    append(
        [Access(AccessVerb.LIST, "child"), Access(AccessVerb.LIST, "family")], visitor=log, at=NOON
    )
    assert list(AccessEntry.objects.order_by("id").values_list("id", flat=True)) == list(
        range(1, 8)
    )


def test_a_record_leads_to_the_entries_that_name_it(log: Visitor) -> None:
    append([Access(AccessVerb.LIST, "child", [3, 9])], visitor=log, at=NOON)
    named = AccessRecord.objects.filter(collection="child", record_id=3)
    assert sorted(named.values_list("entry_id", flat=True)) == [3, 6]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("username", "somebody"),
        ("user_id", None),
        ("at", NOON),
        ("address", "10.0.0.1"),
        ("verb", "list"),
        ("is_permitted", False),
        ("collection", "family"),
        ("records", [4]),
        ("count", 7),
        ("filters", {"q": "别人"}),
        ("purpose", "核查"),
        ("digest", "0" * 64),
    ],
)
def test_whatever_is_altered_shows(log: Visitor, column: str, value: Any) -> None:
    AccessEntry.objects.filter(pk=3).update(**{column: value})
    assert ("altered", 3) in faults()


@pytest.mark.parametrize(("gone", "fault"), [(1, "missing"), (3, "missing"), (5, "cut_off")])
def test_whatever_is_removed_shows(log: Visitor, gone: int, fault: str) -> None:
    AccessRecord.objects.filter(entry=gone).delete()
    AccessEntry.objects.filter(pk=gone)._raw_delete("default")
    assert (fault, gone) in faults()


def test_an_entry_slipped_in_shows(log: Visitor) -> None:
    last = AccessEntry.objects.get(pk=5)
    last.pk = 6
    last.save(force_insert=True)
    # Beyond the head nobody looks; with the head moved along it has no digest that fits.
    AccessHead.objects.update(entry_count=6, digest=last.digest)
    assert ("altered", 6) in faults()


def test_a_log_cut_off_together_with_its_head_shows_against_an_anchor(log: Visitor) -> None:
    kept = head()
    before = AccessEntry.objects.get(pk=4)
    AccessRecord.objects.filter(entry=5).delete()
    AccessEntry.objects.filter(pk=5)._raw_delete("default")
    AccessHead.objects.update(entry_count=4, digest=before.digest)
    assert faults() == []
    assert faults(kept) == [(Fault.ANCHOR.value, 5)]


def test_another_key_makes_no_entry_that_fits(log: Visitor, settings: Any) -> None:
    settings.AUDIT_KEY = "guessed"
    append([Access(AccessVerb.VIEW, "child", [1])], visitor=NOBODY, at=NOON)
    settings.AUDIT_KEY = "test-only"
    assert ("altered", 6) in faults()


def test_what_is_rolled_back_was_not_read(log: Visitor) -> None:
    def fail() -> None:
        with transaction.atomic():
            append([Access(AccessVerb.VIEW, "child", [1])], visitor=log, at=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert faults() == []
    assert head().number == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE datasets_accessentry SET username = 'x' WHERE id = 3",
        "DELETE FROM datasets_accessentry WHERE id = 3",
    ],
)
def test_the_database_refuses_to_change_an_entry(log: Visitor, statement: str) -> None:
    set_guards(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_the_log(log: Visitor) -> None:
    set_guards(connection)
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE datasets_accessentry CASCADE")


def test_the_migrations_have_set_the_guards() -> None:
    assert not missing_guards(connection)


def test_a_missing_guard_shows(log: Visitor) -> None:
    assert missing_guards(connection)
    assert [finding.fault for finding in findings()] == [Fault.UNGUARDED]


def test_a_record_that_no_longer_leads_to_its_entry_shows(log: Visitor) -> None:
    append([Access(AccessVerb.LIST, "child", [3, 9, 2**70])], visitor=log, at=NOON)
    assert faults() == []
    AccessRecord.objects.filter(entry=2).delete()
    AccessRecord.objects.filter(entry=6, record_id=9).update(record_id=8)
    assert faults() == [("unlisted", 2), ("unlisted", 6)]

"""Retention: what is put away, what is left of whom, by whose decision."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q

from datasets.access import Actor
from datasets.access.roles import CityDesk
from datasets.actions.children import reopen_child
from datasets.actions.definitions.fields import take_field_up
from datasets.actions.records import NotPermitted
from datasets.actions.retention import runs
from datasets.actions.retention.archiving import archived_in_sight, restore_archived
from datasets.actions.retention.runs import (
    RunRefused,
    approve_run,
    carry_out,
    look_ahead,
    propose_run,
    withdraw_run,
)
from datasets.audit.verifying import findings
from datasets.choices import RetentionCondition, RetentionRunState, RetentionStep
from datasets.models import (
    AccessEntry,
    Child,
    ChildCategory,
    Family,
    FieldDefinition,
    Guardian,
    Guardianship,
    LedgerRow,
    RetentionRun,
)
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.actions.retention.people import (
    People,
    a_rule,
    closed,
    people_of_the_past,
    people_who_stay,
)
from tests.datasets.custom.traces import WORDS, leave_traces
from tests.dumps import dump, in_clear
from tests.factories import id_number, make_child
from tests.opened import places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

TODAY = datetime.date(2026, 11, 28)


@pytest.fixture
def proposer(city_desk: Any) -> Actor:
    return Actor.of(city_desk, today=TODAY)


@pytest.fixture
def approver(supervisor: Any) -> Actor:
    return Actor.of(supervisor, today=TODAY)


@pytest.fixture
def past(as_clerk: Any) -> People:
    return people_of_the_past(as_clerk)


def done(rule: Any, step: str, proposer: Actor, approver: Actor, **options: Any) -> RetentionRun:
    run = propose_run(rule=rule, step=step, region=rule.region, by=proposer)
    approve_run(run=run, by=approver)
    return carry_out(run=run, by=approver, **options)


def archived_and_nameless(proposer: Actor, approver: Actor) -> RetentionRun:
    rule = a_rule()
    done(rule, RetentionStep.ARCHIVE, proposer, approver)
    return done(rule, RetentionStep.ANONYMISE, proposer, approver)


def test_nothing_that_the_program_can_read_tells_who_it_was(
    past: People, proposer: Actor, approver: Actor
) -> None:
    assert {word for _place, word in places_of(past.words)} == set(past.words)

    run = archived_and_nameless(proposer, approver)

    assert places_of(past.words) == set()
    assert in_clear(dump(), set(past.words) - {"photo"}) == set()
    assert (run.state, run.position, run.left_out) == (RetentionRunState.DONE, 1, 0)
    assert run.done["child"] == run.done["guardian"] == run.done["family"] == 1
    assert run.done["files"] == 3  # two photos and the ledger


def test_what_somebody_defined_tells_nothing_either(
    past: People, proposer: Actor, approver: Actor
) -> None:
    visit = leave_traces(past.child, Actor.system())
    assert {word for _place, word in places_of([*WORDS])} == {*WORDS} - {WORDS[1], WORDS[4]}
    archived_and_nameless(proposer, approver)
    for field in FieldDefinition.objects.exclude(archived_date=None):
        take_field_up(field=field, by=Actor.system(), reason="还要用")
    assert places_of([*WORDS]) == set()
    assert in_clear(dump(), WORDS) == set()
    visit.refresh_from_db()
    assert (visit.child, visit.met, visit.is_home, visit.region) == (
        None,
        None,
        None,
        region(XUXIAKE),
    )


def test_what_statistics_need_is_left(past: People, proposer: Actor, approver: Actor) -> None:
    archived_and_nameless(proposer, approver)

    child = Child.objects.get(pk=past.child.pk)
    assert (child.name, child.sex, child.status) == ("已匿名", past.child.sex, "closed")
    assert child.region == region(XUXIAKE)
    assert (child.birth_date, child.closed_date) == (
        datetime.date(2001, 1, 1), datetime.date(2019, 1, 1),
    )  # fmt: skip
    assert child.closing_reason == "of_age"
    assert child.category_links.get(category__code="hiv_affected").since_date.year == 2012
    assert (child.photo.name, child.id_number, child.family) == ("", None, None)
    assert not Guardianship.objects.filter(child=child).exists()


def test_every_earlier_version_is_nameless_and_says_who_wrote_it(
    past: People, proposer: Actor, approver: Actor
) -> None:
    before = past.child.history.count()
    run = archived_and_nameless(proposer, approver)
    versions = past.child.history.all()
    assert versions.count() == before + 2  # put away, made nameless
    assert {version.name for version in versions} == {"已匿名"}
    assert {version.ledger_batch_id for version in versions} == {None}
    assert {version.history_change_reason for version in versions} == {
        f"按保存期限规则匿名（第{run.pk}次处理）"
    }
    assert versions.first().history_user == approver.user


def test_the_ledger_that_named_the_child_goes_and_its_other_rows_stay(
    past: People, proposer: Actor, approver: Actor
) -> None:
    archived_and_nameless(proposer, approver)
    past.batch.refresh_from_db()
    assert not past.batch.file
    assert past.batch.file_removed_date is not None
    row = LedgerRow.objects.get(batch=past.batch)
    assert (row.content, row.called, row.record_id) == ({}, "", None)


def test_whom_another_child_needs_stays_whole(proposer: Actor, approver: Actor) -> None:
    stay = people_who_stay()
    sibling = make_child(
        XUXIAKE_VILLAGE,
        name="欧阳旧兄",
        family=stay.family,
        guardian=stay.guardian,
        id_number=id_number(),
    )
    closed(sibling)
    run = archived_and_nameless(proposer, approver)

    assert run.done.get("guardian", 0) == 0
    assert {word for _place, word in places_of(stay.words)} == set(stay.words)
    assert places_of(["欧阳旧兄"]) == set()
    assert stay.guardian.guardianships.count() == 1  # nothing leads from the nameless to them
    assert not Child.history.filter(id=sibling.pk, family__isnull=False).exists()


def test_the_last_of_a_household_takes_it_along(proposer: Actor, approver: Actor) -> None:
    stay = people_who_stay()
    closed(stay.child)
    archived_and_nameless(proposer, approver)
    assert places_of(stay.words) == set()


def test_open_and_recent_children_are_not_due(proposer: Actor) -> None:
    make_child(XUXIAKE_VILLAGE, birth_date=datetime.date(1990, 1, 1))
    closed(make_child(XUXIAKE_VILLAGE), datetime.date(2023, 11, 29))
    on_the_day = make_child(XUXIAKE_VILLAGE)
    closed(on_the_day, datetime.date(2023, 11, 28))
    rule = a_rule()
    keys, figures = look_ahead(
        rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=proposer
    )
    assert keys == [on_the_day.pk]
    assert figures == [{"year": 2023, "region": "徐霞客镇", "count": 1}]


def test_of_age_counts_from_the_eighteenth_birthday(proposer: Actor) -> None:
    born = {"due": datetime.date(2003, 11, 28), "not yet": datetime.date(2003, 11, 29)}
    children = {why: make_child(XUXIAKE_VILLAGE, birth_date=day) for why, day in born.items()}
    for child in children.values():
        closed(child, datetime.date(2026, 1, 1))
    rule = a_rule(condition=RetentionCondition.OF_AGE, archive_years=5, anonymise_years=10)
    keys, _figures = look_ahead(
        rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=proposer
    )
    assert keys == [children["due"].pk]


def test_a_child_that_something_holds_is_never_due(
    proposer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    closed(child)
    rule = a_rule()
    asked = {"rule": rule, "step": RetentionStep.ARCHIVE, "region": rule.region, "by": proposer}
    assert look_ahead(**asked)[0] == [child.pk]
    monkeypatch.setattr(ChildCategory, "holds_child", ("child", Q(until_date=None)))
    assert look_ahead(**asked)[0] == []


def test_whoever_proposed_does_not_approve_and_the_database_insists(
    past: People, proposer: Actor
) -> None:
    rule = a_rule()
    run = propose_run(rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=proposer)
    with pytest.raises(RunRefused, match="提出的人不能自己批准"):
        approve_run(run=run, by=proposer)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(
            state=RetentionRunState.APPROVED, approved_by=proposer.user, approved_at=run.proposed_at
        )
    with pytest.raises(RunRefused):
        carry_out(run=run, by=proposer)
    assert Child.objects.get(pk=past.child.pk).archived_date is None


def test_who_may_not_propose_nor_approve(past: People, proposer: Actor, approver: Actor) -> None:
    rule = a_rule()
    asked = {"rule": rule, "step": RetentionStep.ARCHIVE, "region": rule.region}
    for actor in (approver, Actor.of(someone("elsewhere", CityDesk, "4101"), today=TODAY)):
        with pytest.raises(PermissionDenied):
            propose_run(**asked, by=actor)
    run = propose_run(**asked, by=proposer)
    for actor in (
        Actor.of(someone("far", CityDesk, "4101"), today=TODAY),
        Actor.of(someone("near", CityDesk, CHANGJING), today=TODAY),
    ):
        with pytest.raises(NotPermitted):
            approve_run(run=run, by=actor)


def test_one_run_of_a_rule_at_a_time_until_it_is_withdrawn(past: People, proposer: Actor) -> None:
    rule = a_rule()
    asked = {"rule": rule, "step": RetentionStep.ARCHIVE, "region": rule.region, "by": proposer}
    run = propose_run(**asked)
    with pytest.raises(RunRefused, match="还有一次处理没有完成"):
        propose_run(**asked)
    withdraw_run(run=run, by=proposer)
    with pytest.raises(RunRefused):
        carry_out(run=run, by=proposer)
    propose_run(**asked)


def test_nothing_is_made_nameless_that_was_not_put_away_before(
    past: People, proposer: Actor
) -> None:
    rule = a_rule()
    with pytest.raises(RunRefused, match="没有到期"):
        propose_run(rule=rule, step=RetentionStep.ANONYMISE, region=rule.region, by=proposer)


def test_whoever_was_reopened_meanwhile_is_left_out(
    past: People, proposer: Actor, approver: Actor
) -> None:
    rule = a_rule()
    run = propose_run(rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=proposer)
    approve_run(run=run, by=approver)
    reopen_child(child=past.child, by=Actor.system(), reason="回来了")
    run = carry_out(run=run, by=approver)
    assert (run.count, run.left_out, run.removed_count) == (1, 1, 0)
    assert Child.objects.get(pk=past.child.pk).archived_date is None


def test_keys_that_somebody_added_after_the_approval_are_refused(
    past: People, proposer: Actor, approver: Actor
) -> None:
    rule = a_rule()
    run = propose_run(rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=proposer)
    approve_run(run=run, by=approver)
    RetentionRun.objects.filter(pk=run.pk).update(keys=[*run.keys, 1])
    with pytest.raises(RunRefused, match="改动过"):
        carry_out(run=run, by=approver)


def test_who_is_put_away_is_in_nobodys_sight_and_comes_back_as_it_was(
    past: People, proposer: Actor, approver: Actor
) -> None:
    done(a_rule(), RetentionStep.ARCHIVE, proposer, approver)
    for model, record in ((Child, past.child), (Guardian, past.guardian), (Family, past.family)):
        assert not approver.rows(model).filter(pk=record.pk).exists()
        assert not Actor.system().rows(model).filter(pk=record.pk).exists()
    assert not approver.rows(Guardianship).filter(child=past.child).exists()
    assert list(archived_in_sight(approver)) == [past.child]

    restore_archived(record=past.child, by=approver, reason="复查")

    for model, record in ((Child, past.child), (Guardian, past.guardian), (Family, past.family)):
        assert approver.rows(model).filter(pk=record.pk).exists()
    assert Child.objects.get(pk=past.child.pk).name == "欧阳旧名"
    assert past.child.history.first().history_change_reason == "复查"


def test_who_is_nameless_never_comes_back(past: People, proposer: Actor, approver: Actor) -> None:
    archived_and_nameless(proposer, approver)
    assert not archived_in_sight(approver).exists()
    with pytest.raises(NotPermitted):
        restore_archived(record=past.child, by=approver, reason="复查")


def test_a_run_that_was_killed_goes_on_behind_its_last_piece(
    proposer: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PIECE", 2)
    children = [make_child(XUXIAKE_VILLAGE, name=f"欧阳旧{n}") for n in "一二三四五"]
    for child in children:
        closed(child)
    rule = a_rule()
    done(rule, RetentionStep.ARCHIVE, proposer, approver)
    run = propose_run(rule=rule, step=RetentionStep.ANONYMISE, region=rule.region, by=proposer)
    approve_run(run=run, by=approver)

    class Killed(Exception):
        pass

    def dies(run: RetentionRun) -> None:
        if run.position == 2:
            monkeypatch.setattr(runs, "append", broken)

    def broken(*_args: Any, **_more: Any) -> None:
        raise Killed  # when all of the piece has been written

    with pytest.raises(Killed):
        carry_out(run=run, by=approver, follow=dies)
    run.refresh_from_db()
    assert run.position == 2
    assert Child.objects.filter(anonymised_date__isnull=False).count() == 2

    monkeypatch.undo()
    run = carry_out(run=run, by=approver)
    assert (run.state, run.position, run.done["child"]) == (RetentionRunState.DONE, 5, 5)
    assert places_of(["欧阳旧"]) == set()


def test_the_log_keeps_that_it_happened_to_which_records(
    past: People, proposer: Actor, approver: Actor
) -> None:
    run = archived_and_nameless(proposer, approver)
    entries = AccessEntry.objects.filter(verb="retention", collection="child")
    assert [entry.records for entry in entries] == [[past.child.pk]] * 2
    last = AccessEntry.objects.latest("pk")
    assert (run.anchor_number, run.anchor_digest) == (last.pk, last.digest)
    assert list(findings()) == []


def test_ledgers_whose_time_is_over_lose_their_files_and_rows(
    past: People, proposer: Actor, approver: Actor
) -> None:
    rule = a_rule(condition=RetentionCondition.RECEIVED, archive_years=None, anonymise_years=2)
    past.batch.uploaded_at = past.batch.uploaded_at.replace(year=2020)
    past.batch.save()
    run = done(rule, RetentionStep.ANONYMISE, proposer, approver)
    assert run.done == {"ledgerrow": 1, "files": 1, "ledgerbatch": 1}
    assert places_of(["欧阳旧事的台账"]) == set()
    assert Child.objects.get(pk=past.child.pk).name == "欧阳旧名"
    assert LedgerRow.objects.get(batch=past.batch).content == {}

"""Ledgers of a collection of one's own that goes out of use while they wait."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.collections import archive_collection, take_collection_up
from datasets.actions.ledgers.jobs import ask, hand_in
from datasets.choices import BatchStatus, JobState, JobWork
from datasets.jobs.queue import submit
from datasets.models import CollectionDefinition
from tests.datasets.custom.volunteers import volunteers
from tests.datasets.jobs.ledgers import work_within_test
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def test_it_is_refused_in_a_sentence_and_applied_once_the_collection_is_back(
    volunteers: Any, clerk: Any, system: Actor, settings: Any
) -> None:
    by = Actor.of(clerk)
    content = xlsx(["村（社区）", "姓名", "特长"], ["徐霞客村", "李爱心", "音乐"])
    first = hand_in(collection="volunteers", file_name="名册.xlsx", content=content, by=by)
    submit(first)
    first.batch.refresh_from_db()
    settings.LEDGER_INLINE_BYTES = 0
    job = ask(batch=first.batch, work=JobWork.APPLY, by=by)
    submit(job)
    collection = CollectionDefinition.objects.get()
    archive_collection(collection=collection, by=system, reason="不用了")
    work_within_test()
    job.refresh_from_db()
    assert (job.state, "停用" in job.sentence) == (JobState.REFUSED, True)
    assert not volunteers.objects.exists()

    take_collection_up(collection=collection, by=system, reason="还要用")
    job.batch.refresh_from_db()
    submit(ask(batch=job.batch, work=JobWork.APPLY, by=by))
    work_within_test()
    job.batch.refresh_from_db()
    assert job.batch.status == BatchStatus.APPLIED
    assert volunteers.objects.get().name == "李爱心"

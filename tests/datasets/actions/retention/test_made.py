"""Retention of a collection of one's own: by a date of its own, by the last change, by its end."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import archive_field
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.actions.retention.archiving import archived_in_sight, restore_archived
from datasets.actions.retention.runs import (
    RunRefused,
    approve_run,
    carry_out,
    look_ahead,
    propose_run,
)
from datasets.actions.warnings.muting import mute_warning
from datasets.actions.warnings.rules import make_rule
from datasets.choices import RetentionStep
from datasets.custom.loading import made_model
from datasets.models import (
    ChildCategory,
    CollectionDefinition,
    FieldDefinition,
    FormAnswer,
    OpenWarning,
    PublicForm,
    RetentionRun,
    WarningMute,
)
from datasets.queries.made_retention import NothingToCountFrom
from tests.conftest import XUXIAKE, XUXIAKE_VILLAGE, region
from tests.datasets.actions.retention.people import a_rule
from tests.datasets.custom.volunteers import GRANTS, volunteers  # noqa: F401 - a fixture
from tests.dumps import dump, in_clear
from tests.factories import make_child
from tests.opened import places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

TODAY = datetime.date(2026, 11, 28)
JOINED = datetime.date(2019, 5, 6)
WORDS = ["欧阳志愿", "13911113333", "欧阳旧愿", "误报暗记", "来信暗记"]
BY_DATE = "volunteers.joined_date"


@pytest.fixture
def proposer(city_desk: Any) -> Actor:
    return Actor.of(city_desk, today=TODAY)


@pytest.fixture
def approver(supervisor: Any) -> Actor:
    return Actor.of(supervisor, today=TODAY)


def volunteer(**values: Any) -> Any:
    told = {"name": "欧阳旧愿", "region": region(XUXIAKE_VILLAGE), "joined_date": JOINED, **values}
    return create(
        made_model("volunteers"), values=told, by=Actor.system(today=TODAY), reason="登记暗记"
    )


def due_to_archive(rule: Any, by: Actor) -> tuple[list[int], list[dict[str, Any]]]:
    return look_ahead(rule=rule, step=RetentionStep.ARCHIVE, region=rule.region, by=by)


@pytest.fixture
def do(proposer: Actor, approver: Actor) -> Callable[..., RetentionRun]:
    def done(rule: Any, step: str) -> RetentionRun:
        run = propose_run(rule=rule, step=step, region=rule.region, by=proposer)
        approve_run(run=run, by=approver)
        return carry_out(run=run, by=approver)

    return done


def told_elsewhere(record: Any, system: Actor) -> None:
    """A warning of it was muted, and it came in on a public form."""
    condition = {"all": [{"field": "joined_date", "is": "not_empty"}]}
    make_rule(
        values={"collection": "volunteers", "sentence": "看一看", "condition": condition},
        by=system,
        reason="测试",
    )
    until = TODAY + datetime.timedelta(days=9)
    mute_warning(warning=OpenWarning.objects.get(), until=until, why="误报暗记", by=system)
    form = create(
        PublicForm,
        values={"code": "join", "collection": "volunteers", "title": "报名", "introduction": "请填",
                "fields": ["name"], "region": region("320281")},
        by=system,
        reason="测试",
    )  # fmt: skip
    answer = FormAnswer(
        form=form, region=record.region, receipt="ABCDEFGH23", received_at=timezone.now(),
        answers={"name": "来信暗记"}, state="accepted", record_key=record.pk,
    )  # fmt: skip
    answer._history_user = system.user
    answer._change_reason = "收到"
    answer.save()


@pytest.mark.usefixtures("volunteers")
def test_two_people_put_away_and_make_nameless_what_is_kept_long_enough(
    do: Any, system: Actor, approver: Actor
) -> None:
    record = volunteer(name="欧阳志愿", phone="13911113333")
    change(record, values={"name": "欧阳旧愿"}, by=system, reason="改名")
    told_elsewhere(record, system)
    young = volunteer(name="今年来的", joined_date=datetime.date(2025, 1, 1))
    assert {word for _place, word in places_of(WORDS)} == {*WORDS}
    rule = a_rule(condition=BY_DATE)
    assert str(rule.counted_from) == "志愿者：加入日期"

    do(rule, RetentionStep.ARCHIVE)
    assert [*approver.rows(type(record))] == [young]
    assert [*archived_in_sight(approver, type(record))] == [record]

    run = do(rule, RetentionStep.ANONYMISE)
    assert places_of(WORDS) == set()
    assert in_clear(dump(), WORDS) == set()
    record.refresh_from_db()
    assert (record.name, record.phone, record.joined_date, record.region) == (
        None,
        None,
        datetime.date(2019, 1, 1),
        region(XUXIAKE),
    )
    assert (run.count, run.done["made_volunteers"], run.done["formanswer"]) == (1, 1, 1)
    assert not WarningMute.objects.exists()
    assert not archived_in_sight(approver, type(record)).exists()
    young.refresh_from_db()
    assert young.name == "今年来的"


@pytest.mark.usefixtures("volunteers")
def test_the_preview_counts_by_year_and_township(proposer: Actor) -> None:
    on_the_day = volunteer(joined_date=datetime.date(2023, 11, 28))
    volunteer(joined_date=datetime.date(2023, 11, 29))
    volunteer(joined_date=None)
    keys, figures = due_to_archive(a_rule(condition=BY_DATE), proposer)
    assert keys == [on_the_day.pk]
    assert figures == [{"year": 2023, "region": "徐霞客镇", "count": 1}]


@pytest.mark.usefixtures("volunteers")
def test_the_last_change_counts_and_putting_away_is_none(proposer: Actor, do: Any) -> None:
    record, touched = volunteer(), volunteer(name="有人改过")
    model = type(record)
    model.history.filter(id=record.pk).update(history_date=timezone.now().replace(year=2020))
    rule = a_rule(condition="volunteers:changed", archive_years=3, anonymise_years=3)
    assert due_to_archive(rule, proposer)[0] == [record.pk]
    do(rule, RetentionStep.ARCHIVE)
    do(rule, RetentionStep.ANONYMISE)
    assert [*model.objects.filter(anonymised_date=None)] == [touched]


@pytest.mark.usefixtures("volunteers")
def test_the_end_of_the_collection_counts_for_all_of_it(proposer: Actor) -> None:
    record = volunteer(joined_date=None)
    rule = a_rule(condition="volunteers:out_of_use")
    assert due_to_archive(rule, proposer)[0] == []
    CollectionDefinition.objects.update(archived_date=datetime.date(2020, 1, 1))
    assert due_to_archive(rule, proposer)[0] == [record.pk]


@pytest.mark.usefixtures("volunteers")
def test_what_another_record_needs_stays_as_long_as_that_does(
    proposer: Actor, system: Actor, do: Any
) -> None:
    link = {"code": "who", "label": "谁", "kind": "relation", "options": {"target": "volunteers"}}
    day = {"code": "day", "label": "哪天", "kind": "date"}
    define_collection(
        values={"code": "shifts", "label": "值班", "grants": GRANTS},
        fields=[link, day],
        by=system,
        reason="排班",
    )
    record = volunteer()
    create(
        made_model("shifts"),
        values={"who": record, "day": JOINED, "region": region(XUXIAKE_VILLAGE)},
        by=system,
        reason="排班",
    )
    rule = a_rule(condition=BY_DATE)
    assert due_to_archive(rule, proposer)[0] == []
    do(a_rule(condition="shifts.day"), RetentionStep.ARCHIVE)
    assert due_to_archive(rule, proposer)[0] == [record.pk]


def test_what_tells_of_a_child_that_something_holds_stays(
    proposer: Actor, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = {"code": "child", "label": "儿童", "kind": "relation", "options": {"target": "children"}}
    day = {"code": "day", "label": "哪天", "kind": "date"}
    define_collection(
        values={"code": "visits", "label": "走访", "grants": GRANTS},
        fields=[link, day],
        by=system,
        reason="走访",
    )
    place = {"region": region(XUXIAKE_VILLAGE), "day": JOINED}
    of_child = {**place, "child": make_child(XUXIAKE_VILLAGE, categories=("orphan",))}
    told, other = (
        create(made_model("visits"), values=values, by=system, reason="走访")
        for values in (of_child, place)
    )
    rule = a_rule(condition="visits.day")
    assert due_to_archive(rule, proposer)[0] == [told.pk, other.pk]
    monkeypatch.setattr(ChildCategory, "holds_child", ("child", Q(until_date=None)))
    assert due_to_archive(rule, proposer)[0] == [other.pk]


@pytest.mark.usefixtures("volunteers")
def test_what_is_put_away_comes_back_with_a_reason(
    do: Any, approver: Actor, other_clerk: Any
) -> None:
    record = volunteer()
    do(a_rule(condition=BY_DATE), RetentionStep.ARCHIVE)
    with pytest.raises(NotPermitted):
        restore_archived(record=record, by=Actor.of(other_clerk, today=TODAY), reason="想看")
    restore_archived(record=record, by=approver, reason="还在服务")
    assert [*approver.rows(type(record))] == [record]
    assert record.history.first().history_change_reason == "还在服务"


@pytest.mark.usefixtures("volunteers")
def test_a_rule_of_a_date_that_is_not_there_is_refused(proposer: Actor, system: Actor) -> None:
    for condition in ("volunteers.birthday", "volunteers:closed", "nobody.day", "volunteers.phone"):
        with pytest.raises(ValidationError):
            a_rule(condition=condition)
    rule = a_rule(condition=BY_DATE)
    field = FieldDefinition.objects.get(collection="volunteers", code="joined_date")
    archive_field(field=field, by=system, reason="不用了")
    with pytest.raises(NothingToCountFrom, match="已经停用"):
        due_to_archive(rule, proposer)


def test_what_no_region_keeps_is_dealt_with_whole(proposer: Actor, system: Actor) -> None:
    define_collection(
        values={"code": "donors", "label": "捐赠人", "has_region": False, "grants": GRANTS},
        fields=[{"code": "day", "label": "哪天", "kind": "date"}],
        by=system,
        reason="测试",
    )
    record = create(made_model("donors"), values={"day": JOINED}, by=system, reason="测试")
    rule = a_rule(condition="donors.day")
    keys, figures = due_to_archive(rule, proposer)
    assert (keys, figures) == ([record.pk], [{"year": 2019, "region": "", "count": 1}])
    with pytest.raises(RunRefused, match="不按地区管理"):
        propose_run(rule=rule, step=RetentionStep.ARCHIVE, region=region(XUXIAKE), by=proposer)

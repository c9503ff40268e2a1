"""What was sent in on public forms goes when it has been dealt with and its days are over."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.public_forms import accept_answer, receive_answer, refuse_answer
from datasets.actions.retention.answers import forget_answers
from datasets.custom.loading import made_model
from datasets.models import AccessEntry, FormAnswer, PublicForm
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers  # noqa: F401 - a fixture
from tests.dumps import dump, in_clear
from tests.opened import places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("volunteers")]

DAYS = 90


@pytest.fixture
def form(system: Actor) -> PublicForm:
    form = PublicForm(
        code="join", collection="volunteers", title="报名", introduction="请填", fields=["name"],
        region=region("320281"),
    )  # fmt: skip
    form._history_user, form._change_reason = system.user, "测试"
    form.save()
    return form


def sent(form: PublicForm, name: str) -> FormAnswer:
    return receive_answer(
        form=form,
        region=region(XUXIAKE_VILLAGE),
        answers={"name": name},
        sender_mark="",
        at=timezone.now(),
    )


def ago(days: int) -> None:
    """All that has happened so far happened so long ago."""
    then = timezone.now() - datetime.timedelta(days=days)
    FormAnswer.objects.update(received_at=then)
    FormAnswer.history.update(history_date=then)


def test_what_is_dealt_with_goes_with_its_history_and_what_waits_stays(
    form: PublicForm, clerk: Any
) -> None:
    by, today = Actor.of(clerk), timezone.localdate()
    taken, refused, waiting = (sent(form, name) for name in ("欧阳甲", "欧阳乙", "欧阳丙"))
    record = accept_answer(answer=taken, by=by)
    refuse_answer(answer=refused, why="来信暗记", by=by)
    ago(DAYS)
    assert forget_answers(today=today) == 0  # the last day
    ago(DAYS + 1)
    call_command("retention", "answers")
    assert [*FormAnswer.objects.all()] == [waiting]
    assert places_of(["欧阳乙", "来信暗记"]) == set()
    assert in_clear(dump(), ["欧阳乙", "来信暗记"]) == set()
    assert made_model("volunteers").objects.get(pk=record.pk).name == "欧阳甲"
    entry = AccessEntry.objects.filter(verb="retention").latest("pk")
    assert entry.records == [taken.pk, refused.pk]


def test_the_days_count_from_the_decision(form: PublicForm, clerk: Any) -> None:
    answer = sent(form, "欧阳甲")
    ago(DAYS + 100)
    accept_answer(answer=answer, by=Actor.of(clerk))
    assert forget_answers(today=timezone.localdate()) == 0

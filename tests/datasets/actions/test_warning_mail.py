"""Warnings by mail: to whom asked for it, once a night, naming nobody."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from datasets.access import Actor
from datasets.actions.accounts import want_warning_mail
from datasets.actions.dispatch import change
from datasets.actions.warnings.evaluating import evaluate_all
from datasets.actions.warnings.mailing import mail_warnings
from datasets.actions.warnings.rules import make_rule
from datasets.models import Child, WarningMail, WarningRule
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.datasets.actions.test_warnings import RULE
from tests.factories import make_child

pytestmark = pytest.mark.django_db

LINK = "https://hutong.example.gov.cn/admin/warnings/"
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def server(db: None, settings: Any) -> None:
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    WarningRule.objects.update(is_enabled=False)  # those that ship say more of the same child


@pytest.fixture
def child(system: Actor) -> Child:
    child = make_child(XUXIAKE_VILLAGE, name="欧阳小明")
    make_rule(values=RULE, by=system, reason="督促")
    return child


def asking(user: Any) -> Any:
    user.email = f"{user.username}@example.gov.cn"
    user.save()
    want_warning_mail(user=user, is_wanted=True)
    return user


def at_night(day: datetime.date = TODAY) -> list[Any]:
    mail.outbox.clear()
    evaluate_all(today=day)
    mail_warnings(today=day, link=LINK)
    return mail.outbox


def test_it_says_what_how_many_and_where_and_names_nobody(
    child: Child, clerk: Any, supervisor: Any
) -> None:
    asking(clerk)
    (message,) = at_night()  # the supervisor has not asked
    assert message.to == ["clerk@example.gov.cn"]
    assert f"{RULE['sentence']}：1 条" in message.body
    assert LINK in message.body
    assert "欧阳" not in message.body + message.subject


def test_one_mail_a_night_and_none_where_nothing_is_new(
    child: Child, clerk: Any, system: Actor
) -> None:
    asking(clerk)
    assert len(at_night()) == 1
    assert at_night() == []
    assert at_night(TOMORROW) == []
    make_child(XUXIAKE_VILLAGE, name="欧阳小红")
    (message,) = at_night(TOMORROW + datetime.timedelta(days=1))
    assert f"{RULE['sentence']}：2 条" in message.body


def test_whoever_is_not_told_on_the_page_is_not_told_by_mail(
    child: Child, other_clerk: Any, editor: Any
) -> None:
    for user in (other_clerk, editor):
        asking(user)
    assert at_night() == []


def test_nothing_is_sent_where_no_server_is_set_up(child: Child, clerk: Any, settings: Any) -> None:
    asking(clerk)
    settings.EMAIL_HOST = ""
    assert at_night() == []
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    assert len(at_night()) == 1


def test_a_refused_mail_is_noted_keeps_no_other_and_is_made_up_for(
    child: Child, clerk: Any, supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in (clerk, supervisor):
        asking(user)
    send = EmailBackend.send_messages

    def refuses(self: Any, messages: Any) -> int:
        if messages[0].to == ["clerk@example.gov.cn"]:
            raise OSError("550 no such box")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    assert [message.to for message in at_night()] == [["supervisor@example.gov.cn"]]
    assert WarningMail.objects.get(user=clerk).fault == "550 no such box"
    monkeypatch.undo()
    assert [message.to for message in at_night(TOMORROW)] == [["clerk@example.gov.cn"]]


def test_what_is_no_longer_open_is_not_told(child: Child, clerk: Any, system: Actor) -> None:
    asking(clerk)
    change(child, values={"school": "徐霞客实验小学"}, by=system, reason="开学")
    assert at_night() == []

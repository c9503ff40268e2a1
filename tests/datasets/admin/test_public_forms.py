"""Forms that anybody may fill in, from their making to the record."""

import datetime
import time
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.urls import reverse

from datasets.models import FormAnswer, PublicForm
from datasets.public.forms import SALT
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

ASKED = ["name", "phone", "skills"]


@pytest.fixture
def form(volunteers: Any, supervisor: Any, client: Any) -> PublicForm:
    client.force_login(supervisor)
    told = {
        "title": "爱心妈妈报名", "code": "volunteers", "introduction": "愿意结对的请填。",
        "fields_asked": ASKED, "region": region("320281").pk, "is_open": "on",
    }  # fmt: skip
    answer = client.post(reverse("public_form_new", args=["volunteers"]), told)
    assert answer.status_code == 302, answer.content.decode()
    client.logout()
    return PublicForm.objects.get()


def fill_in(client: Any, form: PublicForm, *, waited: int = 60, **changed: Any) -> Any:
    address = reverse("form", args=[form.code])
    with pytest.MonkeyPatch.context() as earlier:
        moment = time.time() - waited
        earlier.setattr("django.core.signing.time.time", lambda: moment)
        begun = signing.dumps(int(moment), salt=SALT)
    told = {
        "name": "李爱心", "phone": "13800001234", "skills": ["math"], "place": "徐霞客镇 徐霞客村",
        "begun": begun, **changed,
    }  # fmt: skip
    return client.post(address, told)


def test_what_is_sent_in_waits_and_becomes_a_record_when_a_clerk_says_so(
    form: PublicForm, volunteers: Any, clerk: Any, client: Any
) -> None:
    sent = fill_in(client, form)
    answer = FormAnswer.objects.get()
    assert answer.receipt in sent.content.decode()
    assert not volunteers.objects.exists()
    assert (
        "待处理"
        in client.post(reverse("form_receipt"), {"receipt": answer.receipt}).content.decode()
    )

    client.force_login(clerk)
    page = reverse("form_answer", args=[answer.pk])
    assert answer.receipt in client.get(reverse("form_inbox")).content.decode()
    assert "13800001234" in client.get(page).content.decode()
    client.post(page, {"accept": "1"})
    record = volunteers.objects.get()
    assert (record.name, record.skills, record.region) == (
        "李爱心",
        ("math",),
        region(XUXIAKE_VILLAGE),
    )
    entry = record.history.get()
    assert (entry.history_user, answer.receipt in entry.history_change_reason) == (clerk, True)
    client.logout()
    assert (
        "已登记"
        in client.post(reverse("form_receipt"), {"receipt": answer.receipt}).content.decode()
    )


def test_it_is_read_by_the_clerk_of_its_region_alone(
    form: PublicForm, other_clerk: Any, editor: Any, client: Any
) -> None:
    fill_in(client, form)
    answer = FormAnswer.objects.get()
    client.force_login(other_clerk)
    assert answer.receipt not in client.get(reverse("form_inbox")).content.decode()
    assert client.get(reverse("form_answer", args=[answer.pk])).status_code == 404
    client.force_login(editor)
    assert client.get(reverse("form_inbox")).status_code in (302, 403)


@pytest.mark.parametrize(
    "changed",
    [{"website": "http://spam"}, {"waited": 0}, {"waited": 30_000}, {"begun": "forged"}, {"place": "月球村"},
     {"phone": "x" * 80}, {"name": ""}, {"skills": ["cooking"]}],
)  # fmt: skip
def test_programs_and_mistakes_are_turned_away_and_nothing_typed_is_lost(
    form: PublicForm, client: Any, changed: dict[str, Any]
) -> None:
    page = fill_in(client, form, **changed)
    assert page.status_code == 422
    assert not FormAnswer.objects.exists()
    assert changed.get("name", "李爱心") in page.content.decode()


def test_nobody_sends_hundreds(form: PublicForm, client: Any) -> None:
    for _time in range(5):
        assert fill_in(client, form).status_code == 200
    assert fill_in(client, form).status_code == 429
    assert FormAnswer.objects.count() == 5


def test_what_was_sent_is_not_in_plain_in_the_database(form: PublicForm, client: Any) -> None:
    fill_in(client, form)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, sender_mark FROM datasets_formanswer")
        kept = [
            bytes(part) if not isinstance(part, str) else part.encode()
            for part in cursor.fetchone()
        ]
    assert not any("李爱心".encode() in part or b"127.0.0.1" in part for part in kept)


def test_a_form_that_is_not_open_is_not_there(form: PublicForm, client: Any) -> None:
    PublicForm.objects.filter(pk=form.pk).update(until_date=datetime.date(2020, 1, 1))
    assert client.get(reverse("form", args=[form.code])).status_code == 404

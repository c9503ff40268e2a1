"""Forms that anybody may fill in, from their making to the record."""

import datetime
import time
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.dispatch import create
from datasets.models import FieldDefinition, FormAnswer, PublicForm
from datasets.public.forms import SALT
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.factories import id_number

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


@pytest.fixture
def paired(form: PublicForm, system: Actor) -> PublicForm:
    """The form with a question that is asked only when another says 其他, and a number that only one may have."""
    choices = [["family", "家庭"], ["other", "其他"]]
    fields: list[dict[str, Any]] = [
        {"code": "pairing", "label": "结对方式", "kind": "choice", "options": {"choices": choices}},
        {
            "code": "times", "label": "次数", "kind": "integer", "is_required": True,
            "shown_when": ["pairing", ["other"]],
        },
        {"code": "number", "label": "身份证号", "kind": "id_number", "group": "identity", "is_unique": True},
    ]  # fmt: skip
    for values in fields:
        define_field(collection="volunteers", values=values, by=system, reason="要记")
    asked = [*ASKED, "pairing", "times", "number"]
    PublicForm.objects.filter(pk=form.pk).update(fields=asked)
    return PublicForm.objects.get(pk=form.pk)


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


def test_who_has_a_network_of_addresses_is_one_sender(form: PublicForm, client: Any) -> None:
    def sent_from(address: str) -> int:
        client.defaults["REMOTE_ADDR"] = address
        return int(fill_in(client, form).status_code)

    assert [sent_from(f"2001:db8:0:1::{number}") for number in range(6)] == [200] * 5 + [429]
    assert sent_from("2001:db8:0:2::1") == 200


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


def test_a_question_is_asked_only_when_another_is_answered_so(
    paired: PublicForm, volunteers: Any, clerk: Any, client: Any
) -> None:
    page = client.get(reverse("form", args=[paired.code]))
    assert "“结对方式”为“其他”时必填。" in page.content.decode()
    assert page.context["filled"].fields["times"].widget.attrs["data-shown-when"]

    missing = fill_in(client, paired, pairing="other", phone="13800009999")
    assert missing.context["filled"].errors == {"times": ["没有填写，请补上。"]}
    assert "13800009999" in missing.content.decode()
    assert fill_in(client, paired, pairing="other", times="abc").status_code == 422
    assert fill_in(client, paired, pairing="other", times="3").status_code == 200
    client.force_login(clerk)
    client.post(reverse("form_answer", args=[FormAnswer.objects.get().pk]), {"accept": "1"})
    assert volunteers.objects.get().times == 3


@pytest.mark.parametrize("typed", ["3", "abc"])
def test_what_was_typed_into_a_question_that_is_not_asked_is_left_out(
    paired: PublicForm, volunteers: Any, clerk: Any, client: Any, typed: str
) -> None:
    assert fill_in(client, paired, pairing="family", times=typed).status_code == 200
    answer = FormAnswer.objects.get()
    assert "times" not in answer.answers
    client.force_login(clerk)
    page = reverse("form_answer", args=[answer.pk])
    assert "次数" not in client.get(page).content.decode()
    assert client.post(page, {"accept": "1"}).status_code == 302
    record = volunteers.objects.get()
    assert (record.pairing, record.times) == ("family", None)


def test_a_choice_no_longer_offered_is_not_offered_to_the_public(
    paired: PublicForm, system: Actor, client: Any
) -> None:
    pairing = FieldDefinition.objects.get(code="pairing")
    left = {"choices": [["family", "家庭"], ["school", "学校"]]}
    FieldDefinition.objects.filter(code="times").update(shown_when=[], is_required=False)
    change_field(field=pairing, values={"options": left}, by=system, reason="不再分")
    page = client.get(reverse("form", args=[paired.code]))
    offered = [code for code, _label in page.context["filled"].fields["pairing"].choices]
    assert offered == ["", "family", "school"]
    assert fill_in(client, paired, pairing="other").status_code == 422


def test_nothing_tells_a_sender_who_is_recorded(
    paired: PublicForm, volunteers: Any, system: Actor, client: Any
) -> None:
    known, unknown = id_number(), id_number()
    values = {"name": "李爱心", "number": known, "region": region(XUXIAKE_VILLAGE)}
    create(volunteers, values=values, by=system, reason="登记")
    answers = [fill_in(client, paired, number=number) for number in (known, unknown)]
    receipts = FormAnswer.objects.order_by("pk").values_list("receipt", flat=True)
    told = [
        answer.content.decode().replace(receipt, "")
        for answer, receipt in zip(answers, receipts, strict=True)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("name", "必填的内容也要问"), ("times", "必填的内容也要问"), ("pairing", "决定问不问的内容也要问")],
)  # fmt: skip
def test_a_form_asks_all_that_a_record_of_it_needs(
    paired: PublicForm, supervisor: Any, client: Any, left_out: str, sentence: str
) -> None:
    client.force_login(supervisor)
    told = {
        "title": "爱心妈妈报名", "code": "again", "introduction": "请填。", "region": paired.region_id,
        "fields_asked": [code for code in paired.fields if code != left_out],
    }  # fmt: skip
    page = client.post(reverse("public_form_new", args=["volunteers"]), told)
    assert page.status_code == 422
    assert sentence in page.content.decode()

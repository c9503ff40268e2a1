"""The screens of 转介: what the keepers write, what the agency's officer reads of the child, and nothing besides."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.dispatch import create
from datasets.actions.referrals import end_referral, refer_child
from datasets.choices import FieldGroup
from datasets.models import AccessEntry, Agency, Child, Post, Referral
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child, make_guardian

pytestmark = pytest.mark.django_db

NUMBER = id_number(sequence=421)
DAY = datetime.timedelta(days=1)
HOME = "/admin/"


@pytest.fixture
def child(db: None) -> Child:
    father = make_guardian(
        XUXIAKE_VILLAGE, name="欧阳父", phone="13901230009", condition="in_prison"
    )
    return make_child(
        XUXIAKE_VILLAGE,
        name="欧阳小",
        id_number=NUMBER,
        guardian=father,
        family=father.family,
        categories=("hiv_affected", "orphan"),
        residence_address="霞客大道九号",
        health="哮喘",
        remark="备注里的话",
        school="霞客小学",
    )


def refer(child: Child, by: Any, *groups: FieldGroup, days: int = 30) -> Referral:
    actor = Actor.of(by)
    return refer_child(
        child=child,
        agency=Agency.objects.get(code="jiangyin-education"),
        asked_for="请协调转学",
        shown_groups=groups,
        until_date=actor.today + days * DAY,
        by=actor,
    )


def received(client: Any, referral: Referral) -> Any:
    return client.get(reverse("received_referral", args=[referral.pk]))


def test_a_clerk_refers_a_child_from_its_page_and_reads_the_answer(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    client.force_login(clerk)
    inspect = reverse("datasets_child_modeladmin_inspect", args=[child.pk])
    new = reverse("referral_new", args=[child.pk])
    assert new in client.get(inspect).content.decode()
    form = client.get(new).context["form"]
    assert form.initial["until_date"] == Actor.of(clerk).today + 30 * DAY
    agency = Agency.objects.get(code="jiangyin-education")
    data = {
        "agency": agency.pk,
        "asked_for": "请协调转学",
        "shown_groups": ["contact"],
        "until_date": form.initial["until_date"].isoformat(),
    }
    assert client.post(new, {**data, "asked_for": ""}).status_code == 422
    assert client.post(new, data).status_code == 302
    referral = Referral.objects.get()
    assert referral.groups == {FieldGroup.BASIC, FieldGroup.CONTACT}
    client.force_login(officer)
    client.post(reverse("received_referral", args=[referral.pk]), {"answer": "已转到实验小学"})
    client.force_login(clerk)
    for address in (inspect, reverse("referrals")):
        assert "已答复" in client.get(address).content.decode()
    page = client.get(reverse("referral", args=[referral.pk])).content.decode()
    assert "已转到实验小学" in page
    client.post(reverse("referral_end", args=[referral.pk]))
    assert "已结束" in client.get(reverse("referrals")).content.decode()


def test_an_officer_reads_the_basic_group_and_no_other(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    client.force_login(officer)
    referral = refer(child, clerk)
    listed = client.get(reverse("received_referrals")).content.decode()
    page = received(client, referral).content.decode()
    for told in ("欧阳小", "徐霞客村"):
        assert told in listed
        assert told in page
    assert "霞客小学" in page
    assert "请协调转学" in page
    for hidden in (NUMBER, "13901230009", "九号", "哮喘", "备注里的话", "服刑", "艾滋"):
        assert hidden not in listed
        assert hidden not in page
    assert "受保护的类别" in page
    assert reverse("datasets_child_modeladmin_edit", args=[child.pk]) not in page
    assert "hutong-reveal" not in page


def test_each_group_is_shown_where_the_referral_names_it(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    client.force_login(officer)
    shown = {
        FieldGroup.IDENTITY: NUMBER,
        FieldGroup.CONTACT: "13901230009",
        FieldGroup.HEALTH: "哮喘",
        FieldGroup.MISFORTUNE: "备注里的话",
        FieldGroup.JUDICIAL: "服刑",
        FieldGroup.SENSITIVE_CATEGORY: "艾滋",
    }
    for group in shown:
        page = received(client, refer(child, clerk, group)).content.decode()
        read = {one for one, text in shown.items() if text in page.split("hutong-section", 3)[-1]}
        assert read == {group}


def test_posts_elsewhere_do_not_add_to_what_a_referral_shows(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    """The officer is a clerk of the next town besides: there all is shown, here what the referral names."""
    role = someone("another", TownshipClerk, CHANGJING).posts.get().role
    values = {"user": officer, "role": role, "region": region(CHANGJING)}
    create(Post, values=values, by=Actor.system(), reason="兼任")
    client.force_login(officer)
    page = received(client, refer(child, clerk)).content.decode()
    for hidden in (NUMBER, "13901230009", "哮喘", "服刑", "艾滋"):
        assert hidden not in page


def test_an_officer_reaches_the_child_by_no_other_address(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    referral = refer(child, clerk, *FieldGroup)
    client.force_login(officer)
    for noun, pk in (("child", child.pk), ("family", child.family_id)):
        for page in ("inspect", "edit", "history", "delete"):
            address = reverse(f"datasets_{noun}_modeladmin_{page}", args=[pk])
            assert client.get(address).url == HOME
    for name in ("referral", "referral_end"):
        address = reverse(name, args=[referral.pk])
        method = client.post if name == "referral_end" else client.get
        assert method(address).url == HOME
    assert client.get(reverse("referral_new", args=[child.pk])).url == HOME


def test_an_ended_referral_is_not_there(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    referral = refer(child, clerk)
    end_referral(referral=referral, by=Actor.of(clerk))
    client.force_login(officer)
    assert received(client, referral).status_code == 404
    answer = client.post(reverse("received_referral", args=[referral.pk]), {"answer": "晚了"})
    assert answer.status_code == 404
    assert "欧阳小" not in client.get(reverse("received_referrals")).content.decode()


def test_each_reading_and_each_refusal_leaves_one_entry_of_the_child(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    referral = refer(child, clerk)
    client.force_login(officer)
    received(client, referral)
    named = AccessEntry.objects.filter(user=officer, is_permitted=True)
    assert [(one.collection, one.records) for one in named.order_by("pk") if one.records] == [
        ("referral", [referral.pk]),
        ("child", [child.pk]),
    ]
    end_referral(referral=referral, by=Actor.of(clerk))
    received(client, referral)
    refused = AccessEntry.objects.get(is_permitted=False)
    assert (refused.collection, refused.records) == ("referral", [referral.pk])


def test_an_empty_answer_is_refused_with_a_sentence(
    client: Any, clerk: Any, officer: Any, child: Child
) -> None:
    referral = refer(child, clerk)
    client.force_login(officer)
    answer = client.post(reverse("received_referral", args=[referral.pk]), {"answer": " "})
    assert answer.status_code == 422
    assert "请填写办理情况" in answer.content.decode()


def test_who_does_not_see_such_reasons_reads_that_something_is_asked_and_not_what(
    client: Any, clerk: Any, city_desk: Any, child: Child
) -> None:
    referral = refer(child, clerk)
    client.force_login(city_desk)
    page = client.get(reverse("referral", args=[referral.pk])).content.decode()
    assert "欧阳小" in page
    assert "请协调转学" not in page


def test_the_menu_offers_each_their_own(client: Any, clerk: Any, officer: Any, editor: Any) -> None:
    seen = {}
    for user in (clerk, officer, editor):
        client.force_login(user)
        page = client.get(HOME).content.decode()
        seen[user.username] = (
            f'"{reverse("referrals")}"' in page,
            f'"{reverse("received_referrals")}"' in page,
        )
    assert seen == {"clerk": (True, False), "officer": (False, True), "editor": (False, False)}

"""接口令牌 on the screen: shown once, revoked at once, programs' accounts for those who may make accounts."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from datasets.models import AccessEntry, AccessToken
from tests.datasets.api.calling import Program, token_of

pytestmark = pytest.mark.django_db
TOKENS = reverse("tokens")


def told(clerk: Any, **values: Any) -> dict[str, Any]:
    return {
        "user": clerk.pk,
        "name": "每日同步",
        "expires_date": timezone.localdate().isoformat(),
        "scope": ["children.read"],
        **values,
    }


def test_a_clerk_issues_a_token_that_is_shown_once(as_clerk: Any, clerk: Any) -> None:
    page = as_clerk.post(TOKENS, told(clerk))
    text = page.context["text"]
    assert text in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert Program(text).get("collections/children/").status_code == 200
    again = as_clerk.get(TOKENS).content.decode()
    assert text not in again
    assert "每日同步" in again
    entry = AccessEntry.objects.filter(collection="accesstoken").get()
    assert (entry.user, entry.records) == (clerk, [AccessToken.objects.get().pk])


@pytest.mark.parametrize(
    "wrong", [{"scope": []}, {"expires_date": "2099-01-01"}, {"name": ""}, {"user": 0}]
)
def test_what_is_missing_is_asked_for_again(as_clerk: Any, clerk: Any, wrong: Any) -> None:
    page = as_clerk.post(TOKENS, told(clerk, **wrong))
    assert page.status_code == 422
    assert not AccessToken.objects.exists()


def test_nobody_issues_for_another_person(as_clerk: Any, other_clerk: Any) -> None:
    assert as_clerk.post(TOKENS, told(other_clerk)).status_code == 422
    assert not AccessToken.objects.exists()


def test_a_token_is_revoked_by_its_own_user_alone(
    as_clerk: Any, clerk: Any, other_clerk: Any
) -> None:
    mine, theirs = token_of(clerk), token_of(other_clerk)
    for token in AccessToken.objects.all():
        as_clerk.post(reverse("revoke_token", args=[token.pk]))
    assert Program(mine).get("collections/children/").status_code == 401
    assert Program(theirs).get("collections/children/").status_code == 200


def test_an_administrator_makes_a_programs_account(client: Any, administrator: Any) -> None:
    client.force_login(administrator)
    sent = {"username": "hospital", "name": "医院信息系统"}
    assert client.post(reverse("program_accounts"), sent).status_code == 302
    account = get_user_model().objects.get(username="hospital")
    assert not account.has_usable_password()
    assert account.pk in [
        one.pk for one in client.get(TOKENS).context["form"].fields["user"].queryset
    ]
    assert client.post(reverse("program_accounts"), sent).status_code == 422


def test_a_clerk_makes_no_accounts(as_clerk: Any) -> None:
    sent = {"username": "hospital", "name": "医院信息系统"}
    assert as_clerk.post(reverse("program_accounts"), sent).status_code in (302, 403)
    assert not get_user_model().objects.filter(username="hospital").exists()

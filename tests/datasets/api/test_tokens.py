"""A token opens what its user could and what it is for, as long as it runs, and says so once."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import APIToken

from datasets.access import Actor
from datasets.actions.accounts import demand_new_password
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted
from datasets.actions.tokens import issue_token, make_program_account, revoke_token, tokens_of
from datasets.models import AccessEntry, AccessToken, Post
from tests.conftest import TODAY
from tests.datasets.api.calling import Program, program_of, token_of

pytestmark = pytest.mark.django_db
CHILDREN = "collections/children/"


def status(program: Program) -> int:
    return int(program.get(CHILDREN).status_code)


def test_only_a_digest_is_kept(clerk: Any) -> None:
    text = token_of(clerk)
    kept = APIToken.objects.get()
    assert text not in {str(getattr(kept, field.attname)) for field in kept._meta.concrete_fields}
    assert text.startswith(kept.prefix)


def test_a_revoked_token_opens_nothing(clerk: Any) -> None:
    program = program_of(clerk)
    assert status(program) == 200
    revoke_token(token=AccessToken.objects.get(), by=Actor.of(clerk))
    assert status(program) == 401


def test_a_token_ends_on_its_day(clerk: Any) -> None:
    program = program_of(clerk)
    AccessToken.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert status(program) == 401


def test_a_token_of_wagtails_without_scope_is_none(clerk: Any) -> None:
    _key, text = APIToken.create_token(user=clerk, name="本来的")
    assert status(Program(text)) == 401


def test_a_token_lasts_a_year_at_most(clerk: Any) -> None:
    with pytest.raises(ValidationError):
        token_of(clerk, days=400)
    with pytest.raises(ValidationError):
        token_of(clerk, days=-1)


def test_a_token_is_for_known_collections_alone(clerk: Any) -> None:
    with pytest.raises(ValidationError):
        token_of(clerk, "secrets.read")


@pytest.mark.parametrize("undone", ["inactive", "password", "post"])
def test_a_token_opens_no_more_than_a_login_of_its_user(clerk: Any, undone: str) -> None:
    program = program_of(clerk)
    if undone == "inactive":
        clerk.is_active = False
        clerk.save()
    elif undone == "password":
        demand_new_password(user=clerk)
    else:
        yesterday = timezone.localdate() - datetime.timedelta(1)
        values = {"until_date": yesterday, "since_date": None}
        post = Post.objects.get(user=clerk)
        change(post, values=values, by=Actor.system(today=TODAY), reason="离任")
    assert status(program) == 403
    assert AccessEntry.objects.get().is_permitted is False


def test_wrong_tokens_are_logged_and_then_turned_away(clerk: Any) -> None:
    right = program_of(clerk)
    wrong = Program(APIToken.generate_token())
    assert {status(wrong) for _attempt in range(20)} == {401}
    refused = wrong.get(CHILDREN)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert status(right) == 200, "neighbours behind the same address go on"
    assert AccessEntry.objects.filter(verb="login_failed").count() == 21


def test_nobody_issues_a_token_for_another_person(administrator: Any, clerk: Any) -> None:
    with pytest.raises(NotPermitted):
        issue_token(
            user=clerk,
            name="冒名",
            scope=["children.read"],
            known_scope=["children.read"],
            expires_date=timezone.localdate(),
            by=Actor.of(administrator),
        )


def test_an_administrator_issues_for_a_program(administrator: Any, clerk: Any) -> None:
    by = Actor.of(administrator)
    account = make_program_account(username="his", name="医院系统", by=by)
    assert not account.has_usable_password()
    told = {"name": "医院", "scope": ["children.read"], "known_scope": ["children.read"]}
    token, text = issue_token(user=account, expires_date=by.today, by=by, **told)
    assert status(Program(text)) == 403, "it has no post yet"
    assert token in tokens_of(by)
    assert token not in tokens_of(Actor.of(clerk))
    with pytest.raises(NotPermitted):
        make_program_account(username="mine", name="我的", by=Actor.of(clerk))

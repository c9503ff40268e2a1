from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from datasets.access import Actor
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def test_an_account_is_put_out_of_use_and_not_deleted(client: Any, boss: Any, clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, by=Actor.of(clerk))
    client.force_login(boss)
    address = reverse("wagtailusers_users:delete", args=[clerk.pk])
    page = client.post(address, follow=True)
    assert page.status_code == 200
    assert "账号不能删除" in page.content.decode()
    assert get_user_model().objects.filter(pk=clerk.pk).exists()


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_nobody_reads_of_accounts_beyond_the_own_in_bulk(
    client: Any, administrator: Any, boss: Any, action: str
) -> None:
    client.force_login(administrator)
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    answer = client.get(f"{address}?id=all")
    assert answer.url == reverse("wagtailadmin_home")
    assert boss.get_username() not in client.get(answer.url).content.decode()


def test_accounts_are_not_deleted_in_bulk_either(client: Any, boss: Any, clerk: Any) -> None:
    client.force_login(boss)
    address = reverse("wagtail_bulk_action", args=["auth", "user", "delete"])
    page = client.post(f"{address}?id={clerk.pk}", follow=True)
    assert "账号不删除" in page.content.decode()
    assert get_user_model().objects.filter(pk=clerk.pk).exists()

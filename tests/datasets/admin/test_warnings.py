"""The pages of early warning."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.models import StaffAccount, WarningMail, WarningRule
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_a_rule_says_what_it_asks_even_of_what_is_encrypted(supervisor: Any, client: Any) -> None:
    client.force_login(supervisor)
    rule = WarningRule.objects.get(code="condition-ended")
    page = client.get(reverse("warning_rule_edit", args=[rule.pk])).content.decode()
    assert "监护人的状况截止日期早于今天" in page


def test_whoever_keeps_the_rules_sees_what_failed(supervisor: Any, clerk: Any, client: Any) -> None:
    WarningRule.objects.filter(code="no-school").update(fault="failed")
    WarningMail.objects.create(user=clerk, day=TODAY, fault="550 no such box")
    client.force_login(supervisor)
    page = client.get(reverse("warnings")).content.decode()
    assert "上一次没有查成" in page
    assert "550 no such box" in page
    assert "系统还没有设置发邮件" in page
    client.force_login(clerk)
    assert "550 no such box" not in client.get(reverse("warnings")).content.decode()


def test_mail_is_asked_for_on_the_account_page(clerk: Any, client: Any, settings: Any) -> None:
    client.force_login(clerk)
    address = reverse("wagtailadmin_account")
    assert "系统还没有设置发邮件" in client.get(address).content.decode()
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    assert "您还没有填邮箱" in client.get(address).content.decode()
    told = {}
    for panels in client.get(address).context["panels_by_tab"].values():
        for form in (panel.get_form() for panel in panels):
            told |= {one.html_name: one.value() or "" for one in form}
    told |= {"name_email-last_name": "王", "name_email-first_name": "敏"}
    told |= {"name_email-email": "clerk@example.gov.cn", "warning_mail-is_wanted": "on"}
    client.post(address, told)
    assert StaffAccount.objects.get(user=clerk).wants_warning_mail
    client.post(address, {**told, "warning_mail-is_wanted": ""})
    assert not StaffAccount.objects.get(user=clerk).wants_warning_mail


@pytest.mark.parametrize("condition", ["", "{", "[" * 100_000, '{"all": []}', '"text"', "7"])
def test_a_rule_of_a_broken_address_asks_for_a_condition(
    supervisor: Any, client: Any, condition: str
) -> None:
    client.force_login(supervisor)
    asked = {"collection": "children", "condition": condition}
    assert client.get(reverse("warning_rule_new"), asked).status_code == 200

"""The pages of early warning."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.models import WarningRule

pytestmark = pytest.mark.django_db


def test_a_rule_says_what_it_asks_even_of_what_is_encrypted(supervisor: Any, client: Any) -> None:
    client.force_login(supervisor)
    rule = WarningRule.objects.get(code="condition-ended")
    page = client.get(reverse("warning_rule_edit", args=[rule.pk])).content.decode()
    assert "状况截止日期在 0 天以前" in page


@pytest.mark.parametrize("condition", ["", "{", "[" * 100_000, '{"all": []}', '"text"', "7"])
def test_a_rule_of_a_broken_address_asks_for_a_condition(
    supervisor: Any, client: Any, condition: str
) -> None:
    client.force_login(supervisor)
    asked = {"collection": "children", "condition": condition}
    assert client.get(reverse("warning_rule_new"), asked).status_code == 200

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.models import Child
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child

pytestmark = pytest.mark.django_db


def test_a_number_taken_between_check_and_write_is_said_and_not_stored_twice(
    system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, name="甲", id_number=number)

    def validates(_child: Any, **_options: Any) -> None:
        """As if the other form had not been saved yet."""

    monkeypatch.setattr(Child, "full_clean", validates)
    values = {"name": "乙", "id_number": number, "region": region(XUXIAKE_VILLAGE)}
    with pytest.raises(ValidationError, match="刚才有人保存了"):
        create(Child, values=values, by=system, reason="测试")
    assert Child.objects.get().name == "甲"

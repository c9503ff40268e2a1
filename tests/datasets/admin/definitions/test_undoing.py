"""Each change of a definition is undone from its history, values and all."""

import re
from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.collections import change_collection
from datasets.actions.definitions.fields import archive_field, change_field, take_field_up
from datasets.actions.dispatch import change
from datasets.models import CollectionDefinition, FieldDefinition
from tests.datasets.actions.definitions.test_converting import (
    retype,
    said,
    volunteer,
    volunteers,
    years,
)

__all__ = ["volunteers", "years"]
pytestmark = pytest.mark.django_db

HISTORY = reverse("definitions_history", args=["volunteers"])


@pytest.fixture
def as_boss(client: Any, boss: Any) -> Any:
    client.force_login(boss)
    return client


def undo(client: Any, of: Any) -> None:
    """What stands at the latest entry about a field or a collection."""
    lines = client.get(HISTORY).context["lines"]
    line = next(line for line in lines if line.of == of and line.is_latest)
    address = reverse("definitions_restore", args=[line.which, of.pk])
    assert client.post(address, {"at": line.back_to.isoformat()}).status_code == 302
    of.refresh_from_db()


def test_what_was_added_is_put_out_of_use(years: FieldDefinition, as_boss: Any) -> None:
    address = reverse("definitions_effects", args=[years.pk])
    page = as_boss.get(HISTORY).content.decode()
    assert re.search(f'href="{address}"', page)
    (archive,) = re.findall(r'action="([^"]+/archive/)"', as_boss.get(address).content.decode())
    as_boss.post(archive, {"reason": "加错了"})
    years.refresh_from_db()
    assert years.archived_date is not None


def test_what_was_put_out_of_use_comes_back_with_its_values(
    volunteers: Any, years: FieldDefinition, system: Actor, as_boss: Any
) -> None:
    volunteer(volunteers, system, "李爱心", years="第3年")
    archive_field(field=years, by=system, reason="不用了")
    undo(as_boss, years)
    assert (years.archived_date, said(volunteers)) == (None, ["第3年"])
    undo(as_boss, years)
    assert years.archived_date is not None
    take_field_up(field=years, by=system, reason="还要")
    undo(as_boss, years)
    assert years.archived_date is not None


def test_a_name_and_all_that_is_asked_of_a_field_come_back(
    volunteers: Any, years: FieldDefinition, system: Actor, as_boss: Any
) -> None:
    values = {"label": "工龄", "is_required": True, "help_text": "几年", "aliases": "年数",
              "options": {"longest": 5}, "shown_when": ["skills", ["math"]]}  # fmt: skip
    change_field(field=years, values=values, by=system, reason="改")
    undo(as_boss, years)
    told = {name: getattr(years, name) for name in values}
    assert told == {"label": "年限", "is_required": False, "help_text": "", "aliases": "",
                    "options": {}, "shown_when": []}  # fmt: skip


def test_choices_come_back_and_what_was_chosen_meanwhile_stays(
    volunteers: Any, system: Actor, as_boss: Any
) -> None:
    skills = FieldDefinition.objects.get(code="skills")
    first = volunteer(volunteers, system, "李爱心", skills=("math",))
    fewer = {"options": {"choices": [["music", "乐器"], ["sport", "体育"]]}}
    change_field(field=skills, values=fewer, by=system, reason="换一批")
    second = volunteer(volunteers, system, "王热心", skills=("sport",))
    undo(as_boss, skills)
    assert skills.options["choices"] == [["math", "数学"], ["music", "音乐"]]
    for record, chosen in ((first, ("math",)), (second, ("sport",))):
        record.refresh_from_db()
        assert record.skills == chosen


def test_a_type_comes_back_with_the_first_writing_and_what_was_kept_beside(
    volunteers: Any, years: FieldDefinition, system: Actor, as_boss: Any
) -> None:
    for name, text in (("李爱心", "13800001234"), ("王热心", "问她妈妈")):
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="phone", group="contact")
    third = volunteer(volunteers, system, "孙热心", years="13900001234")
    undo(as_boss, years)
    assert (years.kind, years.group) == ("text", "basic")
    assert said(volunteers) == ["13800001234", "问她妈妈", "13900001234"]
    undo(as_boss, years)
    assert years.kind == "phone"
    assert said(volunteers) == ["13800001234", None, "13900001234"]
    change(third, values={"years": "13700001234"}, by=system, reason="换号")


def test_a_collections_name_title_and_rights_come_back(
    volunteers: Any, system: Actor, as_boss: Any
) -> None:
    collection = CollectionDefinition.objects.get()
    before = {name: getattr(collection, name) for name in ("label", "title", "grants")}
    values = {"label": "义工", "title": "", "grants": {}}
    change_collection(collection=collection, values=values, by=system, reason="改")
    undo(as_boss, collection)
    assert {name: getattr(collection, name) for name in before} == before

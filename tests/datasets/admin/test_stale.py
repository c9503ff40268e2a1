"""A form that was open while its collection's fields were changed: nothing is saved, nothing gets lost unsaid."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.collections import archive_collection
from datasets.actions.definitions.fields import archive_field, change_field, define_field
from datasets.actions.dispatch import create
from datasets.models import CollectionDefinition, Family, FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

CREATE = "/admin/made/volunteers/create/"


def told(page: Any, **more: Any) -> dict[str, Any]:
    seen = page.context["form"]["_seen_fields"].value()
    values = {"name": "李爱心", "region": region(XUXIAKE_VILLAGE).pk, "skills": ["music", "math"]}
    return {**values, "hours": "3", "_seen_fields": seen, **more}


def field(code: str) -> FieldDefinition:
    return FieldDefinition.objects.get(code=code)


def test_a_form_of_the_fields_of_now_is_saved(volunteers: Any, as_clerk: Any) -> None:
    page = as_clerk.get(CREATE)
    assert 'name="_seen_fields"' in page.content.decode()
    assert as_clerk.post(CREATE, told(page)).status_code == 302


def test_what_was_typed_into_a_field_that_is_gone_is_named(
    volunteers: Any, as_clerk: Any, system: Actor
) -> None:
    page = as_clerk.get(CREATE)
    archive_field(field=field("skills"), by=system, reason="不用了")
    archive_field(field=field("hours"), by=system, reason="不用了")
    archive_field(field=field("phone"), by=system, reason="不用了")
    answer = as_clerk.post(CREATE, told(page))
    text = answer.content.decode()
    assert "还没有保存" in text
    assert "“特长”已停用，您填的是：音乐、数学" in text
    assert "“服务时长”已停用，您填的是：3" in text
    assert "“电话”" not in text  # nothing was typed there
    assert "李爱心" in text
    assert not volunteers.objects.exists()

    again = told(answer)
    assert as_clerk.post(CREATE, again).status_code == 302
    assert volunteers.objects.get().name == "李爱心"


def test_the_form_of_a_collection_that_is_gone_is_shown_once_more(
    volunteers: Any, as_clerk: Any, system: Actor, client: Any, editor: Any
) -> None:
    page = as_clerk.get(CREATE)
    archive_collection(collection=CollectionDefinition.objects.get(), by=system, reason="不用了")
    sent = told(page, name="李" * 30)
    answer = as_clerk.post(CREATE, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("志愿者", "还没有保存", "李" * 30, "音乐、数学"):
        assert words in text
    assert not volunteers.objects.exists()
    assert as_clerk.get(CREATE).status_code == 404
    client.force_login(editor)
    assert client.post(CREATE, sent).status_code == 404


def test_a_record_that_was_chosen_is_called_by_its_name(
    volunteers: Any, as_clerk: Any, system: Actor
) -> None:
    place = region(XUXIAKE_VILLAGE)
    values = {"head_name": "王户主", "region": place, "dossier_type": "child_in_difficulty"}
    family = create(Family, values=values, by=system, reason="登记")
    told_ = {"code": "family", "label": "结对家庭", "kind": "relation"}
    define_field(
        collection="volunteers",
        values={**told_, "options": {"target": "families"}},
        by=system,
        reason="试",
    )
    page = as_clerk.get(CREATE)
    archive_field(field=field("family"), by=system, reason="不用了")
    text = as_clerk.post(CREATE, told(page, family=family.pk)).content.decode()
    assert f"您填的是：{family}" in text


def test_a_field_that_came_or_changed_is_looked_at_first(
    volunteers: Any, as_clerk: Any, system: Actor
) -> None:
    page = as_clerk.get(CREATE)
    values = {"code": "company", "label": "单位", "kind": "text"}
    define_field(collection="volunteers", values=values, by=system, reason="加")
    answer = as_clerk.post(CREATE, told(page))
    assert "还没有保存" in answer.content.decode()
    change_field(field=field("hours"), values={"label": "时长"}, by=system, reason="短些")
    assert "还没有保存" in as_clerk.post(CREATE, told(answer)).content.decode()
    assert not volunteers.objects.exists()


def test_an_edit_of_a_built_in_record_is_held_back_too(as_clerk: Any, system: Actor) -> None:
    values = {
        "head_name": "王户主", "region": region(XUXIAKE_VILLAGE), "dossier_type": "child_in_difficulty",
    }  # fmt: skip
    family = create(Family, values=values, by=system, reason="登记")
    edit = reverse("datasets_family_modeladmin_edit", args=[family.pk])
    form = as_clerk.get(edit).context["form"]
    sent = {
        **values, "region": family.region_id, "head_name": "王新户主",
        "_seen_version": form["_seen_version"].value(), "_seen_fields": form["_seen_fields"].value(),
    }  # fmt: skip
    connection.check_constraints()  # PostgreSQL alters no table whose rows it has yet to check
    define_field(
        collection="families",
        values={"code": "x_paired", "label": "已结对", "kind": "yes_no"},
        by=system,
        reason="加",
    )
    answer = as_clerk.post(edit, sent)
    assert "还没有保存" in answer.content.decode()
    assert Family.objects.get().head_name == "王户主"
    sent["_seen_fields"] = answer.context["form"]["_seen_fields"].value()
    assert as_clerk.post(edit, sent).status_code == 302
    assert Family.objects.get().head_name == "王新户主"

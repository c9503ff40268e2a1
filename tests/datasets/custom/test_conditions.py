"""Fields that are asked only when another has a value, and choices no longer offered: one sentence at every door."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.api.calling import program_of
from tests.datasets.custom.volunteers import volunteers
from tests.spreadsheets import xlsx

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

NOT_ASKED = "只有“结对方式”为“其他”时才填这一项。"
MISSING = "没有填写，请补上。"
PAIRING = [["family", "家庭"], ["school", "学校"], ["other", "其他"]]


@pytest.fixture
def paired(volunteers: Any, system: Actor) -> Any:
    """Volunteers with two fields of which the second is asked only when the first says 其他."""
    fields: list[dict[str, Any]] = [
        {
            "code": "pairing", "label": "结对方式", "kind": "choice",
            "options": {"choices": PAIRING, "default": "family"},
        },
        {
            "code": "way", "label": "方式说明", "kind": "text", "is_required": True,
            "shown_when": ["pairing", ["other"]],
            "options": {"pattern": "[一-龥]+"},
        },
        {
            "code": "badge", "label": "证号", "kind": "integer", "is_unique": True,
            "options": {"least": 1, "most": 99},
        },
    ]  # fmt: skip
    for values in fields:
        define_field(collection="volunteers", values=values, by=system, reason="要记")
    return volunteers


def told(**values: Any) -> dict[str, Any]:
    return {"name": "李爱心", "region": region(XUXIAKE_VILLAGE), **values}


#: What is written, and the sentence that refuses it beside the field.
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"way": "书信"}, "way", NOT_ASKED),
    ({"pairing": "other"}, "way", MISSING),
    ({"pairing": "other", "way": "abc"}, "way", "不符合规定的格式。"),
    ({"name": ""}, "name", MISSING),
    ({"badge": 100}, "badge", "100 超出了规定的范围，请核对。"),
]


@pytest.mark.parametrize(("values", "name", "sentence"), REFUSED)
def test_an_action_refuses_it(
    values: dict[str, Any], name: str, sentence: str, paired: Any, system: Actor
) -> None:
    with pytest.raises(ValidationError) as refusal:
        create(paired, values=told(**values), by=system, reason="登记")
    assert refusal.value.message_dict == {name: [sentence]}


@pytest.mark.parametrize(("values", "name", "sentence"), REFUSED)
def test_a_form_refuses_it(
    values: dict[str, Any], name: str, sentence: str, paired: Any, clerk: Any, client: Any
) -> None:
    client.force_login(clerk)
    posted = told(pairing="family") | values
    answer = client.post(
        reverse("made", args=["volunteers/create/"]), {**posted, "region": posted["region"].pk}
    )
    assert answer.context["form"].errors == {name: [sentence]}


@pytest.mark.parametrize(("values", "name", "sentence"), REFUSED)
def test_the_interface_refuses_it(
    values: dict[str, Any], name: str, sentence: str, paired: Any, clerk: Any
) -> None:
    record = {**told(**values), "region": XUXIAKE_VILLAGE}
    answer = program_of(clerk).post("collections/volunteers/", {"record": record})
    assert answer.status_code == 422, answer.content.decode()
    assert answer.json()["errors"][0]["message"] == sentence


@pytest.mark.parametrize(("values", "name", "sentence"), REFUSED)
def test_a_ledger_refuses_it(
    values: dict[str, Any], name: str, sentence: str, paired: Any, clerk: Any
) -> None:
    said = {"name": "李爱心", "pairing": "", "way": "", "badge": "", **values}
    rows = [
        ["村（社区）", "联系电话", "姓名", "结对方式", "方式说明", "证号"],
        ["徐霞客村", "13800001234", *(said[one] for one in ("name", "pairing", "way", "badge"))],
    ]
    by = Actor.of(clerk)
    reading = read_ledger(xlsx(*rows), "名册.xlsx", collection="volunteers", by=by)
    (row,) = preview(reading, by=by).rows
    assert row.action == "error"
    assert sentence in [issue.message for issue in row.issues if issue.field == name]
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    assert not paired.objects.exists()


def test_what_a_form_hides_is_neither_required_nor_written(
    paired: Any, clerk: Any, client: Any, system: Actor
) -> None:
    record = create(paired, values=told(pairing="other", way="书信"), by=system, reason="登记")
    client.force_login(clerk)
    page = client.get(reverse("made", args=[f"volunteers/edit/{record.pk}/"]))
    field = page.context["form"].fields["way"]
    assert "“结对方式”为“其他”时必填。" in field.help_text
    assert "data-shown-when" in page.content.decode()
    seen = page.context["form"]["_seen_version"].value()
    posted = {
        "name": "李爱心", "region": record.region_id, "pairing": "family", "_seen_version": seen,
    }  # fmt: skip
    answer = client.post(reverse("made", args=[f"volunteers/edit/{record.pk}/"]), posted)
    assert answer.status_code == 302, answer.context["form"].errors
    stored = paired.objects.get()
    assert (stored.pairing, stored.way) == ("family", "书信")


def test_a_default_is_what_a_record_says_that_says_nothing_else(paired: Any, clerk: Any) -> None:
    by = Actor.of(clerk)
    rows = [["村（社区）", "姓名", "联系电话"], ["徐霞客村", "王暖心", "13800001234"]]
    reading = read_ledger(xlsx(*rows), "名册.xlsx", collection="volunteers", by=by)
    apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    program_of(clerk).post(
        "collections/volunteers/", {"record": {"name": "李爱心", "region": XUXIAKE_VILLAGE}}
    )
    create(paired, values=told(name="张心"), by=by, reason="登记")
    assert [one.pairing for one in paired.objects.all()] == ["family"] * 3


def test_what_only_one_may_have_is_refused_to_the_next(paired: Any, system: Actor) -> None:
    create(paired, values=told(badge=7), by=system, reason="登记")
    with pytest.raises(ValidationError) as refusal:
        create(paired, values=told(name="王暖心", badge=7), by=system, reason="登记")
    assert refusal.value.message_dict == {"badge": ["已经用在另一条记录上，不能重复。"]}


def test_a_choice_no_longer_offered_stays_with_those_who_hold_it(
    paired: Any, clerk: Any, client: Any, system: Actor
) -> None:
    record = create(paired, values=told(pairing="school"), by=system, reason="登记")
    other = create(paired, values=told(name="王暖心"), by=system, reason="登记")
    pairing = FieldDefinition.objects.get(code="pairing")
    left = [pair for pair in PAIRING if pair[0] != "school"]
    change_field(field=pairing, values={"options": {"choices": left}}, by=system, reason="不再分")

    client.force_login(clerk)
    assert (
        "学校"
        in client.get(reverse("made", args=[f"volunteers/inspect/{record.pk}/"])).content.decode()
    )
    change(record, values={"badge": 3}, by=system, reason="发证")  # all else of it may change
    forms = [
        client.get(reverse("made", args=[f"volunteers/edit/{one.pk}/"])).context["form"]
        for one in (record, other)
    ]
    offered = [[code for code, _label in form.fields["pairing"].choices if code] for form in forms]
    assert offered == [["family", "other", "school"], ["family", "other"]]
    with pytest.raises(ValidationError, match="“学校”已经不再使用，请另选。"):
        change(other, values={"pairing": "school"}, by=system, reason="改")

    pairing.refresh_from_db()
    change_field(field=pairing, values={"options": {"choices": PAIRING}}, by=system, reason="又分")
    change(other, values={"pairing": "school"}, by=system, reason="改")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"shown_when": ["name", ["a"]]}, "条件只能看"),
        ({"shown_when": ["pairing", ["gone"]]}, "请选择条件字段取哪些值"),
        ({"shown_when": ["way", ["a"]]}, "条件只能看"),
        ({"shown_when": ["pairing", ["other"]], "options": {"default": "x"}}, "不能有默认值"),
    ],
)
def test_a_condition_that_means_nothing_is_refused(
    values: dict[str, Any], sentence: str, paired: Any, system: Actor
) -> None:
    field = {"code": "more", "label": "更多", "kind": "text", **values}
    with pytest.raises(ValidationError, match=sentence):
        define_field(collection="volunteers", values=field, by=system, reason="要记")


def test_a_default_is_a_value_of_its_field(volunteers: Any, system: Actor) -> None:
    fields: list[dict[str, Any]] = [
        {"code": "times", "label": "次数", "kind": "integer", "options": {"default": "5"}},
        {"code": "is_new", "label": "新人", "kind": "yes_no", "options": {"default": "true"}},
        {"code": "since", "label": "自", "kind": "date", "options": {"default_today": True}},
        {
            "code": "rate", "label": "比", "kind": "decimal", "group": "health",
            "options": {"default": "0.5"},
        },
    ]  # fmt: skip
    for values in fields:
        define_field(collection="volunteers", values=values, by=system, reason="要记")
    record = create(volunteers, values=told(), by=system, reason="登记")
    stored = volunteers.objects.get(pk=record.pk)
    assert (stored.times, stored.is_new, stored.rate) == (5, True, Decimal("0.5"))
    assert stored.since == timezone.localdate()
    for options in ({"default": "五"}, {"default": "500", "most": 99}):
        values = {"code": "more", "label": "更多", "kind": "integer", "options": options}
        with pytest.raises(ValidationError, match="默认值："):
            define_field(collection="volunteers", values=values, by=system, reason="要记")

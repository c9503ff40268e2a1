"""Fields defined on screens: each type asks for its own options, and for no other's."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.admin.definitions.field_form import KIND_NOTES, FieldForm
from datasets.admin.definitions.options import said
from datasets.custom.types import TYPES
from datasets.models import FieldDefinition
from tests.datasets.admin.definitions.test_collections import as_city
from tests.datasets.custom.volunteers import volunteers

__all__ = ["as_city", "volunteers"]
pytestmark = pytest.mark.django_db

NEW = "/admin/definitions/of/volunteers/fields/new/"


def told(kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "label": label, "group": "basic", "in_list": "on", **more}


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_explained_and_asks_for_the_options_that_it_takes(kind: str) -> None:
    form = FieldForm(kind=kind, others=[])
    assert kind in KIND_NOTES
    for bound in form.options_asked:
        assert bound.label != bound.name, f"{bound.name} has no words"


def test_choices_are_typed_one_a_line(volunteers: Any, as_city: Any) -> None:
    lines = "good 很好\n满意\n\n琴棋\n书画"
    sent = told("choice", "满意度", choices=lines, default="满意", is_filterable="on")
    answer = as_city.post(NEW, sent)
    assert answer.url == reverse("definitions_collection", args=["volunteers"])
    made = FieldDefinition.objects.get(code="satisfaction")
    assert made.options["choices"] == [
        ["good", "很好"], ["satisfied", "满意"], ["choice_1", "琴棋"], ["choice_2", "书画"],
    ]  # fmt: skip
    assert made.options["default"] == "satisfied"
    assert volunteers._meta.get_field("satisfaction").get_default() == "satisfied"
    page = as_city.get(reverse("definitions_field", args=[made.pk])).content.decode()
    assert "choice_2 书画" in page


@pytest.mark.parametrize(
    ("sent", "beside"),
    [
        (told("choice", "满意度", choices="甲\n甲"), "choices"),
        (told("choice", "满意度", choices=""), "choices"),
        (told("choice", "满意度", choices="甲", default="乙"), "default"),
        (told("relation", "结对儿童"), "target"),
        (told("text", "名", code="Name"), "code"),
        (told("text", "名", code="name"), "__all__"),
        (told("integer", "人数", group="contact", is_filterable="on"), "is_filterable"),
        (told("text", "名", pattern="("), "longest"),
        (told("text", ""), "label"),
        (told("text", "名", group="sensitive"), "group"),
    ],
)
def test_what_is_refused_comes_back_beside_its_field(
    volunteers: Any, as_city: Any, sent: dict[str, Any], beside: str
) -> None:
    count = FieldDefinition.objects.count()
    answer = as_city.post(NEW, sent)
    assert answer.status_code == 422
    assert beside in answer.context["form"].errors
    assert FieldDefinition.objects.count() == count


def test_another_type_may_be_chosen_with_what_is_typed_kept(volunteers: Any, as_city: Any) -> None:
    sent = told("choice", "满意度", aliases="评价", switch="1")
    answer = as_city.post(NEW, sent)
    form = answer.context["form"]
    assert (form.type_code, form["label"].value(), form["aliases"].value()) == (
        "choice", "满意度", "评价",
    )  # fmt: skip
    assert not form.is_bound
    assert not FieldDefinition.objects.filter(label="满意度").exists()


def test_a_field_beside_built_in_ones_gets_a_code_that_no_later_version_takes(as_city: Any) -> None:
    address = reverse("definitions_new_field", args=["children"])
    as_city.post(address, told("integer", "身高", unit="厘米", least="30", most="230"))
    made = FieldDefinition.objects.get()
    assert (made.collection, made.code) == ("children", "x_height")
    assert made.options == {"least": 30, "most": 230, "unit": "厘米"}
    assert (
        "身高（厘米）" in as_city.get(reverse("datasets_child_modeladmin_create")).content.decode()
    )
    assert said(made.options) == "单位：厘米；最小：30；最大：230"


def test_when_a_field_is_asked_for_is_told_by_one_other(volunteers: Any, as_city: Any) -> None:
    as_city.post(NEW, told("yes_no", "已培训", code="trained"))
    both = ["trained=true", "skills=math"]
    refused = as_city.post(NEW, told("date", "培训日期", shown_when=both))
    assert "shown_when" in refused.context["form"].errors
    as_city.post(NEW, told("date", "培训日期", code="trained_date", shown_when=both[:1]))
    made = FieldDefinition.objects.get(code="trained_date")
    assert made.shown_when == ["trained", ["true"]]
    form = as_city.get(reverse("definitions_field", args=[made.pk])).context["form"]
    assert form["shown_when"].value() == ["trained=true"]


def test_fields_change_their_order(volunteers: Any, as_city: Any) -> None:
    def order() -> list[str]:
        return [one.code for one in FieldDefinition.objects.order_by("position")]

    first, second, *rest = order()
    pk = FieldDefinition.objects.get(code=second).pk
    as_city.post(reverse("definitions_move_field", args=[pk]), {"up": "1"})
    assert order() == [second, first, *rest]
    as_city.post(reverse("definitions_move_field", args=[pk]), {"up": "1"})
    assert order() == [second, first, *rest]
    as_city.post(reverse("definitions_move_field", args=[pk]), {"up": "0"})
    assert order() == [first, second, *rest]


def test_a_change_is_in_the_history_in_words_and_can_be_taken_back(
    volunteers: Any, as_city: Any
) -> None:
    hours = FieldDefinition.objects.get(code="hours")
    address = reverse("definitions_field", args=[hours.pk])
    form = as_city.get(address).context["form"]
    sent = told("decimal", "累计时长", unit="天", is_required="on", reason="按天算")
    sent["seen_version"] = form["seen_version"].value()
    assert as_city.post(address, sent).status_code == 302
    assert as_city.post(address, sent).status_code == 422  # somebody has changed it meanwhile

    page = as_city.get(reverse("definitions_history", args=["volunteers"])).content.decode()
    for words in ("按天算", "服务时长", "单位：天", "妇联的名册"):
        assert words in page, words
    at = hours.history.earliest().history_date
    restore = reverse("definitions_restore", args=["field", hours.pk])
    as_city.post(restore, {"at": at.isoformat()})
    hours.refresh_from_db()
    assert (hours.label, hours.options["unit"], hours.is_required) == ("服务时长", "小时", False)
    assert str(volunteers._meta.get_field("hours").verbose_name) == "服务时长（小时）"
    assert as_city.post(restore, {"at": "nonsense"}).status_code == 400


def test_a_field_put_out_of_use_is_told_apart_and_comes_back(volunteers: Any, as_city: Any) -> None:
    hours = FieldDefinition.objects.get(code="hours")
    as_city.post(reverse("definitions_archive_field", args=[hours.pk]), {"reason": "不用了"})
    page = as_city.get(reverse("definitions_collection", args=["volunteers"]))
    assert [row["field"].code for row in page.context["archived"]] == ["hours"]
    as_city.post(reverse("definitions_take_field_up", args=[hours.pk]))
    assert volunteers._meta.get_field("hours")


def defined(as_city: Any, kind: str, label: str, **more: Any) -> FieldDefinition:
    as_city.post(NEW, told(kind, label, **more))
    return FieldDefinition.objects.get(collection="volunteers", label=label)


def test_a_field_that_is_worked_out_is_changed_and_put_out_of_use(
    volunteers: Any, as_city: Any
) -> None:
    field = defined(as_city, "computed", "两倍", formula="【服务时长】 * 2")
    address = reverse("definitions_field", args=[field.pk])
    page = as_city.get(address).content.decode()
    assert "谁看得到" not in page
    assert 'value="text"' not in page
    answer = as_city.post(address, told("computed", "三倍", formula="【服务时长】 * 3"))
    assert answer.status_code == 302
    field.refresh_from_db()
    assert (field.label, field.options["formula"]) == ("三倍", "【服务时长】 * 3")
    assert as_city.get(reverse("definitions_effects", args=[field.pk])).status_code == 200


def test_what_another_type_does_not_offer_does_not_stand_in_its_way(
    volunteers: Any, as_city: Any
) -> None:
    field = defined(as_city, "text", "证书编号", is_unique="on", is_filterable="on")
    address = reverse("definitions_field", args=[field.pk])
    assert as_city.post(address, told("long_text", "证书编号")).status_code == 302
    field.refresh_from_db()
    assert (field.kind, field.is_unique, field.is_filterable) == ("long_text", False, False)


def test_a_choice_becomes_a_text(volunteers: Any, as_city: Any) -> None:
    field = FieldDefinition.objects.get(code="skills")
    answer = as_city.post(
        reverse("definitions_field", args=[field.pk]), told("text", "特长", in_list="on")
    )
    assert answer.status_code == 302
    field.refresh_from_db()
    assert (field.kind, field.options) == ("text", {})


def test_what_is_filled_in_never_becomes_what_is_worked_out(volunteers: Any, as_city: Any) -> None:
    field = FieldDefinition.objects.get(code="hours")
    answer = as_city.post(
        reverse("definitions_field", args=[field.pk]),
        told("computed", "服务时长", formula="1 + 1"),
    )
    assert "不能互相改" in answer.content.decode()
    field.refresh_from_db()
    assert field.kind == "decimal"


def test_formulas_follow_a_field_that_is_called_otherwise(volunteers: Any, as_city: Any) -> None:
    text = "如果(【服务时长】 > 1, “【服务时长】多”, “少”)"
    many = defined(as_city, "computed", "多不多", formula=text)
    field = FieldDefinition.objects.get(code="hours")
    address = reverse("definitions_field", args=[field.pk])
    assert as_city.post(address, told("decimal", "时长", unit="小时")).status_code == 302
    many.refresh_from_db()
    assert many.options["formula"] == "如果(【时长】 > 1, “【服务时长】多”, “少”)"
    assert many.history.latest("history_id").history_user is not None


def test_two_fields_of_a_collection_are_not_called_alike(volunteers: Any, as_city: Any) -> None:
    answer = as_city.post(NEW, told("text", "电话"))
    assert "已经有叫“电话”的字段" in answer.content.decode()
    phone = FieldDefinition.objects.get(code="phone")
    as_city.post(reverse("definitions_archive_field", args=[phone.pk]))
    assert as_city.post(NEW, told("text", "电话")).status_code == 302
    back = as_city.post(reverse("definitions_take_field_up", args=[phone.pk]), follow=True)
    assert "已经有叫“电话”的字段" in back.content.decode()
    phone.refresh_from_db()
    assert phone.archived_date is not None


@pytest.mark.parametrize(
    ("kind", "options", "why"),
    [
        ("text", {"pattern": "(?i)abc"}, "格式不是正确的正则表达式"),
        ("integer", {"least": "10", "most": "5"}, "最小的不能比最大的还大"),
        ("decimal", {"least": "1e30"}, "最小的不能比最大的还大"),
    ],
)
def test_options_with_which_nothing_could_be_filled_in_are_refused(
    volunteers: Any, as_city: Any, kind: str, options: dict[str, str], why: str
) -> None:
    assert why in as_city.post(NEW, told(kind, "试试", **options)).content.decode()
    assert not FieldDefinition.objects.filter(label="试试").exists()

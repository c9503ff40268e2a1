"""The form: one action, one history row, nothing typed is lost."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import VillageWorker
from datasets.actions.records import change_record
from datasets.models import Category, Child, ChildCategory, Family, Guardian, Guardianship, Region
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

CREATE = "/admin/datasets/child/create/"
OUT_OF_SIGHT = "没有找到所选的记录，或者它不在您负责的地区。"


def rows(relation: str, *forms: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    """A formset as a browser sends it."""
    data = {f"{relation}-TOTAL_FORMS": len(forms), f"{relation}-INITIAL_FORMS": stored}
    data |= {f"{relation}-MIN_NUM_FORMS": 0, f"{relation}-MAX_NUM_FORMS": 1000}
    for number, form in enumerate(forms):
        data |= {f"{relation}-{number}-{name}": value for name, value in form.items()}
    return data


def as_sent(client: Any, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send back of the form as it stands, with changes."""
    form = client.get(address).context["form"]
    data: dict[str, Any] = {}
    for one in (form, *(row for formset in form.formsets.values() for row in formset.forms)):
        for bound in one:
            value = bound.value()
            if value not in (None, False) and bound.name not in ("photo", "DELETE"):
                data[bound.html_name] = value
    for relation, formset in form.formsets.items():
        data |= rows(relation) | {
            f"{relation}-TOTAL_FORMS": len(formset.forms),
            f"{relation}-INITIAL_FORMS": len(formset.forms),
        }
    return data | changes


def new_child(**values: Any) -> dict[str, Any]:
    return {
        "name": "赵新",
        "id_type": "resident_id",
        "status": "open",
        "region": region(XUXIAKE_VILLAGE).pk,
        **rows("category_links"),
        **rows("guardianships"),
        **values,
    }


def edit(child: Child) -> str:
    return reverse("datasets_child_modeladmin_edit", args=[child.pk])


def test_create_leaves_one_history_row_with_author_and_reason(as_clerk: Any, clerk: Any) -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE)
    orphan = Category.objects.get(code="orphan")
    data = new_child(
        reason="入户走访登记",
        **rows("category_links", {"category": orphan.pk, "evidence": "村委会证明"}),
        **rows(
            "guardianships", {"guardian": guardian.pk, "relation": "aunt", "is_principal": "on"}
        ),
    )
    answer = as_clerk.post(CREATE, data)
    child = Child.objects.get(name="赵新")
    assert answer.url == reverse("datasets_child_modeladmin_inspect", args=[child.pk])
    version = child.history.get()
    assert (version.history_user, version.history_change_reason) == (clerk, "入户走访登记")
    assert child.category_links.get().evidence == "村委会证明"
    assert child.guardianships.get().relation == "aunt"
    assert ChildCategory.history.get(child=child.pk).history_user == clerk


def test_create_without_a_reason_says_that_it_was_the_form(as_clerk: Any) -> None:
    as_clerk.post(CREATE, new_child())
    assert Child.history.get(name="赵新").history_change_reason == "表单录入"


def test_edit_writes_what_changed_and_nothing_else(as_clerk: Any, clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    as_clerk.post(edit(child), as_sent(as_clerk, edit(child), school="实验小学"))
    child.refresh_from_db()
    assert child.school == "实验小学"
    first, second = child.history.order_by("history_id")
    assert (second.history_user, second.history_change_reason) == (clerk, "表单修改")
    assert second.diff_against(first).changed_fields == ["school"]
    assert ChildCategory.history.filter(child=child.pk).count() == 1


def test_edit_without_a_change_leaves_no_history(as_clerk: Any) -> None:
    child = make_child(
        XUXIAKE_VILLAGE,
        id_number=id_number(),
        categories=("orphan",),
        guardian=make_guardian(XUXIAKE_VILLAGE),
        subsidy_amount="800.00",
    )
    answer = as_clerk.post(edit(child), as_sent(as_clerk, edit(child)), follow=True)
    assert "没有改动" in answer.content.decode()
    assert child.history.count() == 1
    assert Guardianship.history.filter(child=child.pk).count() == 1


def test_owned_rows_are_changed_added_and_taken_away_in_one_act(as_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan", "poverty"))
    injured = Category.objects.get(code="injured")
    data = as_sent(as_clerk, edit(child), **{
        "category_links-TOTAL_FORMS": 3,
        "category_links-0-evidence": "民政局认定",
        "category_links-1-DELETE": "on",
        "category_links-2-category": injured.pk,
    })  # fmt: skip
    as_clerk.post(edit(child), data)
    assert {link.category.code: link.evidence for link in child.category_links.all()} == {
        "orphan": "民政局认定",
        "injured": "",
    }
    moments = ChildCategory.history.filter(child=child.pk).values_list("history_date", flat=True)
    assert len(set(moments)) == 2


def test_the_second_of_two_clerks_is_told_and_loses_nothing_typed(
    as_clerk: Any, supervisor: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    data = as_sent(as_clerk, edit(child), school="我填的学校")
    change_record(
        record=child, values={"grade": "三年级"}, by=Actor.of(supervisor), reason="核对学籍"
    )
    page = as_clerk.post(edit(child), data)
    assert page.status_code == 200
    assert "别人修改了这条记录" in page.content.decode()
    assert "我填的学校" in page.content.decode()
    child.refresh_from_db()
    assert (child.school, child.grade) == ("", "三年级")


def test_what_the_action_refuses_stands_in_the_form(as_clerk: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, id_number=number)
    page = as_clerk.post(CREATE, new_child(id_number=number, school="实验小学"))
    assert "已经登记在册" in page.content.decode()
    assert "实验小学" in page.content.decode()
    page = as_clerk.post(CREATE, new_child(id_number=number[:-1] + "0"))
    assert not Child.objects.filter(name="赵新").exists()
    page = as_clerk.post(CREATE, new_child(status="closed"))
    assert "结案须填写结案原因和结案日期" in page.content.decode()


@pytest.mark.parametrize("field", ["region", "family", "guardian"])
def test_a_key_from_another_area_is_refused_with_a_sentence(as_clerk: Any, field: str) -> None:
    foreign: dict[str, Any] = {
        "region": lambda: {"region": region(CHANGJING).pk},
        "family": lambda: {"family": make_family(CHANGJING, head_name="外镇户主").pk},
        "guardian": lambda: rows(
            "guardianships", {"guardian": make_guardian(CHANGJING, name="外镇监护人").pk}
        ),
    }[field]()
    page = as_clerk.post(CREATE, new_child(**foreign))
    assert page.status_code == 200
    assert OUT_OF_SIGHT in page.content.decode()
    assert "外镇" not in page.content.decode()
    assert not Child.objects.filter(name="赵新").exists()


def test_a_child_cannot_be_moved_out_of_the_own_area(as_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    page = as_clerk.post(edit(child), as_sent(as_clerk, edit(child), region=region(CHANGJING).pk))
    assert OUT_OF_SIGHT in page.content.decode()
    child.refresh_from_db()
    assert child.region.code == XUXIAKE_VILLAGE


def test_a_family_of_another_area_that_is_stored_already_may_stay(
    as_clerk: Any, supervisor: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE, family=make_family(CHANGJING), by=Actor.of(supervisor))
    as_clerk.post(edit(child), as_sent(as_clerk, edit(child), school="实验小学"))
    child.refresh_from_db()
    assert child.school == "实验小学"


@pytest.mark.parametrize("key", ["abc", "²", "-1", "9" * 30, ""])
def test_a_key_that_is_no_key_is_an_error_in_the_form(as_clerk: Any, key: str) -> None:
    page = as_clerk.post(CREATE, new_child(region=key))
    assert page.status_code == 200
    assert page.context["form"].errors["region"]


def test_family_and_guardian_are_made_by_the_form(as_clerk: Any, clerk: Any) -> None:
    village = region(XUXIAKE_VILLAGE)
    as_clerk.post(
        "/admin/datasets/family/create/",
        {"head_name": "周户主", "region": village.pk, "dossier_type": "problem_family"},
    )
    family = Family.objects.get(head_name="周户主")
    as_clerk.post(
        "/admin/datasets/guardian/create/",
        {"name": "周监护", "family": family.pk, "id_type": "resident_id", "condition": "in_prison"},
    )
    assert Guardian.objects.get(name="周监护").history.get().history_user == clerk


def test_regions_are_added_and_renamed_by_their_own_action(client: Any, administrator: Any) -> None:
    client.force_login(administrator)
    parent = region("320281104")
    values = {"name": "新开发区", "level": "village", "parent": parent.pk, **rows("other_names")}
    client.post("/admin/datasets/region/create/", values)
    made = Region.objects.get(name="新开发区")
    assert made.path.startswith(parent.path)
    address = reverse("datasets_region_modeladmin_edit", args=[made.pk])
    client.post(address, as_sent(client, address, name="高新社区"))
    made.refresh_from_db()
    assert (made.name, made.name_key) == ("高新社区", "高新")
    assert [name.name for name in made.other_names.all()] == ["新开发区"]
    client.post(address, as_sent(client, address, parent=made.pk))
    made.refresh_from_db()
    assert made.parent == parent


def test_whoever_works_in_one_village_need_not_choose_it(client: Any, as_clerk: Any) -> None:
    assert as_clerk.get(CREATE).context["form"]["region"].value() is None, "a town has many"
    client.force_login(someone("villager", VillageWorker, XUXIAKE_VILLAGE))
    client.post(CREATE, as_sent(client, CREATE, name="赵新"))
    assert Child.objects.get(name="赵新").region == region(XUXIAKE_VILLAGE)

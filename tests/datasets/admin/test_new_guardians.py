"""The child's form records a guardian whom nobody has recorded yet."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from datasets.access.roles import TownshipClerk
from datasets.models import Child, Family, Guardian
from tests.conftest import XUXIAKE, XUXIAKE_VILLAGE, someone
from tests.datasets.admin.test_editing import CREATE, as_sent, edit, new_child
from tests.factories import id_number, make_child, make_guardian

pytestmark = pytest.mark.django_db

NUMBER = "new_guardian_id_number"


def typed(**values: str) -> dict[str, str]:
    return {f"new_guardian_{name}": text for name, text in values.items()}


def errors_of(answer: Any) -> dict[str, str]:
    return {name: next(iter(said)) for name, said in answer.context["form"].errors.items()}


def test_child_guardian_and_family_are_recorded_in_one_act(as_clerk: Any, clerk: Any) -> None:
    number = id_number(sex="female")
    told = typed(
        name="赵 奶奶", relation="paternal_grandmother", id_number=number, phone="19900001234"
    )
    as_clerk.post(CREATE, new_child(**told, reason="入户登记"))
    child = Child.objects.get(name="赵新")
    link = child.guardianships.get()
    guardian = link.guardian
    assert (guardian.name, guardian.sex, guardian.phone) == ("赵奶奶", "female", "19900001234")
    assert (link.relation, link.is_principal) == ("paternal_grandmother", True)
    assert guardian.family == child.family
    assert (child.family.head_name, child.family.region) == ("赵奶奶", child.region)
    for record in (child, guardian, child.family):
        version = record.history.get()
        assert (version.history_user, version.history_change_reason) == (clerk, "入户登记")


def test_another_guardian_joins_the_family_and_leaves_the_principal_one(as_clerk: Any) -> None:
    first = make_guardian(XUXIAKE_VILLAGE)
    child = make_child(XUXIAKE_VILLAGE, guardian=first, family=first.family)
    as_clerk.post(
        edit(child), as_sent(as_clerk, edit(child), **typed(name="钱母", relation="mother"))
    )
    links = {link.guardian.name: link for link in child.guardianships.all()}
    assert links["钱母"].guardian.family == first.family
    assert [name for name, link in links.items() if link.is_principal] == [first.name]
    assert Family.objects.count() == 1


def test_whoever_bears_the_number_is_chosen_and_not_recorded_twice(as_clerk: Any) -> None:
    known = make_guardian(XUXIAKE_VILLAGE, id_number=id_number())
    told = typed(name="又一个", id_number=f" {known.id_number[:6]} {known.id_number[6:]}")
    answer = as_clerk.post(CREATE, new_child(**told))
    assert "已经登记过" in errors_of(answer)[NUMBER]
    assert not Child.objects.exists()
    assert Guardian.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"phone": "19900001234"}, "new_guardian_name"),
        ({"name": "钱母", "id_number": "990000198001010011"}, NUMBER),
        ({"name": "钱母", "id_number": "99000019800101"}, NUMBER),
    ],
)
def test_what_is_wrong_with_the_guardian_stands_beside_it(
    as_clerk: Any, told: dict[str, str], place: str
) -> None:
    answer = as_clerk.post(CREATE, new_child(**typed(**told)))
    assert place in errors_of(answer)
    assert not Child.objects.exists()
    assert not Family.objects.exists()


def test_what_one_does_not_see_one_is_not_asked(client: Any) -> None:
    role = Group.objects.get(name=TownshipClerk.name)
    role.permissions.remove(Permission.objects.get(codename="see_contact"))
    client.force_login(someone("few", TownshipClerk, XUXIAKE))
    asked = client.get(CREATE).context["form"].fields
    assert NUMBER in asked
    assert "new_guardian_phone" not in asked


def test_whoever_may_record_no_guardian_is_asked_for_none(client: Any) -> None:
    role = Group.objects.get(name=TownshipClerk.name)
    role.permissions.remove(Permission.objects.get(codename="add_guardian"))
    client.force_login(someone("few", TownshipClerk, XUXIAKE))
    asked = client.get(CREATE).context["form"].fields
    assert not [name for name in asked if name.startswith("new_guardian_")]

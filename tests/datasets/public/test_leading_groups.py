"""Leading groups as the public reads them: by place, by the agency of their office, posts and no names."""

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import create
from datasets.models import LeadingGroup, Region
from datasets.public import leading_group, leading_groups_at, leading_groups_of, public_place

pytestmark = pytest.mark.django_db


def groups_at(code: str) -> list[str]:
    found = public_place(code)
    assert found is not None
    return [group.name for group in leading_groups_at(found.place)]


def test_a_village_has_the_groups_of_all_above_it_and_of_no_other_place(system: Actor) -> None:
    values = {
        "code": "town",
        "name": "徐霞客镇领导小组",
        "region": Region.objects.get(code="320281104"),
    }
    create(LeadingGroup, values=values, by=system, reason="成立")
    city = "江阴市困境未成年人社会保护工作领导小组"
    assert groups_at("320281104208") == [city, "徐霞客镇领导小组"]
    assert groups_at("320281") == [city]
    assert groups_at("32") == []


def test_who_leads_comes_first_and_each_post_is_told_once() -> None:
    group = leading_group("zhengzhou-leading-group")
    assert group is not None
    assert [seats.label for seats in group.seats] == ["组长", "副组长", "成员"]
    assert group.seats[0].posts == ("市政府副市长",)
    assert group.policy == "郑政办〔2014〕10号"
    assert group.office is not None
    assert group.office.code == "zhengzhou-civil-affairs"


def test_an_agency_has_the_groups_whose_office_it_keeps() -> None:
    assert [one.code for one in leading_groups_of(office="jiangyin-civil-affairs")] == [
        "jiangyin-leading-group"
    ]
    assert leading_groups_of(office="jiangyin-education") == ()
    assert leading_group("nothing") is None

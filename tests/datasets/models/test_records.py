"""What the tables themselves hold to, and say when they refuse."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, UniqueConstraint

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.models import Child, Family, Guardian, Post, Record, Region
from datasets.models.children import photo_path
from datasets.models.ledgers import LedgerBatch, ledger_path
from datasets.models.posts import name_of_user
from datasets.models.regions import path_range
from datasets.models.validators import validate_resident_id
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

RECORDS = [
    model for model in apps.get_app_config("datasets").get_models() if issubclass(model, Record)
]
CONSTRAINTS = [constraint for model in RECORDS for constraint in model._meta.constraints]
STANDARD_MESSAGE = CheckConstraint.default_violation_error_message


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda constraint: constraint.name)
def test_every_constraint_speaks_to_a_clerk(
    constraint: CheckConstraint | UniqueConstraint,
) -> None:
    assert constraint.violation_error_message != STANDARD_MESSAGE
    assert str(constraint.violation_error_message).endswith("。")


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_what_a_record_declares_exists(model: Any) -> None:
    for relation in model.owned_relations:
        assert issubclass(getattr(model, relation).rel.related_model, Record)
    for name in model.derived_fields:
        assert not model._meta.get_field(name).editable
        assert not hasattr(model.history.model, name)
    if model.region_lookup not in ("", "self"):
        model._default_manager.filter(
            **{f"{model.region_lookup}__path": ""}
        ).query.sql_with_params()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        (Child, {"name": ""}, "不能为空"),
        (Child, {"subsidy_amount": -1}, "大于或等于"),
        (Child, {"id_number": "123"}, "身份证号应为18位。"),
        (Guardian, {"id_number": "9" * 18}, "身份证号中的出生日期不存在。"),
        (Post, {"since_date": TODAY, "until_date": TODAY - datetime.timedelta(1)}, "离任日期不能早于任职日期。"),
        (Region, {"pilot_phase": 1, "is_pilot": False}, "填了试点批次的地区必须是试点地区。"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_sentence(
    model: type[Record], values: dict[str, Any], message: str, system: Actor
) -> None:
    place = region(XUXIAKE_VILLAGE)
    role = Group.objects.create(name="角色")
    record: dict[type[Record], Any] = {
        Child: lambda: make_child(place),
        Guardian: lambda: make_guardian(place),
        Post: lambda: create(
            Post,
            values={"user": system.user, "role": role, "region": place},
            by=system,
            reason="测试",
        ),
        Region: lambda: place,
    }
    with pytest.raises(ValidationError, match=message):
        change(record[model](), values=values, by=system, reason="误")


@pytest.mark.django_db
def test_a_household_number_is_used_once_in_a_village() -> None:
    make_family(XUXIAKE_VILLAGE, household_number="12")
    make_family(XUXIAKE, household_number="12")
    with pytest.raises(ValidationError, match="这个地区已经有相同户号的家庭。"):
        make_family(XUXIAKE_VILLAGE, household_number="12")
    for _twice in range(2):
        make_family(XUXIAKE_VILLAGE)


@pytest.mark.django_db
def test_a_guardians_number_is_used_once_in_a_family_and_freely_beyond() -> None:
    number = id_number(datetime.date(1980, 1, 1))
    father = make_guardian(XUXIAKE_VILLAGE, id_number=number)
    make_guardian(XUXIAKE_VILLAGE, id_number=number)
    with pytest.raises(ValidationError, match="这个家庭已经登记了相同证件号码的监护人。"):
        make_guardian(XUXIAKE_VILLAGE, family=father.family, id_number=number)


def test_an_id_number_agrees_with_sex_and_birth_date() -> None:
    number = id_number(datetime.date(2015, 6, 1), "female")
    child = Child(
        id_number=f" {number.lower()} ", sex="female", birth_date=datetime.date(2015, 6, 1)
    )
    validate_resident_id(child, today=TODAY)
    assert child.id_number == number
    child.sex = "male"
    with pytest.raises(ValidationError, match="性别与身份证号不一致。"):
        validate_resident_id(child, today=TODAY)
    child.sex, child.birth_date = "", datetime.date(2015, 6, 2)
    with pytest.raises(ValidationError, match="出生日期与身份证号不一致。"):
        validate_resident_id(child, today=TODAY)


@pytest.mark.django_db
def test_a_name_is_kept_as_ledgers_read_it() -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE, name=" 古丽 • 艾力")
    child = make_child(XUXIAKE_VILLAGE, name="王　小明", guardian=guardian)
    assert (child.name, guardian.name) == ("王小明", "古丽·艾力")


def test_a_kept_file_bears_a_name_that_tells_nothing() -> None:
    for path in (photo_path(Child(), "王小明.JPG"), ledger_path(LedgerBatch(), "刘桥村.JPG")):
        assert path.endswith(".jpg")
        assert path.isascii()
    assert len(ledger_path(LedgerBatch(), "x." + "y" * 300)) < 60


def test_a_path_range_holds_the_path_and_what_starts_with_it() -> None:
    path = "00000001" + "00000009"
    edges = path_range("path", path)
    inside = (path, path + "00000001", path + "99999999")
    outside = ("00000001", "00000001" + "00000008", "00000001" + "00000010", "00000002")
    low, high = edges["path__gte"], edges["path__lt"]
    assert all(low <= one < high for one in inside)
    assert not any(low <= one < high for one in outside)


@pytest.mark.django_db
def test_a_place_is_told_from_the_county_down() -> None:
    assert region(XUXIAKE_VILLAGE).trail() == "江阴市 / 徐霞客镇 / 徐霞客村村委会"
    assert region("320281").trail() == "江苏省 / 无锡市 / 江阴市"
    assert str(Family(head_name="王大", household_number="12")) == "王大 12"
    assert str(Family()) == "未登记户主"


def test_a_chinese_name_is_written_surname_first(django_user_model: Any) -> None:
    user = django_user_model(username="qian", first_name="小芳", last_name="钱")
    assert name_of_user(user) == "钱小芳"
    assert (
        name_of_user(django_user_model(username="a", first_name="Ann", last_name="Lee"))
        == "Ann Lee"
    )
    assert name_of_user(django_user_model(username="a")) == "a"

"""Encrypted fields: ciphertext in the table and in its history, plain values in Python, no question that would lie."""

import datetime
from base64 import b64encode
from os import urandom
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, Value
from wagtail_modeladmin.options import ModelAdmin

from datasets.access import Actor
from datasets.actions.children import close_child
from datasets.actions.dispatch import change
from datasets.choices import ClosingReason, FieldGroup, GuardianCondition
from datasets.encryption.keys import ID_LENGTH, Unreadable, keys_told
from datasets.models import Child, Guardian
from datasets.models.encrypted import EncryptedField, FindableCharField
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.test_architecture import RECORDS

pytestmark = pytest.mark.django_db

NUMBER = "99000019800601002X"
UNTIL = datetime.date(2031, 5, 1)


def stored(model: Any, column: str) -> list[Any]:
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608
        return [value for (value,) in cursor.fetchall()]


@pytest.fixture
def mother() -> Guardian:
    return make_guardian(
        XUXIAKE_VILLAGE, id_number=NUMBER, phone="13800000000", condition="in_prison",
        condition_until_date=UNTIL, remark="服刑",
    )  # fmt: skip


@pytest.mark.parametrize(
    "column", ["id_number", "phone", "condition", "condition_until_date", "remark"]
)
@pytest.mark.parametrize("model", [Guardian, Guardian.history.model])
def test_table_and_history_hold_a_ciphertext(mother: Guardian, model: Any, column: str) -> None:
    value = getattr(mother, column)
    (text,) = stored(model, column)
    assert str(value) not in text
    assert text[:ID_LENGTH] == keys_told(settings.ENCRYPTION_KEYS)[0].id
    (found,) = model.objects.values_list(column, flat=True)
    assert found == value


def test_empty_stays_empty() -> None:
    child = make_child(XUXIAKE_VILLAGE)
    assert stored(Child, "health") == [""]
    assert stored(Child, "id_number") == [None]
    assert Child.objects.filter(health="", id_number=None).get() == child
    assert not Child.objects.exclude(health="").exists()
    assert not Guardian.objects.exclude(condition_until_date=None).exists()


@pytest.mark.parametrize("number", [NUMBER, "M12345678"])
def test_a_number_is_found_by_all_of_it(mother: Guardian, number: str) -> None:
    assert Guardian.objects.filter(id_number=number).exists() == (number == NUMBER)
    assert Guardian.objects.filter(id_number__in=[number, "x"]).exists() == (number == NUMBER)
    assert Guardian.objects.exclude(id_number=number).exists() == (number != NUMBER)


def test_a_number_is_found_among_a_hundred_thousand(mother: Guardian) -> None:
    many = [NUMBER, *(f"{n:018d}" for n in range(100_000))]
    assert Guardian.objects.get(id_number__in=many) == mother
    assert not Guardian.objects.filter(id_number__in=many[1:]).exists()
    assert not Guardian.objects.filter(id_number__in=[]).exists()


def test_a_number_is_found_across_tables_and_against_its_own_column(mother: Guardian) -> None:
    child = make_child(XUXIAKE_VILLAGE, guardian=mother)
    assert Child.objects.get(guardianships__guardian__phone="13800000000") == child
    same = Guardian.objects.filter(id_number__in=Guardian.objects.values("id_number"))
    assert same.get() == mother
    assert Guardian.objects.filter(id_number=F("id_number")).get() == mother


@pytest.mark.parametrize(
    "question",
    [
        Q(id_number__startswith="990000"), Q(id_number__contains="1980"), Q(id_number__gt="1"),
        Q(id_number__regex="9"), Q(phone__icontains="138"), Q(phone__length=11),
        Q(condition="in_prison"), Q(condition__in=["in_prison"]), Q(remark__contains="服"),
        Q(remark__iexact="服刑"), Q(condition_until_date=UNTIL), Q(condition_until_date__year=2031),
        Q(condition_until_date__lte=UNTIL), Q(condition=F("remark")), Q(condition=Value("in_prison")),
        Q(family__address__icontains="路"), Q(family__address__startswith="路"),
    ],
    ids=str,
)  # fmt: skip
def test_a_question_that_a_ciphertext_cannot_answer_is_refused(question: Q) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        Guardian.objects.filter(question).exists()
    with pytest.raises(FieldError, match="is encrypted"):
        Guardian.objects.exclude(question).exists()


def test_one_number_is_recorded_once_by_the_form_and_by_the_database(system: Actor) -> None:
    number = id_number()
    first = make_child(XUXIAKE_VILLAGE, id_number=number)
    with pytest.raises(ValidationError, match="这个证件号码已经登记在册"):
        make_child(XUXIAKE_VILLAGE, id_number=number)
    second = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Child.objects.filter(pk=second.pk).update(id_number=number)
    close_child(
        child=first, closing_reason=ClosingReason.OF_AGE, closed_date=system.today, by=system,
        reason="成年",
    )  # fmt: skip
    change(second, values={"id_number": number}, by=system, reason="补录")
    assert Child.objects.filter(id_number=number).count() == 2


def test_one_number_is_recorded_once_whichever_key_it_was_encrypted_with(
    settings: Any,
) -> None:
    number, name = id_number(), "沈同"
    old = make_child(XUXIAKE_VILLAGE, name=name, id_number=number, health="听力残疾")
    settings.ENCRYPTION_KEYS = f"{b64encode(urandom(64)).decode()},{settings.ENCRYPTION_KEYS}"
    assert Child.objects.get(id_number=number) == old
    assert Child.objects.get(id_number__in=[number]).health == "听力残疾"
    with pytest.raises(ValidationError, match="这个证件号码已经登记在册"):
        make_child(XUXIAKE_VILLAGE, id_number=number)


def test_what_stands_there_unencrypted_or_from_elsewhere_is_not_shown(mother: Guardian) -> None:
    table = Guardian._meta.db_table
    for fault in ("'in_prison'", "remark"):
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET condition = {fault}')  # noqa: S608
        with pytest.raises(Unreadable, match=r"guardian\.condition"):
            Guardian.objects.get()


def test_an_update_of_many_encrypts_too(mother: Guardian) -> None:
    Guardian.objects.update(condition=GuardianCondition.DECEASED)
    assert "deceased" not in stored(Guardian, "condition")[0]
    assert Guardian.objects.get().get_condition_display() == "死亡"
    mother.remark = "另行登记"
    Guardian.objects.bulk_update([mother], ["remark"])
    assert "另行登记" not in stored(Guardian, "remark")[0]
    assert Guardian.objects.get().remark == "另行登记"


#: Clear all the same: a file's name (its content is what counts), the dossier that a family is filed in, and the
#: birth date, by which lists are ordered and the 18th birthday is found (without the number it tells no number).
CLEAR = {"Child.photo", "Child.birth_date", "Family.dossier_type"}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_whatever_is_not_for_everybody_who_may_view_the_record_is_encrypted(model: Any) -> None:
    private = {
        name
        for group, names in getattr(model, "field_groups", {}).items()
        for name in names
        if group != FieldGroup.BASIC
    }
    encrypted = {f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedField)}
    assert {f"{model.__name__}.{name}" for name in private - encrypted} <= CLEAR


def test_there_is_something_to_encrypt() -> None:
    assert {"id_number", "health", "aid"} <= {
        field.name for field in Child._meta.concrete_fields if isinstance(field, EncryptedField)
    }


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_the_history_has_the_same_encrypted_columns_none_unique(model: Any) -> None:
    versions = model.history.model
    for field in model._meta.concrete_fields:
        if field.name not in {one.name for one in versions.tracked_fields}:
            continue
        copied = versions._meta.get_field(field.name)
        if isinstance(field, EncryptedField):
            assert type(copied) is type(field)
            assert copied.column_label == field.column_label
            assert not copied.unique
    assert not [one for one in versions._meta.constraints if "unique" in type(one).__name__.lower()]


def admins() -> list[type[ModelAdmin]]:
    def below(cls: type[Any]) -> list[type[Any]]:
        return [one for sub in cls.__subclasses__() for one in (sub, *below(sub))]

    return [one for one in below(ModelAdmin) if getattr(one, "model", None) in RECORDS]


@pytest.mark.parametrize("admin", admins(), ids=lambda admin: admin.__name__)
def test_no_list_is_ordered_by_a_ciphertext(admin: Any) -> None:
    names = {one.lstrip("-") for one in (*(admin.ordering or ()), *admin.model._meta.ordering)}
    for shown in admin.sortable_by:
        names.add(getattr(getattr(admin, shown, None), "admin_order_field", shown))
    encrypted = {f.name for f in admin.model._meta.concrete_fields if isinstance(f, EncryptedField)}
    assert names
    assert not names & encrypted


def test_a_model_ordered_by_a_ciphertext_does_not_pass_the_checks() -> None:
    field = Guardian._meta.get_field("phone")
    assert isinstance(field, FindableCharField)
    before = Guardian._meta.ordering
    try:
        Guardian._meta.ordering = ["-phone"]
        assert [error.msg for error in field.check()] == ["Ordered by “phone”, which is encrypted."]
    finally:
        Guardian._meta.ordering = before
    assert field.check() == []


def test_family_addresses_are_read_by_the_screens(as_clerk: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE, address="霞客大道1号")
    page = as_clerk.get(f"/admin/datasets/family/inspect/{family.pk}/").content.decode()
    assert "霞客大道1号" in page

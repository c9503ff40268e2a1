from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from datasets.access import Actor
from datasets.access.roles import ROLES, TownshipClerk
from datasets.actions.dispatch import change, delete
from datasets.actions.records import delete_record
from datasets.choices import RegionLevel
from datasets.models import (
    Agency,
    Category,
    CategoryAlias,
    CategoryGroup,
    CategoryPlacement,
    CategoryScheme,
    Duty,
    DutyAssignment,
    LeadingGroup,
    LeadingGroupMember,
    Policy,
    Record,
    Region,
    RoleGrant,
)

SEEDED: list[type[Record]] = [
    Agency, Category, CategoryAlias, CategoryGroup, CategoryPlacement, CategoryScheme,
    Duty, DutyAssignment, LeadingGroup, LeadingGroupMember, Policy, Region,
]  # fmt: skip

pytestmark = pytest.mark.django_db


def history_rows() -> dict[type[Record], int]:
    return {model: model.history.count() for model in SEEDED}  # type: ignore[attr-defined]


def regions_file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "regions.csv"
    path.write_text("\n".join(("code,name,level,parent", *lines)), encoding="utf-8")
    return path


def test_every_collection_is_seeded_with_history_by_the_system() -> None:
    for model in SEEDED:
        entries = model.history.filter(history_type="+")  # type: ignore[attr-defined]
        assert entries.count() == model._default_manager.count() > 0
        assert {entry.history_user.username for entry in entries[:3]} == {"system"}
        assert {entry.history_change_reason for entry in entries[:3]} == {"初始数据"}


@pytest.mark.parametrize("model", [model for model in SEEDED if model is not CategoryAlias])
def test_seeded_rows_pass_the_checks_of_the_form(model: type[Record]) -> None:
    for record in model._default_manager.all()[:500]:
        record.full_clean()


def test_second_run_changes_nothing_and_writes_no_history() -> None:
    before = history_rows()
    call_command("seed", verbosity=0)
    assert history_rows() == before


def test_paths_lead_from_the_province_down_to_the_village() -> None:
    village = Region.objects.get(code="320281104208")
    above = [Region.objects.get(pk=key).level for key in village.ancestor_ids()]
    assert above == [
        RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP,
    ]  # fmt: skip
    assert village.path.endswith(str(village.pk))
    assert Region.objects.under(village.path).get() == village


def test_pilot_areas_are_marked_and_zhengdong_stands_without_a_code() -> None:
    pilots = Region.objects.filter(is_pilot=True, pilot_phase=1)
    assert {region.name for region in pilots} == {"二七区", "郑东新区", "荥阳市", "中牟县"}
    zhengdong = pilots.get(name="郑东新区")
    assert (zhengdong.code, zhengdong.parent.code) == (None, "4101")


def test_what_a_city_has_changed_or_removed_stays_so(system: Actor) -> None:
    agency = Agency.objects.get(code="jiangyin-education")
    change(agency, values={"code": "jy-edu", "public_phone": "12345"}, by=system, reason="更正")
    town = Region.objects.get(code="320281104")
    change(town, values={"code": "320281999", "name": "新镇"}, by=system, reason="区划调整")
    alias = CategoryAlias.objects.first()
    delete_record(record=alias, by=system, reason="不用")
    zhengdong = Region.objects.get(name="郑东新区")
    change(
        zhengdong,
        values={"name": "郑东", "is_pilot": False, "pilot_phase": None},
        by=system,
        reason="改",
    )
    before = history_rows()
    call_command("seed", verbosity=0)
    assert history_rows() == before
    assert not Agency.objects.filter(code="jiangyin-education").exists()
    assert not CategoryAlias.objects.filter(alias=alias.alias).exists()


def test_every_role_is_a_group_that_enters_the_admin() -> None:
    for role in ROLES:
        group = Group.objects.get(name=role.name)
        codenames = set(group.permissions.values_list("codename", flat=True))
        assert ("access_admin" in codenames) == role.enters_admin
    clerk = Group.objects.get(name=TownshipClerk.name)
    assert clerk.permissions.filter(codename="import_child").exists()
    assert not clerk.permissions.filter(codename="delete_child").exists()


def test_a_group_that_a_city_changed_keeps_its_permissions_and_a_missing_one_returns() -> None:
    Group.objects.get(name=TownshipClerk.name).permissions.clear()
    for grant in RoleGrant.objects.filter(given__name="审计员"):
        delete(grant, by=Actor.system(), reason="改由超级用户任命")
    Group.objects.get(name="审计员").delete()
    call_command("seed", verbosity=0)
    assert not Group.objects.get(name=TownshipClerk.name).permissions.exists()
    assert Group.objects.get(name="审计员").permissions.exists()
    assert RoleGrant.objects.filter(given__name="审计员").exists()


def test_regions_of_another_file_are_added_below_those_that_are_there(tmp_path: Path) -> None:
    path = regions_file(
        tmp_path,
        "320281104990,新河村村委会,village,320281104",
        "61,陕西省,province,",
        "6101,西安市,city,61",
        "610101001,测试街道,town,610101",
        "610101,测试区,county,6101",
    )
    call_command("seed", regions=path, verbosity=0)
    village = Region.objects.get(code="320281104990")
    assert village.lies_within(Region.objects.get(code="320281104"))
    assert village.name_key == "新河"
    street = Region.objects.get(code="610101001")
    assert street.level == RegionLevel.TOWNSHIP
    assert street.lies_within(Region.objects.get(code="61"))
    assert village.history.get().history_user.username == "system"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["61,陕西省,province,", "6101,西安市,city,62"], "第3行：没有上级地区 62"),
        (["61,陕西省,province,", "6101,西安市,kingdom,61"], "第3行：级别“kingdom”不认识"),
        (["61,陕西省,province,", "61,陕西,province,"], "第3行：区划代码 61 重复"),
        (["61,陕西省,province,", "62,西安市,province,61"], "第3行：上级地区 61 的级别不高于它"),
        (["61,陕西省,province,", "6x,西安市,city,61"], "第3行：区划代码“6x”"),
        (["61,,province,"], "第2行：名称"),
        (["61,陕西省"], "第2行：列数不够"),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_changes_nothing(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    before = Region.objects.count()
    with pytest.raises(CommandError, match=message):
        call_command("seed", regions=regions_file(tmp_path, *lines), verbosity=0)
    assert Region.objects.count() == before


def test_a_file_without_the_columns_or_not_in_utf8_or_absent_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"

    def refused(**options: Any) -> str:
        with pytest.raises(CommandError) as caught:
            call_command("seed", regions=path, verbosity=0, **options)
        return str(caught.value)

    assert "打不开" in refused()
    path.write_text("code,name\n61,陕西省", encoding="utf-8")
    assert "第1行：缺少列 level、parent" in refused()
    path.write_bytes("code,name,level,parent\n61,陕西省,province,".encode("gb18030"))
    assert "UTF-8" in refused()


def test_each_agency_of_both_policies_owes_something() -> None:
    for city in ("zhengzhou", "jiangyin"):
        duties = Duty.objects.filter(policy__code__startswith=city)
        assert duties.count() > 50
        assert not duties.filter(assignments=None).exists()
    assert not Agency.objects.filter(assignments=None).exists()


def test_rights_that_an_upgrade_brought_are_told_and_granted_when_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = Permission.objects.get(codename="seal_child")
    holders = set(right.group_set.values_list("name", flat=True))
    right.group_set.clear()
    call_command("seed")
    assert "seed --grant-new-rights" in capsys.readouterr().out
    assert not right.group_set.exists()
    call_command("seed", grant_new_rights=True)
    assert set(right.group_set.values_list("name", flat=True)) == holders
    capsys.readouterr()
    call_command("seed")
    assert "持有" not in capsys.readouterr().out

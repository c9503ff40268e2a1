"""Ledgers that nobody would think of, and somebody sends: nothing is lost, nothing stops the rest."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import apply_upload, discard_batch
from datasets.actions.ledgers.plan import Plan
from datasets.actions.records import NotPermitted
from datasets.ledgers.pipeline import apply_previewed, preview, read_ledger
from datasets.models import Child, Family, Guardian, LedgerBatch, LedgerRow, Region
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.previews import keep_preview
from tests.spreadsheets import HEADER, a_row, csv_text, xls, xlsx

pytestmark = pytest.mark.django_db

WIDE = [*HEADER, "监护人身份证号", "户号", "户主", "证件类型", "现居住地址"]
BORN = datetime.date(2015, 6, 1)
NUMBERS = [id_number(datetime.date(1980, 1, 1), "male", sequence) for sequence in range(40, 44)]


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def wide(
    number: str = "",
    household: str = "",
    head: str = "",
    id_type: str = "",
    address: str = "",
    **cells: Any,
) -> list[Any]:
    return [*a_row(**cells), number, household, head, id_type, address]


def applied(by: Actor, *rows: Any, name: str = "台账.xlsx", content: bytes = b"") -> Plan:
    read = read_ledger(content or xlsx(WIDE, *rows), name, collection="children", by=by)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[1]


def applied_twice(by: Actor, *rows: Any) -> Plan:
    """Apply, then apply again: whatever the first did, the second finds nothing to do."""
    first = applied(by, *rows)
    again = applied(by, *rows)
    assert {row.action.value for row in again.rows} == {"unchanged"}, [
        row.changes for row in again.rows
    ]
    return first


def codes(plan: Plan) -> list[str]:
    return [issue.code for row in plan.rows for issue in row.issues]


# Households and guardians


def test_a_household_number_said_late_does_not_make_two_families_of_one_number(mine: Actor) -> None:
    applied_twice(
        mine,
        wide(NUMBERS[0], 姓名="甲", 监护人姓名="张父"),
        wide(NUMBERS[0], "12", 姓名="乙", 监护人姓名="张父"),
        wide(NUMBERS[1], "12", 姓名="丙", 监护人姓名="李父"),
    )
    assert Child.objects.count() == 3
    assert Family.objects.filter(household_number="12").count() == 1


def test_a_recorded_familys_missing_number_is_not_one_of_another_village(supervisor: Any) -> None:
    by = Actor.of(supervisor, today=TODAY)
    number = id_number(BORN, "male", 50)
    make_family(CHANGJING, household_number="12")
    family = make_family(CHANGJING)
    make_child(CHANGJING, name="张伟", id_number=number, family=family)
    applied_twice(by, wide("", "12", 姓名="张伟", 身份证号=number))
    family.refresh_from_db()
    assert family.household_number == ""
    assert Child.objects.get(name="张伟").region == region(XUXIAKE_VILLAGE)


def test_a_taken_household_number_brings_the_child_into_that_family(mine: Actor) -> None:
    family = make_family(XUXIAKE_VILLAGE, household_number="12", head_name="老王")
    applied_twice(mine, wide("", "12", "小王", 姓名="甲", 监护人姓名="张父"))
    assert Child.objects.get().family == family
    family.refresh_from_db()
    assert family.head_name == "老王"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_number_given_to_one_guardian_is_not_given_to_another_of_the_family(
    mine: Actor, order: tuple[int, int]
) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="张父")
    mother = make_guardian(XUXIAKE_VILLAGE, name="张母", family=father.family)
    for name, guardian in (("甲", father), ("乙", mother)):
        make_child(
            XUXIAKE_VILLAGE, name=name, guardian=guardian, family=father.family, birth_date=BORN
        )
    rows = [
        wide(NUMBERS[0], 姓名=name, 出生日期="2015-06-01", 监护人姓名="张父")
        for name in ("甲", "乙")
    ]
    applied_twice(mine, *(rows[index] for index in order))
    assert Guardian.objects.filter(id_number=NUMBERS[0]).count() == 1
    assert {
        child.guardianships.get(is_principal=True).guardian.name for child in Child.objects.all()
    } == {"张父"}


def test_a_family_known_only_by_its_guardian_is_completed_at_once(mine: Actor) -> None:
    family = make_family(XUXIAKE_VILLAGE, head_name="")
    father = make_guardian(XUXIAKE_VILLAGE, name="张父", family=family, phone="13800000001")
    make_child(XUXIAKE_VILLAGE, name="甲", guardian=father, family=family, birth_date=BORN)
    applied_twice(
        mine,
        wide(姓名="乙", 监护人姓名="张父", 监护人联系电话="13800000001"),
        wide("", "12", "张老", 姓名="甲", 出生日期="2015-06-01", 监护人姓名="张父"),
    )
    family.refresh_from_db()
    assert (family.household_number, family.head_name) == ("12", "张老")


def test_a_child_that_has_a_guardian_and_no_family_gets_the_guardians(mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="张父")
    child = make_child(XUXIAKE_VILLAGE, name="甲", guardian=father, birth_date=BORN)
    applied_twice(mine, wide(姓名="甲", 出生日期="2015-06-01", 监护人姓名="张父"))
    child.refresh_from_db()
    assert child.family == father.family


def test_a_child_without_guardian_and_family_stays_without(mine: Actor) -> None:
    applied_twice(mine, wide(姓名="甲"))
    assert Child.objects.get().family is None
    assert not Guardian.objects.exists()


def test_a_guardians_number_under_a_wholly_different_name_renames_nobody(mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="张国强", id_number=NUMBERS[0])
    make_child(XUXIAKE_VILLAGE, name="甲", guardian=father, birth_date=BORN, family=father.family)
    rows = [
        wide(NUMBERS[0], 姓名="甲", 出生日期="2015-06-01", 监护人姓名="李秀英"),
        wide(NUMBERS[0], 姓名="乙", 出生日期="2015-06-01", 监护人姓名="李秀英"),
    ]
    plan = applied_twice(mine, *rows)
    father.refresh_from_db()
    assert father.name == "张国强"
    assert codes(plan) == ["guardian_name_differs"] * 2
    assert Child.objects.get(name="乙").guardianships.count() == 0
    applied(mine, wide(NUMBERS[0], 姓名="甲", 出生日期="2015-06-01", 监护人姓名="张国祥"))
    father.refresh_from_db()
    assert father.name == "张国祥", "one character is a correction"


def test_two_names_under_one_new_number_are_told(mine: Actor) -> None:
    plan = applied(
        mine,
        wide(NUMBERS[0], 姓名="甲", 监护人姓名="张国强"),
        wide(NUMBERS[0], 姓名="乙", 监护人姓名="李秀英"),
    )
    assert "guardian_conflict" in codes(plan)
    assert Guardian.objects.get().name == "张国强"


def test_more_phones_than_fit_are_told_not_cut(mine: Actor) -> None:
    phones = "、".join(f"1380000000{digit}" for digit in range(6))
    plan = applied(mine, wide(姓名="甲", 监护人姓名="张父", 监护人联系电话=phones))
    assert codes(plan) == ["too_long"]
    assert Guardian.objects.get().phone == ""


# Children


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_namesake_without_a_birthday_is_not_another_child_by_itself(
    mine: Actor, order: tuple[int, int]
) -> None:
    rows = [wide(姓名="甲", 出生日期="2015-06-01"), wide(姓名="甲", 就读学校="一小")]
    plan = applied(mine, *(rows[index] for index in order))
    assert [row.action.value for row in plan.rows] == ["create", "park"]
    assert codes(plan) == ["namesake_in_file"]
    assert Child.objects.count() == 1


# Regions


def test_a_village_merged_into_another_town_takes_no_child_there(
    mine: Actor, system: Actor
) -> None:
    outside = Region.objects.filter(parent__code=CHANGJING).first()
    merged = {"successor": outside, "retired_date": TODAY}
    change(region(XUXIAKE_VILLAGE), values=merged, by=system, reason="撤并")
    plan = applied(mine, wide(姓名="甲"))
    assert codes(plan)[-1:] == ["outside_territory"]
    assert not Child.objects.exists()


# Cells


@pytest.mark.parametrize(
    "cell",
    [
        True, False, -1, -3.5, 0, 1e300, 1e-9, 10**18, datetime.time(8, 30), datetime.timedelta(days=1),
        datetime.date(2015, 6, 1), datetime.datetime(2015, 6, 1, 8, 30), "²", "①", "፩", "9" * 5000, "字" * 3000,
        "#N/A", "👨‍👩‍👧", "_x0000_", "\u200b", "'", "=1+1", "同上", "←", "1e5", "−5", "NaN", "inf",
    ],
)  # fmt: skip
def test_any_cell_in_any_column_is_read_or_told(mine: Actor, cell: Any) -> None:
    good = wide(姓名="好")
    rows = [[cell if at == index else value for at, value in enumerate(wide(姓名=f"童{index}"))]
            for index in range(len(WIDE))]  # fmt: skip
    rows = [good, *rows, [cell] * (len(WIDE) + 3)]
    plan = applied(mine, *rows)
    assert plan.rows[0].action == "create"
    for row in plan.rows:
        assert row.action != "error" or row.issues
        for issue in row.issues:
            assert issue.message
    for child in Child.objects.all():
        child.full_clean()
    stored = list(LedgerRow.objects.filter(batch=LedgerBatch.objects.get()))
    assert [row.row for row in stored] == [row.read.row for row in plan.rows]


def test_a_row_of_ringed_column_numbers_is_no_child(mine: Actor) -> None:
    rings = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧"]
    assert len(applied(mine, rings, wide(姓名="好")).rows) == 1


def test_the_kind_of_document_counts_wherever_its_column_stands(mine: Actor) -> None:
    plan = applied_twice(mine, wide(姓名="甲", 身份证号="E12345678", id_type="护照"))
    assert codes(plan) == []
    child = Child.objects.get()
    assert (child.id_type, child.id_number) == ("passport", "E12345678")


def test_an_invisible_nul_is_dropped_wherever_it_stands(mine: Actor) -> None:
    rows = [wide(姓名=f"名{n}", 就读学校="实验小学") for n in range(300)]
    odd = wide(
        "", "1\0", "户\0主", 姓名="张\0伟", 儿童类别="孤\0儿", 就读学校="一\0小", 监护人姓名="张\0父",
        监护人联系电话="1380000\0", 备注="\0",
    )  # fmt: skip
    rows.append([*odd, "值\0"])
    content = csv_text([*WIDE, "别的"], *rows).encode()
    plan = applied(mine, name="台账.csv", content=content)
    assert Child.objects.get(name="张伟").school == "一小"
    assert "\0" not in str([row.read for row in plan.rows])
    old = applied(
        mine, name="台账.xls", content=xls(HEADER, a_row(姓名="李\0四", 就读学校="二\0小"))
    )
    assert [row.action.value for row in old.rows] == ["create"]
    assert Child.objects.get(name="李四").school == "二小"


# Names of files and sheets


@pytest.mark.parametrize(
    "name", ["台账" * 60 + ".csv", "台账." + "x" * 200, "😀.csv", ".csv", "a" * 300]
)
def test_a_file_may_bear_any_name(mine: Actor, name: str) -> None:
    content = csv_text(HEADER, a_row(姓名="甲")).encode()
    assert [row.action.value for row in applied(mine, name=name, content=content).rows] == [
        "create"
    ]
    assert Child.history.get().ledger_sheet == LedgerRow.objects.get().sheet
    assert len(LedgerRow.objects.get().sheet) <= 100


@pytest.mark.filterwarnings("ignore:Title is more than 31")
@pytest.mark.parametrize("sheet", ["😀花名册", "表" * 120])
def test_a_sheet_may_bear_any_name(mine: Actor, sheet: str) -> None:
    content = xlsx(HEADER, a_row(姓名="甲"), sheet=sheet)
    assert len(applied(mine, content=content).rows) == 1
    assert Child.history.get().ledger_sheet == sheet[:100]


# Who


def test_a_clerk_of_two_towns_confirms_a_ledger_over_both(system: Actor) -> None:
    both = Actor.of(someone("both", TownshipClerk, XUXIAKE, CHANGJING), today=TODAY)
    village = Region.objects.filter(parent__code=CHANGJING).first()
    rows = (wide(姓名="甲"), wide(姓名="乙", 镇="长泾镇", 村=village.name))
    read = read_ledger(xlsx(WIDE, *rows), "台账.xlsx", collection="children", by=both)
    batch = keep_preview(read, by=both)
    assert batch in both.rows(LedgerBatch)
    apply_previewed(batch, by=both)
    assert Child.objects.count() == 2


def test_the_other_towns_clerk_neither_confirms_nor_gives_up_my_batch(
    mine: Actor, other_clerk: Any, village_worker: Any
) -> None:
    read = read_ledger(xlsx(WIDE, wide(姓名="甲")), "台账.xlsx", collection="children", by=mine)
    batch = keep_preview(read, by=mine)
    for user in (other_clerk, village_worker):
        by = Actor.of(user, today=TODAY)
        with pytest.raises(NotPermitted):
            discard_batch(batch=batch, by=by)
        with pytest.raises(NotPermitted):
            apply_previewed(batch, by=by)
    batch.refresh_from_db()
    assert batch.status == "previewed"
    apply_previewed(batch, by=mine)
    assert preview(read, by=mine).rows[0].action == "unchanged"

"""A ledger's fathers and mothers become people of the register, beside the guardian or as the guardian."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.undo import undo_batch
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Child, Family, Guardian, Guardianship, LedgerBatch
from tests.conftest import TODAY
from tests.factories import id_number
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

HEADER = [
    "村（社区）", "姓名", "身份证号", "父亲姓名", "父亲身份证号", "父亲状况", "母亲姓名", "母亲状况",
    "监护人姓名", "与儿童关系", "监护人联系电话",
]  # fmt: skip
CHILD = id_number(datetime.date(2015, 6, 1), "male", 1)
BROTHER = id_number(datetime.date(2017, 6, 1), "male", 2)
FATHER = id_number(datetime.date(1985, 5, 5), "male", 8)
ELDERS = ["王奶奶", "奶奶", "13800000001"]


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def row(
    name: str = "张伟", number: str = CHILD, *cells: str, village: str = "徐霞客村"
) -> list[str]:
    return [village, name, number, *cells]


def applied(by: Actor, *rows: list[str], choices: LedgerChoices | None = None) -> Plan:
    content = xlsx(["徐霞客镇"], HEADER, *rows)
    read = read_ledger(content, "台账.xlsx", collection="children", by=by, choices=choices)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[1]


def told(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(one.action.value, [issue.code for issue in one.issues]) for one in plan.rows]


def adults(name: str = "张伟") -> list[tuple[str, str, str, bool]]:
    links = Guardianship.objects.filter(child__name=name).select_related("guardian")
    return sorted(
        (link.guardian.name, link.relation, link.guardian.condition, link.is_principal)
        for link in links
    )


FULL = row("张伟", CHILD, "张三", FATHER, "在江苏服刑", "李四", "失联", *ELDERS)


def test_father_and_mother_stand_beside_the_guardian(mine: Actor) -> None:
    assert told(applied(mine, FULL)) == [("create", [])]
    assert adults() == [
        ("张三", "father", "in_prison", False),
        ("李四", "mother", "out_of_contact", False),
        ("王奶奶", "paternal_grandmother", "", True),
    ]
    assert Guardian.objects.get(name="张三").id_number == FATHER
    assert Family.objects.count() == 1


def test_the_same_ledger_again_changes_nothing(mine: Actor) -> None:
    applied(mine, FULL)
    assert told(applied(mine, FULL)) == [("unchanged", [])]
    assert Guardian.history.count() == 3


def test_brothers_and_sisters_share_their_parents(mine: Actor) -> None:
    brother = row("张强", BROTHER, "张三", "", "", "李四", "", *ELDERS)
    applied(mine, FULL, brother)
    assert Guardian.objects.count() == 3
    assert adults("张强") == adults("张伟")


def test_a_brother_of_a_later_ledger_finds_the_recorded_parents(mine: Actor) -> None:
    applied(mine, FULL)
    applied(mine, row("张强", BROTHER, "张三", "", "", "李四", "", *ELDERS))
    assert Guardian.objects.count() == 3
    assert adults("张强") == adults("张伟")


def test_the_fathers_number_alone_joins_the_brothers(mine: Actor) -> None:
    nobody = ["", "", "", "", ""]
    first = row("张伟", CHILD, "张三", FATHER, "死亡", *nobody)
    second = row("张强", BROTHER, "张三", FATHER, "死亡", *nobody)
    applied(mine, first, second)
    assert (Guardian.objects.count(), Family.objects.count()) == (1, 1)
    assert Family.objects.get().head_name == "张三"
    applied(
        mine,
        row(
            "张三妹", id_number(datetime.date(2019, 1, 1), "female", 3), "张三", FATHER, "", *nobody
        ),
    )
    assert (Guardian.objects.count(), Family.objects.count()) == (1, 1)


def test_a_father_who_is_the_guardian_is_one_person(mine: Actor) -> None:
    applied(
        mine,
        row("张伟", CHILD, "张三", FATHER, "残疾", "李四", "死亡", "张三", "父亲", "13800000002"),
    )
    assert adults() == [("张三", "father", "disabled", True), ("李四", "mother", "deceased", False)]
    father = Guardian.objects.get(name="张三")
    assert (father.id_number, father.phone) == (FATHER, "13800000002")


def test_a_changed_condition_is_an_update_that_undoing_takes_back(mine: Actor) -> None:
    applied(mine, FULL)
    released = [*FULL]
    released[5] = "外出务工"
    plan = applied(mine, released)
    assert told(plan)[0][0] == "update"
    assert plan.rows[0].changes == {"father_condition": ["in_prison", "working_away"]}
    undo_batch(batch=LedgerBatch.objects.latest("id"), by=mine, reason="试验")
    assert ("张三", "father", "in_prison", False) in adults()


def test_undoing_a_ledger_takes_its_parents_with_it(mine: Actor) -> None:
    applied(mine, FULL)
    undo_batch(batch=LedgerBatch.objects.latest("id"), by=mine, reason="试验")
    assert not Child.objects.exists()
    assert not Guardian.objects.exists()


def test_another_name_for_the_father_is_told_and_changes_nobody(mine: Actor) -> None:
    applied(mine, FULL)
    other = [*FULL]
    other[3], other[4] = "赵大鹏", ""
    assert told(applied(mine, other)) == [("unchanged", ["parent_differs"])]
    assert ("张三", "father", "in_prison", False) in adults()


def test_a_condition_without_a_name_is_told_unless_the_father_is_known(mine: Actor) -> None:
    nameless = row("张伟", CHILD, "", "", "服刑", "", "", *ELDERS)
    assert told(applied(mine, nameless)) == [("create", ["parent_name_missing"])]
    applied(mine, FULL)
    nameless[5] = "死亡"
    assert applied(mine, nameless).rows[0].changes == {
        "father_condition": ["in_prison", "deceased"]
    }


def test_a_childs_number_in_the_fathers_column_is_an_error(mine: Actor) -> None:
    wrong = [*FULL]
    wrong[4] = CHILD
    assert ("error", ["same_as_parent"]) in told(applied(mine, wrong))


def test_what_is_kept_stays(mine: Actor) -> None:
    applied(mine, FULL)
    released = [*FULL]
    released[5] = "健康"
    applied(mine, released, choices=LedgerChoices(kept=frozenset({"father_condition"})))
    assert ("张三", "father", "in_prison", False) in adults()

"""Rows of last month's ledger are known again, and come to what planning them would have come to."""

import datetime
import random
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.children import close_child
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.children import plan as planning
from datasets.actions.ledgers.children.known import KnownRows, known_rows
from datasets.actions.ledgers.choices import NOTHING_CHOSEN
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.undo import undo_batch
from datasets.choices import ClosingReason
from datasets.ledgers.pipeline import Reading, preview, read_ledger
from datasets.models import Category, Child, Guardian, LedgerBatch, LedgerRow
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
Row = dict[str, Any]


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def child_row(number: int, **cells: Any) -> Row:
    """Brothers and sisters by twos: 1 and 2 have one guardian, 3 and 4 another."""
    pair = (number + 1) // 2
    return {
        "姓名": f"王{'甲乙丙丁戊己庚辛壬癸'[number - 1]}",
        "身份证号": id_number(BORN, "male", number),
        "出生日期": "2015-06-01",
        "就读学校": "实验小学",
        "监护人姓名": f"王{'一二三四五'[pair - 1]}山",
        "与儿童关系": "父亲",
        "监护人联系电话": f"1380000000{pair}",
        **cells,
    }


#: Beside what is on every sheet.
MORE = ("户号", "户主", "监护人身份证号", "父亲姓名", "父亲身份证号", "父亲联系电话")


def read(by: Actor, rows: list[Row]) -> Reading:
    sheet = xlsx((*HEADER, *MORE), *(_cells(row) for row in rows))
    return read_ledger(sheet, "台账.xlsx", collection="children", by=by)


def _cells(row: Row) -> list[Any]:
    plain = {heading: cell for heading, cell in row.items() if heading not in MORE}
    return [*a_row(**plain), *(row.get(heading, "") for heading in MORE)]


def apply(by: Actor, rows: list[Row]) -> LedgerBatch:
    reading = read(by, rows)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=by)[0]


def close(child: Child, *, by: Actor) -> None:
    close_child(
        child=child,
        closing_reason=ClosingReason.MOVED_AWAY,
        closed_date=TODAY,
        by=by,
        reason="迁出",
    )


def known(by: Actor, rows: list[Row]) -> set[int]:
    """The rows (1, 2, …) that are known again."""
    reading, territory = read(by, rows), by.area("import", Child)
    found = known_rows(reading.rows, territory=territory, choices=NOTHING_CHOSEN)
    found.leave_to_planning(
        reading.rows, lambda others: planning.register_for(planning.sought_by(others))
    )
    return {place + 1 for place in found.child_of}


SIX = [child_row(number) for number in range(1, 7)]
EIGHT = [child_row(number) for number in range(1, 9)]


def test_the_same_ledger_is_known_row_by_row(mine: Actor) -> None:
    first = apply(mine, SIX)
    assert known(mine, SIX) == {1, 2, 3, 4, 5, 6}
    second = apply(mine, SIX)
    assert (first.created_count, second.unchanged_count) == (6, 6)
    assert known(mine, SIX) == {1, 2, 3, 4, 5, 6}, "by the second one as well"
    assert Child.history.count() == 6


def test_a_changed_row_takes_its_household_along_and_no_other(mine: Actor) -> None:
    apply(mine, SIX)
    changed = [child_row(1, 监护人联系电话="13911112222"), *SIX[1:]]
    assert known(mine, changed) == {3, 4, 5, 6}
    apply(mine, changed)
    assert known(mine, changed) == {3, 4, 5, 6}, "2 contradicts 1: that is said every time"


def test_what_somebody_changed_since_is_planned(mine: Actor) -> None:
    apply(mine, EIGHT)
    change(Child.objects.get(name="王甲"), values={"school": "二小"}, by=mine, reason="核实")
    father = Guardian.objects.get(name="王二山")
    change(father, values={"phone": "13911112222"}, by=mine, reason="核实")
    family = Child.objects.get(name="王戊").family
    assert family is not None
    change(family, values={"address": "新村1号"}, by=mine, reason="核实")
    assert known(mine, EIGHT) == {7, 8}
    plan = preview(read(mine, EIGHT), by=mine)
    assert [row.action.value for row in plan.rows] == [
        "update",
        "unchanged",
        "update",
        *["unchanged"] * 5,
    ]


def test_a_closed_child_and_one_whose_ledger_was_undone_are_planned(mine: Actor) -> None:
    first = apply(mine, EIGHT)
    close(Child.objects.get(name="王甲"), by=mine)
    assert known(mine, EIGHT) == {3, 4, 5, 6, 7, 8}
    undo_batch(batch=first, by=mine, reason="传错了")
    assert known(mine, EIGHT) == set()
    assert apply(mine, EIGHT).created_count == 7, "one is closed, and kept by whoever closed it"


def test_a_row_that_stands_there_twice_is_told_so(mine: Actor) -> None:
    apply(mine, SIX)
    twice = [*SIX, SIX[0]]
    assert known(mine, twice) == {3, 4, 5, 6}
    plan = preview(read(mine, twice), by=mine)
    assert [issue.code for issue in plan.rows[-1].issues] == ["twice_in_file"]


def test_rows_without_a_number_are_planned(mine: Actor) -> None:
    rows = [child_row(1, 身份证号=""), *SIX[2:4]]
    apply(mine, rows)
    assert known(mine, rows) == {2, 3}


def test_a_digest_tells_nothing_and_goes_with_the_row(mine: Actor, settings: Any) -> None:
    apply(mine, SIX)
    digests = set(LedgerRow.objects.values_list("digest", flat=True))
    assert len(digests) == 6
    assert all(len(digest) == 24 for digest in digests)
    newest = b64encode(bytes(range(64))).decode()
    settings.ENCRYPTION_KEYS = f"{newest},{settings.ENCRYPTION_KEYS}"
    assert known(mine, SIX) == set(), "it is made with the key"


def test_a_row_is_known_where_its_reader_may_go_alone(mine: Actor, system: Actor) -> None:
    """The same ledger by somebody of another town comes to nothing there."""
    apply(system, SIX)
    elsewhere = Actor.of(someone("elsewhere", TownshipClerk, CHANGJING), today=TODAY)
    assert known(mine, SIX) == {1, 2, 3, 4, 5, 6}
    assert known(elsewhere, SIX) == set()


# What may happen between two ledgers. Each takes what there is and does something to it, or nothing.


def _renamed(chance: random.Random, by: Actor) -> None:
    change(a_child(chance), values={"name": "王改名"}, by=by, reason="更正")


def _at_another_school(chance: random.Random, by: Actor) -> None:
    change(a_child(chance), values={"school": "二小"}, by=by, reason="核实")


def _without_a_number(chance: random.Random, by: Actor) -> None:
    change(a_child(chance), values={"id_number": None}, by=by, reason="更正")


def _moved(chance: random.Random, by: Actor) -> None:
    child = a_child(chance)
    village = child.region.parent.children.exclude(pk=child.region_id).order_by("pk").first()
    change(child, values={"region": village}, by=by, reason="搬家")


def _closed(chance: random.Random, by: Actor) -> None:
    close(a_child(chance), by=by)


def _telephone(chance: random.Random, by: Actor) -> None:
    phone = f"1391111000{chance.randrange(3)}"
    change(a_guardian(chance), values={"phone": phone}, by=by, reason="核实")


def _number_of_a_guardian(chance: random.Random, by: Actor) -> None:
    number = chance.choice(ADULTS)
    change(a_guardian(chance), values={"id_number": number}, by=by, reason="核实")


def _household(chance: random.Random, by: Actor) -> None:
    family = a_guardian(chance).family
    change(family, values={"household_number": f"H{chance.randrange(3)}"}, by=by, reason="核实")


def _another_category(chance: random.Random, by: Actor) -> None:
    links = [{"category": Category.objects.get(code="left_behind")}]
    change(a_child(chance), values={}, owned={"category_links": links}, by=by, reason="认定")


def _without_a_guardian(chance: random.Random, by: Actor) -> None:
    child = a_child(chance)
    links = [{"id": link.pk, "delete": True} for link in child.guardianships.all()]
    change(child, values={}, owned={"guardianships": links}, by=by, reason="更正")


def _a_namesake(chance: random.Random, by: Actor) -> None:
    make_child(XUXIAKE_VILLAGE, name=a_child(chance).name, birth_date=BORN, by=by)


def _a_relative(chance: random.Random, by: Actor) -> None:
    one = a_guardian(chance)
    make_guardian(XUXIAKE_VILLAGE, family=one.family, name=one.name, phone="13911110001", by=by)


ADULTS = [id_number(datetime.date(1980, 1, 1), "male", number) for number in range(2)]
HAPPENINGS: list[Callable[[random.Random, Actor], None]] = [
    _renamed, _at_another_school, _without_a_number, _moved, _closed, _telephone,
    _number_of_a_guardian, _household, _another_category, _without_a_guardian, _a_namesake,
    _a_relative,
]  # fmt: skip
#: What next month's row may say otherwise.
SAID: list[Row] = [
    {"姓名": "王改名"}, {"姓名": "王甲"}, {"身份证号": ""}, {"身份证号": id_number(BORN, "male", 3)},
    {"监护人联系电话": "13911110001"}, {"监护人联系电话": "13800000002"}, {"监护人姓名": "王二山"},
    {"监护人姓名": "", "与儿童关系": ""}, {"就读学校": "二小"}, {"儿童类别": "孤儿、留守儿童"},
    {"与儿童关系": "母亲"}, {"村": "湖塘村"}, {"身份证号": "", "出生日期": ""}, {"户号": "H1"}, {"户号": "H2"},
    {"户主": "王一山"}, {"户主": "王老大"}, {"户号": "H1", "户主": "王二山"}, {"父亲姓名": "王一山"},
    {"父亲姓名": "王二山", "父亲联系电话": "13800000002"}, {"父亲姓名": "王远行"},
    *({"监护人身份证号": adult} for adult in ADULTS), *({"父亲身份证号": adult} for adult in ADULTS),
    *({"父亲姓名": "王远行", "父亲身份证号": adult} for adult in ADULTS),
]  # fmt: skip


def a_child(chance: random.Random) -> Child:
    return chance.choice(list(Child.objects.filter(status="open").order_by("pk")))


def a_guardian(chance: random.Random) -> Guardian:
    return chance.choice(list(Guardian.objects.order_by("pk")))


@pytest.mark.parametrize("seed", range(20))
def test_knowing_a_row_comes_to_what_planning_it_comes_to(
    mine: Actor, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    rows = [child_row(number) for number in range(1, 11)]
    for row in chance.sample(rows, chance.randrange(5)):
        row.update(chance.choice(SAID))
    apply(mine, rows)
    for happens in chance.sample(HAPPENINGS, chance.randrange(3)):
        with suppress(ValidationError, IntegrityError), transaction.atomic():
            happens(chance, mine)
    for _time in range(chance.randrange(3)):
        place = chance.randrange(len(rows))
        rows[place] = rows[place] | chance.choice(SAID)
    if chance.random() < 0.2:
        chance.shuffle(rows)
    if chance.random() < 0.2:
        rows.append(chance.choice(rows))
    reading = read(mine, rows)
    with_knowledge = preview(reading, by=mine)
    nothing = KnownRows({})
    monkeypatch.setattr(planning, "known_rows", lambda _rows, **_told: nothing)
    assert told(with_knowledge) == told(preview(reading, by=mine))


def told(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (row.action.value, row.record_id, row.changes, [issue.as_stored() for issue in row.issues])
        for row in plan.rows
    ]

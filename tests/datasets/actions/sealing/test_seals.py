"""A sealed record leaves the register whole, and comes back as it was."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CountyDesk
from datasets.actions.dispatch import change, delete
from datasets.actions.records import NotPermitted
from datasets.actions.sealing.seals import WHOLE, lift_seal, parts_of, seal_child
from datasets.actions.sealing.unsealing import decide_unsealing, request_unsealing
from datasets.choices import ClosingReason, SealGround, UnsealingGround
from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
    Seal,
)
from tests.conftest import TODAY, XUXIAKE_VILLAGE, someone
from tests.datasets.custom.traces import WORDS as TRACES
from tests.datasets.custom.traces import leave_traces
from tests.dumps import dump, in_clear
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.opened import places_of
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

WORDS = ("欧阳封存", "暗记小学", "暗记病", "暗记路", "暗记备注", "暗记依据", "暗记原因")


@pytest.fixture
def desk(supervisor: Any) -> Actor:
    return Actor.of(supervisor, today=TODAY)


@pytest.fixture
def colleague(db: None) -> Actor:
    return Actor.of(someone("colleague", CountyDesk, "320281"), today=TODAY)


@pytest.fixture
def child(db: None) -> Child:
    family = make_family(XUXIAKE_VILLAGE)
    guardian = make_guardian(XUXIAKE_VILLAGE, family=family, name="欧阳母亲")
    child = make_child(
        XUXIAKE_VILLAGE, name="欧阳封存", id_number=id_number(), family=family, guardian=guardian,
        categories=("street",), school="暗记小学", health="暗记病", residence_address="暗记路",
        remark="暗记备注", birth_date=datetime.date(2015, 6, 1), subsidy_amount="300",
        photo=ContentFile(b"\xff\xd8 photo", "a.jpg"),
    )  # fmt: skip
    link = child.category_links.get()
    owned = {"category_links": [{"id": link.pk, "evidence": "暗记依据"}]}
    change(child, values={"grade": "三年级"}, owned=owned, by=Actor.system(), reason="暗记原因")
    return child


def all_about(child: Child) -> dict[str, Any]:
    """Every row and version that speaks of the child."""
    models = (Child, ChildCategory, Guardianship)
    owned = {Child: "id", ChildCategory: "child_id", Guardianship: "child_id"}
    return {
        **{
            m.__name__: list(m._base_manager.filter(**{owned[m]: child.pk}).values())
            for m in models
        },
        **{
            f"{m.__name__} then": list(
                m.history.filter(**{owned[m]: child.pk}).order_by("history_id").values()
            )
            for m in models
        },
    }


def let_lift(seal: Seal, by: Actor, other: Actor) -> Any:
    request = request_unsealing(
        seal=seal, ground=UnsealingGround.ENDED, document="决定书1号", purpose="解除", days=1, by=by
    )
    return decide_unsealing(request=request, is_granted=True, by=other)


def test_nothing_of_a_sealed_child_is_left_in_the_database(
    child: Child, desk: Actor, settings: Any
) -> None:
    before = dump()
    words = [*WORDS, child.id_number or ""]
    assert {"欧阳封存", "暗记小学"} <= {word for _place, word in in_clear(before, words)}
    seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    assert not any(all_about(child).values())
    assert in_clear(dump(), words) == set()


def test_what_somebody_defined_is_sealed_with_it_and_comes_back(
    child: Child, desk: Actor, colleague: Actor
) -> None:
    visit = leave_traces(child, Actor.system())
    kept = [word for word in TRACES if word not in (TRACES[1], TRACES[4])]
    seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    assert in_clear(dump(), TRACES) == set()
    assert places_of([*TRACES]) - {("datasets_seal.content", word) for word in kept} == set()
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    visit.refresh_from_db()
    assert (visit.subject, visit.child, visit.told) == (TRACES[2], child, TRACES[3])
    assert {word for _place, word in places_of(kept)} == {*kept}


def test_the_household_stays(child: Child, desk: Actor) -> None:
    seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    assert Family.objects.filter(pk=child.family_id).exists()
    assert Guardian.objects.filter(name="欧阳母亲").exists()


def test_a_lifted_seal_brings_back_every_row_and_every_version(
    child: Child, desk: Actor, colleague: Actor
) -> None:
    before = all_about(child)
    assert len(before["Child then"]) == 2
    seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    assert all_about(child) == before
    child.refresh_from_db()
    with child.photo.open("rb") as file:
        assert file.read() == b"\xff\xd8 photo"
    seal.refresh_from_db()
    assert (seal.content, seal.lifted_by) == (None, desk.user)


def test_what_it_stood_on_comes_back_with_it(
    child: Child, desk: Actor, colleague: Actor, system: Actor
) -> None:
    guardian = Guardian.objects.get(name="欧阳母亲")
    seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    delete(guardian, by=system, reason="没有儿童")
    delete(Family.objects.get(pk=child.family_id), by=system, reason="没有儿童")
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    assert Child.objects.get(pk=child.pk).family.guardians.get().name == "欧阳母亲"
    assert guardian.history.latest("history_id").history_type == "~"


def test_the_number_is_free_for_a_new_record_and_the_old_one_waits(
    child: Child, desk: Actor, colleague: Actor, clerk: Any, system: Actor
) -> None:
    seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
    again = make_child(
        XUXIAKE_VILLAGE, name="欧阳封存", id_number=child.id_number, by=Actor.of(clerk)
    )
    request = let_lift(seal, desk, colleague)
    with pytest.raises(ValidationError, match="另有一份"):
        lift_seal(seal=seal, request=request, by=desk)
    assert Seal.objects.get(pk=seal.pk).content
    delete(again, by=system, reason="重复")
    lift_seal(seal=seal, request=request, by=desk)
    assert Child.objects.get(id_number=child.id_number).pk == child.pk


def test_one_category_is_sealed_alone(child: Child, desk: Actor, colleague: Actor) -> None:
    before = all_about(child)
    part = next(code for code in parts_of(child, desk) if code.startswith("category_links"))
    seal = seal_child(child=child, part=part, ground=SealGround.CASE_FILE, by=desk)
    after = all_about(child)
    assert after["Child"] == before["Child"]
    assert not after["ChildCategory"]
    assert not after["ChildCategory then"]
    assert not seal.is_whole
    assert "流浪" in seal.called
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    assert all_about(child) == before


def test_one_group_of_fields_is_sealed_in_every_version(
    child: Child, desk: Actor, colleague: Actor
) -> None:
    before = all_about(child)
    seal = seal_child(child=child, part="misfortune", ground=SealGround.CASE_FILE, by=desk)
    child.refresh_from_db()
    assert (child.remark, child.name, child.health) == ("", "欧阳封存", "暗记病")
    assert {version.remark for version in child.history.all()} == {""}
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    assert all_about(child) == before


def test_a_sealed_group_is_not_lifted_over_what_was_written_since(
    child: Child, desk: Actor, colleague: Actor, system: Actor
) -> None:
    seal = seal_child(child=child, part="health", ground=SealGround.CASE_FILE, by=desk)
    change(child, values={"health": "感冒"}, by=system, reason="新的")
    request = let_lift(seal, desk, colleague)
    with pytest.raises(ValidationError, match="身体状况"):
        lift_seal(seal=seal, request=request, by=desk)
    change(child, values={"health": "", "school": "新校"}, by=system, reason="清空")
    lift_seal(seal=seal, request=request, by=desk)
    child.refresh_from_db()
    assert (child.health, child.school) == ("暗记病", "新校")
    assert child.history.latest("history_id").health == "暗记病"


def test_a_closed_record_keeps_a_reason_that_tells_nothing(
    child: Child, desk: Actor, colleague: Actor, system: Actor
) -> None:
    closed = {"status": "closed", "closing_reason": ClosingReason.ADOPTED, "closed_date": TODAY}
    change(child, values=closed, by=system, reason="结案")
    seal = seal_child(child=child, part="misfortune", ground=SealGround.CASE_FILE, by=desk)
    child.refresh_from_db()
    assert child.closing_reason == ClosingReason.OTHER
    lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
    child.refresh_from_db()
    assert child.closing_reason == ClosingReason.ADOPTED


def test_only_a_post_lets_seal_and_only_in_its_area(
    child: Child, desk: Actor, clerk: Any, boss: Any, city_desk: Any
) -> None:
    for user in (clerk, boss):
        with pytest.raises(NotPermitted):
            seal_child(child=child, ground=SealGround.CONVICTION, by=Actor.of(user, today=TODAY))
    elsewhere = Actor.of(someone("elsewhere", CountyDesk, "410102"), today=TODAY)
    with pytest.raises(NotPermitted):
        seal_child(child=child, ground=SealGround.CONVICTION, by=elsewhere)
    city = Actor.of(city_desk, today=TODAY)
    assert "misfortune" not in parts_of(child, city), "nobody seals what they do not see"
    assert seal_child(child=child, part=WHOLE, ground=SealGround.CONVICTION, by=city).pk


class TestLedgers:
    def hand_in(self, client: Any, *rows: Any) -> LedgerBatch:
        file = SimpleUploadedFile("台账.xlsx", xlsx(HEADER, *rows))
        client.post(reverse("ledger_upload"), {"file": file})
        return LedgerBatch.objects.latest("pk")

    def test_rows_and_file_go_and_come_back(
        self, as_clerk: Any, desk: Actor, colleague: Actor
    ) -> None:
        number = id_number()
        rows = [a_row(姓名="欧阳封存", 身份证号=number), a_row(姓名="赵三", 身份证号=id_number())]
        first = self.hand_in(as_clerk, *rows)
        as_clerk.post(reverse("ledger_apply", args=[first.pk]))
        second = self.hand_in(as_clerk, *rows)
        as_clerk.post(reverse("ledger_apply", args=[second.pk]))
        waiting = self.hand_in(as_clerk, a_row(姓名="欧阳封存", 身份证号=number, 备注="新话"))
        first.refresh_from_db()
        assert first.created_count == 2
        child = Child.objects.get(id_number=number)
        before = list(LedgerRow.objects.exclude(batch=waiting).order_by("id").values())
        seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
        for batch, counted in ((first, "created_count"), (second, "unchanged_count")):
            batch.refresh_from_db()
            assert getattr(batch, counted) == batch.rows.count() == 1
            assert [row.called for row in batch.rows.all()] == ["赵三"]
            assert not as_clerk.get(reverse("ledger_file", args=[batch.pk])).streaming
        left = waiting.rows.get()
        assert (left.record_id, left.changes, left.values["remark"]) == (None, {}, "新话")
        answer = as_clerk.post(reverse("ledger_apply", args=[waiting.pk]), follow=True)
        assert "欧阳封存" in answer.content.decode()
        waiting.refresh_from_db()
        assert (waiting.status, waiting.created_count) == ("previewed", 1), "as of a stranger"
        as_clerk.post(reverse("ledger_discard", args=[waiting.pk]))
        lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
        assert list(LedgerRow.objects.exclude(batch=waiting).order_by("id").values()) == before
        first.refresh_from_db()
        assert first.created_count == 2
        assert as_clerk.get(reverse("ledger_file", args=[first.pk])).streaming

    def test_a_ledger_called_after_the_child_is_called_otherwise(
        self, as_clerk: Any, desk: Actor, colleague: Actor
    ) -> None:
        row = a_row(姓名="欧阳封存", 身份证号=id_number(), 监护人姓名="欧阳母亲")
        content = xlsx(HEADER, row, sheet="欧阳封存")
        file = SimpleUploadedFile("欧阳封存登记表.xlsx", content)
        as_clerk.post(reverse("ledger_upload"), {"file": file})
        batch = LedgerBatch.objects.latest("pk")
        as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
        mother = Guardian.objects.get(name="欧阳母亲")
        before = mother.history.get().history_change_reason
        assert "欧阳封存" in before
        child = Child.objects.get(name="欧阳封存")
        seal = seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
        for page in (
            reverse("ledger_batch", args=[batch.pk]),
            reverse("ledger_upload"),
            reverse("datasets_guardian_modeladmin_history", args=[mother.pk]),
        ):
            assert "欧阳封存" not in as_clerk.get(page).content.decode()
        lift_seal(seal=seal, request=let_lift(seal, desk, colleague), by=desk)
        batch.refresh_from_db()
        assert (batch.file_name, batch.sheets[0]["name"]) == ("欧阳封存登记表.xlsx", "欧阳封存")
        assert mother.history.get().history_change_reason == before

    def test_whoever_hands_in_a_sealed_child_is_told_what_is_told_of_a_stranger(
        self, client: Any, child: Child, desk: Actor, other_clerk: Any
    ) -> None:
        client.force_login(other_clerk)
        row = {"镇": "长泾镇", "村": "", "姓名": "欧阳封存"}
        there = self.hand_in(client, a_row(**row, 身份证号=child.id_number))
        assert [r.action for r in there.rows.all()] == ["park"], "it is recorded elsewhere"
        number = child.id_number
        seal_child(child=child, ground=SealGround.CONVICTION, by=desk)
        sealed = self.hand_in(client, a_row(**row, 身份证号=number))
        stranger = self.hand_in(client, a_row(**row, 身份证号=id_number()))
        told = [[(r.action, r.issues, r.changes) for r in b.rows.all()] for b in (sealed, stranger)]
        assert told[0] == told[1]
        assert told[0][0][0] == "create"

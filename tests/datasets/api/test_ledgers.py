"""A program hands ledgers in, reads what they would do, applies and undoes them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from datasets.models import AccessEntry, Child
from tests.datasets.api.calling import Program, program_of
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def hand_in(program: Program, *rows: Any, collection: str = "children") -> Any:
    file = SimpleUploadedFile("台账.xlsx", xlsx(HEADER, *rows))
    told = {"collection": collection, "file": file}
    return program.client.post("/api/v3/ledgers/", told, headers=program.headers)


def test_a_ledger_is_previewed_applied_and_undone(clerk: Any) -> None:
    program = program_of(clerk)
    answer = hand_in(program, a_row(), a_row(姓名="李小红", 身份证号="123"))
    assert answer.status_code == 201, answer.content.decode()
    state = answer.json()
    assert (state["status"], state["summary"]["create"], state["summary"]["error"]) == (
        "previewed", 1, 1,
    )  # fmt: skip
    ledger = f"ledgers/{state['batch']}/"
    report = program.get(f"{ledger}report/").json()
    assert {"file", "collection", "batch", "sheets", "rows", "summary"} <= set(report)
    assert [row["action"] for row in report["rows"]] == ["create", "error"]
    wrong = program.get(f"{ledger}report/", action="error").json()["rows"]
    assert wrong[0]["issues"][0]["message"]
    assert not Child.objects.exists()
    assert program.post(f"{ledger}apply/", {}).json()["status"] == "applied"
    assert Child.objects.count() == 1
    assert program.post(f"{ledger}apply/", {}).status_code == 409
    assert program.post(f"{ledger}undo/", {}).status_code == 400
    undone = program.post(f"{ledger}undo/", {"reason": "传错了"}).json()
    assert undone["status"] == "undone"
    assert not Child.objects.exists()
    assert program.get(f"ledgers/{undone['undone_by']}/report/").json()["kept"] == []


def test_a_ledger_of_another_town_is_not_there(clerk: Any, other_clerk: Any) -> None:
    key = hand_in(program_of(clerk), a_row()).json()["batch"]
    stranger = program_of(other_clerk)
    for address in ("", "report/"):
        assert stranger.get(f"ledgers/{key}/{address}").status_code == 404
    assert stranger.post(f"ledgers/{key}/apply/", {}).status_code == 404
    assert stranger.get("ledgers/").json()["items"] == []
    refused = AccessEntry.objects.filter(is_permitted=False, collection="ledgerbatch")
    assert [entry.records for entry in refused] == [[key]] * 3


def test_whoever_may_not_import_hands_in_nothing(village_worker: Any, clerk: Any) -> None:
    assert hand_in(program_of(village_worker), a_row()).status_code == 403
    assert hand_in(program_of(clerk, "children.read"), a_row()).status_code == 403
    assert hand_in(program_of(clerk), a_row(), collection="posts").status_code == 403


def test_what_is_no_ledger_is_refused_with_a_sentence(clerk: Any) -> None:
    program = program_of(clerk)
    told = {"collection": "children", "file": SimpleUploadedFile("x.xlsx", b"nothing")}
    answer = program.client.post("/api/v3/ledgers/", told, headers=program.headers)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert program.post("ledgers/", {}).status_code == 400


def test_ledgers_are_listed_newest_first_page_by_page(clerk: Any) -> None:
    program = program_of(clerk)
    keys = [hand_in(program, a_row()).json()["batch"] for _number in range(3)]
    first = program.get("ledgers/", limit=2).json()
    rest = program.get("ledgers/", limit=2, after=first["next"]).json()
    assert [one["batch"] for one in [*first["items"], *rest["items"]]] == keys[::-1]
    assert rest["next"] is None
    assert program.get("ledgers/", since="2026").status_code == 400

"""Who works while definitions change: each goes on until it is over, and raises where it is treated badly."""

import json
import random
import time
from itertools import count
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.datasets.custom.live.browsing import Visitor
from tests.datasets.custom.live.register import Register
from tests.spreadsheets import xlsx

CREATE = "/admin/made/homes/create/"
RECORDS = "/api/v3/collections/homes/"
_JSON = "application/json"
_TRIES = 12
_PAUSE = 0.3
_VILLAGE = "徐霞客村"
_FIELDS = ("mark", "years", "company", "note", "extra")


def fill_in_forms(register: Register, clerk: Visitor, name: str, region: int) -> None:
    """Record one after the other, and correct each."""
    for number in count():
        mark = f"{name}{number}"
        told = {"mark": mark, "years": str(number), "company": f"单位{mark}", "extra": f"另{mark}"}
        place = _save(register, clerk, CREATE, {**told, "note": "新", "region": str(region)})
        if register.is_over.is_set():
            return
        if place:
            edit = place.replace("inspect", "edit")
            _save(register, clerk, edit, {**told, "years": str(number + 1), "note": "改"})


def _save(register: Register, clerk: Visitor, path: str, wanted: dict[str, str]) -> str:
    """Where the record stands; "" where the collection is out of use."""
    here, there = register.two_ports()
    answer = clerk.get(here, path)
    if answer.status == 404:
        return ""
    for _try in range(_TRIES):
        form = answer.form("_seen_fields")
        typed = {name: value for name, value in wanted.items() if name in form.fields}
        for name, value in typed.items():
            form.fields[name] = value
        time.sleep(random.uniform(0, _PAUSE))
        answer = clerk.send(there, path, form)
        said = {name: typed[name] for name in _FIELDS if name in typed}
        if answer.status == 302:
            register.acknowledge(wanted["mark"], said)
            return answer.place
        register.refusals += 1
        assert "还没有保存" in answer.text
        if answer.status == 409:
            assert all(value in answer.text for value in said.values())
            return ""
        kept = answer.form("_seen_fields").fields
        for name, value in said.items():
            assert kept[name] == value if name in kept else value in answer.text, (name, value)
    raise AssertionError(f"Never taken: {answer.text}")


def write_as_a_program(register: Register, program: Visitor) -> None:
    for number in count():
        if register.is_over.is_set():
            return
        told = {"mark": f"程序{number}", "note": "接口", "company": f"单位{number}"}
        here, there = register.two_ports()
        sent = {"record": {**told, "region": "320281104208"}, "reason": "同步"}
        answer = program.post(here, RECORDS, json.dumps(sent).encode(), _JSON)
        if answer.status == 201:
            register.acknowledge(told["mark"], told)
            key = json.loads(answer.text)["id"]
            read = program.get(there, f"{RECORDS}{key}/")
            assert read.status == 404 or json.loads(read.text)["note"] == "接口"
        else:
            register.refusals += 1
            assert answer.status in {400, 404, 422}, answer.text
            assert json.loads(answer.text)["detail"]
        time.sleep(random.uniform(0, _PAUSE))


def hand_ledgers_in(register: Register, program: Visitor) -> None:
    for number in count():
        marks = [f"台账{number}-{row}" for row in range(20)]
        rows = [["村（社区）", "记号", "备注"], *([_VILLAGE, mark, "台账"] for mark in marks)]
        file = SimpleUploadedFile("名册.xlsx", xlsx(*rows))
        body = encode_multipart(BOUNDARY, {"collection": "homes", "file": file})
        here, there = register.two_ports()
        answer = program.post(here, "/api/v3/ledgers/", body, MULTIPART_CONTENT)
        if answer.status == 202:
            href = json.loads(answer.text)["href"]
            state = _applied(register, program, href, there)
            if state["status"] == "applied":
                for mark in marks:
                    register.acknowledge(mark, {"mark": mark, "note": "台账"})
        else:
            assert answer.status == 403, answer.text  # out of use
            time.sleep(_PAUSE)
        if register.is_over.is_set():
            return


def _applied(register: Register, program: Visitor, href: str, port: int) -> Any:
    for _try in range(_TRIES):
        state = _once_done(program, href, port)
        if state is None or state["status"] == "applied":
            break
        program.post(port, f"{href}apply/", b"{}", _JSON)
    return state or {"status": ""}


def _once_done(program: Visitor, href: str, port: int) -> Any:
    """How the ledger stands once nobody works on it; None where it is out of use."""
    while True:
        answer = program.get(port, href)
        if answer.status != 200:
            assert answer.status in {403, 404}, answer.text
            return None
        state = json.loads(answer.text)
        assert state["job"]["state"] != "failed", state
        if state["job"]["state"] in {"done", "refused"}:
            return state
        time.sleep(_PAUSE)


def read_everything(register: Register, clerk: Visitor, program: Visitor) -> None:
    mine = (
        "/admin/",
        "/admin/made/homes/",
        "/admin/made/homes/?export=csv",
        "/admin/datasets/agency/",
    )
    programs = (
        RECORDS,
        "/api/v3/openapi.json",
        "/api/v3/ledgers/",
        "/api/v3/collections/agencies/",
    )
    while not register.is_over.is_set():
        for who, pages in ((clerk, mine), (program, programs)):
            for page in pages:
                here, _there = register.two_ports()
                who.get(here, page)


def read_in_public(register: Register) -> None:
    anybody, search = Visitor({}), f"/search/?q={quote('民政局')}"
    while not register.is_over.is_set():
        here, _there = register.two_ports()
        assert "/search/" in anybody.get(here, search).text

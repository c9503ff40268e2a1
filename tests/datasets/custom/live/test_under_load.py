"""Two web processes and a ledger worker at work while definitions change: no stale form, no lost write."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from datasets.access import Actor
from datasets.access.roles import CityDesk, TownshipClerk
from datasets.actions.definitions.collections import define_collection
from datasets.custom import loading
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.api.calling import token_of
from tests.datasets.custom.live.browsing import logged_in, program
from tests.datasets.custom.live.changing import changes
from tests.datasets.custom.live.people import (
    fill_in_forms,
    hand_ledgers_in,
    read_everything,
    read_in_public,
    write_as_a_program,
)
from tests.datasets.custom.live.processes import web_process, worker_process
from tests.datasets.custom.live.register import Register
from tests.datasets.custom.volunteers import ALL

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("records_root")]

FIELDS: list[dict[str, Any]] = [
    {"code": "mark", "label": "记号", "kind": "text", "is_required": True, "is_key": True},
    {"code": "years", "label": "年限", "kind": "text"},
    {"code": "company", "label": "单位", "kind": "text"},
    {"code": "note", "label": "备注", "kind": "text"},
]


@pytest.fixture
def homes(db: None, settings: Any) -> None:
    settings.LEDGER_INLINE_BYTES = 0  # each is the worker's
    values = {
        "code": "homes", "label": "儿童之家", "title": "mark",
        "grants": {TownshipClerk.name: ALL, CityDesk.name: ALL},
    }  # fmt: skip
    by = Actor.system(today=TODAY)
    define_collection(values=values, fields=FIELDS, by=by, reason="名册")


def test_no_form_is_stale_and_no_write_is_lost(homes: None, tmp_path: Path) -> None:
    clerk = someone("clerk", TownshipClerk, XUXIAKE)
    chief = logged_in(someone("chief", CityDesk, "320281"))
    clerks, programs = logged_in(clerk), program(token_of(clerk))
    village = region(XUXIAKE_VILLAGE).pk
    logs = [tmp_path / name for name in ("one.log", "other.log", "worker.log")]
    with ExitStack() as stack:
        ports = [stack.enter_context(web_process(log)) for log in logs[:2]]
        stack.enter_context(worker_process(logs[2]))
        register = Register((ports[0], ports[1]))
        with ThreadPoolExecutor() as pool:
            work = [
                pool.submit(fill_in_forms, register, clerks, "甲", village),
                pool.submit(fill_in_forms, register, clerks, "乙", village),
                pool.submit(write_as_a_program, register, programs),
                pool.submit(hand_ledgers_in, register, programs),
                pool.submit(read_everything, register, clerks, programs),
                pool.submit(read_in_public, register),
            ]
            try:
                for _change in changes(register, chief, clerks):
                    if any(one.done() for one in work):
                        break
            finally:
                register.is_over.set()
            for one in work:
                one.result()
    connections.close_all()
    loading.refresh()
    register.hold_against(loading.made_model("homes"))
    for log in logs:
        assert log.read_text("utf-8") == ""
    assert register.refusals  # else nothing was open while something changed

"""Two web processes and a worker while an admin changes the fields: nobody fails, and nothing written is lost."""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.definitions.changing import DefinitionsBusy
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import (
    archive_field,
    change_field,
    define_field,
    take_field_up,
)
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.custom import loading
from datasets.ledgers.pipeline import read_ledger
from datasets.models import FieldDefinition
from tests.committed import committed
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.custom.lasting import another_process, lasting
from tests.datasets.custom.volunteers import FIELDS, GRANTS
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.slow

SECONDS = 12
ADDRESS = "/admin/made/volunteers/create/"
_TOKEN = "a" * 32
_SEEN_FIELDS = re.compile(r'name="_seen_fields" value="(\w*)"')


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with committed(django_db_blocker), lasting(django_db_blocker):
        yield


class Clerk(threading.Thread):
    """Fills in the form again and again, as a browser would."""

    def __init__(self, name: str, port: int, session: str, place: int, until: float) -> None:
        super().__init__()
        self.called, self.port, self.place, self.until = name, port, place, until
        cookies = f"sessionid={session}; csrftoken={_TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": _TOKEN}
        self.written: list[str] = []
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        while time.monotonic() < self.until:
            _status, page = self.ask("GET")
            seen = _SEEN_FIELDS.search(page)
            name = f"{self.called}第{sum(self.answers.values())}位"
            told = {"name": name, "region": self.place, "years": "3"}
            told["_seen_fields"] = seen[1] if seen else ""
            status, _page = self.ask("POST", urlencode(told))
            self.answers[status] += 1
            if status == 302:
                self.written.append(name)

    def ask(self, method: str, body: str | None = None) -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        line.request(method, ADDRESS, body, {**self.headers, **form})
        answer = line.getresponse()
        page = answer.read().decode()
        self.answers[500] += answer.status >= 500
        return answer.status, page


def serve(port: int, seconds: float) -> None:
    server = ThreadedWSGIServer(("127.0.0.1", port), _Quiet)
    server.set_app(get_wsgi_application())
    threading.Timer(seconds, server.shutdown).start()
    server.serve_forever()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing to the console."""


def work(user: Any, until: float, told: Path) -> None:
    """Apply ledgers, and note down which names are in the register by them."""
    number = 0
    while time.monotonic() < until:
        number += 1
        name = f"台账{chr(0x4E00 + number)}"
        content = xlsx(["姓名", "村（社区）", "年限"], [name, "徐霞客村", "3"])
        with loading.at_work():
            by = Actor.of(user, today=TODAY)
            reading = read_ledger(content, "名册.xlsx", collection="volunteers", by=by)
            try:
                apply_upload(upload=reading.upload, rows=reading.rows, by=by)
            except RegisterMovedOn:
                continue
        with told.open("a") as lines:
            lines.write(f"{name}\n")


def define(until: float) -> int:
    """Add, retype, archive and take up fields; returns how many changes were made."""
    by = Actor.system(today=TODAY)
    count = 0
    while time.monotonic() < until:
        kind = ("integer", "text")[count % 2]
        years = FieldDefinition.objects.get(code="years")
        extra = {"code": f"extra_{count}", "label": f"附加{count}", "kind": "text"}
        try:
            change_field(field=years, values={"kind": kind}, by=by, reason="换个类型")
            count += 1
            made = define_field(collection="volunteers", values=extra, by=by, reason="加一项")
            archive_field(field=made, by=by, reason="不用了")
            take_field_up(field=made, by=by, reason="还是要")
        except DefinitionsBusy:
            continue
        time.sleep(0.5)
    return count


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nothing_that_was_written_is_lost(db: None, records_root: Path, tmp_path: Path) -> None:
    years = {"code": "years", "label": "年限", "kind": "text"}
    define_collection(
        values={"code": "volunteers", "label": "志愿者", "title": "name", "grants": GRANTS},
        fields=[FIELDS[0], years],
        by=Actor.system(today=TODAY),
        reason="名册",
    )
    user = someone("clerk", TownshipClerk, XUXIAKE)
    browser = Client()
    browser.force_login(user)
    session = browser.cookies["sessionid"].value
    place = region(XUXIAKE_VILLAGE).pk
    ports = [free_port(), free_port()]
    told = tmp_path / "told"
    until = time.monotonic() + SECONDS
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(another_process(partial(serve, port, SECONDS + 15)))
        stack.enter_context(another_process(partial(work, user, until, told)))
        time.sleep(1)
        clerks = [
            Clerk(name, port, session, place, until)
            for name, port in zip("甲乙丙丁", ports * 2, strict=True)
        ]
        for clerk in clerks:
            clerk.start()
        changes = define(until)
        for clerk in clerks:
            clerk.join()
        connections.close_all()

    answers = sum((clerk.answers for clerk in clerks), Counter())
    written = [name for clerk in clerks for name in clerk.written] + told.read_text().split()
    loading.refresh()
    found = dict(loading.made_model("volunteers").objects.values_list("name", "years"))
    assert answers[500] == 0
    assert {str(found.get(name)) for name in written} == {"3"}, (answers, changes)
    assert len(written) > 10
    assert changes > 2

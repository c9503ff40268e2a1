"""A request that comes while somebody of its process is still at work by an older definition."""

import threading
import uuid
from typing import Any

from django.db import connection
from django.test import Client

from datasets.custom import loading
from datasets.models import DefinitionsState


def test_it_waits_and_in_the_end_says_why(db: None, monkeypatch: Any) -> None:
    begun, over = threading.Event(), threading.Event()

    def export() -> None:
        with loading.at_work():
            begun.set()
            over.wait()
        connection.close()

    exporting = threading.Thread(target=export)
    exporting.start()
    begun.wait()
    DefinitionsState.objects.create(name=uuid.uuid4())  # another process has changed something
    monkeypatch.setattr(loading, "_LONGEST_WAIT", 0.1)
    answer = Client().get("/admin/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "请过几分钟再试" in answer.content.decode()
    assert Client().get("/robots.txt").status_code == 200  # the public does not wait
    over.set()
    exporting.join()
    assert Client().get("/admin/").status_code == 302

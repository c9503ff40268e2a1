"""A public page that tells of agencies, asked for while agencies get a field."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from datasets.access import Actor
from datasets.actions.definitions.changing import change_of_definitions
from datasets.actions.definitions.fields import add_fields
from tests.conftest import TODAY

#: Seconds, long enough for a page that does not wait.
_A_WHILE = 1


def test_it_is_made_before_or_after_the_change(db: None) -> None:
    by = Actor.system(today=TODAY)
    values = {"code": "x_wechat", "label": "微信", "kind": "text"}
    with ThreadPoolExecutor() as pool:
        asked: list[Future[Any]] = []

        def ask() -> None:
            asked.append(pool.submit(_search))
            with pytest.raises(TimeoutError):
                asked[0].result(timeout=_A_WHILE)

        with change_of_definitions() as afterwards:
            add_fields("agencies", [values], by=by, reason="加")
            afterwards.append(ask)
        connection.close()
        assert asked[0].result().status_code == 200


def _search() -> Any:
    try:
        return Client().get("/search/?q=民政局")
    finally:
        connections.close_all()

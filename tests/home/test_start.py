import socket
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from home.management.commands import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[tuple[str, ...]]:
    """The commands that `start` runs, in order."""
    settings.IS_LOCAL_TRIAL = True
    made: list[tuple[str, ...]] = []
    monkeypatch.setattr(start, "call_command", lambda *args, **options: made.append(args))
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_start_loads_everything_and_then_serves(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    call_command("start")
    assert [call for call in calls if call != ("clock",)] == [
        ("definitions", "settle"), ("seed",), ("pages",), ("demo",),
        ("runserver", f"127.0.0.1:{port}"),
    ]  # fmt: skip
    assert ("clock",) in calls  # beside them, from a thread of its own


def test_a_taken_port_is_one_clear_sentence(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"端口 {port} 已被占用"):
            call_command("start")
    assert calls == []


def test_a_port_that_is_no_number_is_refused(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(CommandError, match="不是端口号"):
        call_command("start")
    assert calls == []


def test_start_refuses_to_run_in_production(calls: list[tuple[str, ...]], settings: Any) -> None:
    settings.IS_LOCAL_TRIAL = False
    with pytest.raises(CommandError, match="本机"):
        call_command("start")
    assert calls == []

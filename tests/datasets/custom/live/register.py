"""What the web processes have acknowledged in the test, and whether the database holds it."""

import random
import threading
from collections import defaultdict
from collections.abc import Mapping
from typing import Any


class Register:
    """Of all who write at once; `ports` are those of the web processes."""

    def __init__(self, ports: tuple[int, int]) -> None:
        self.ports = ports
        self.is_over = threading.Event()
        #: Mark of the record → what was acknowledged of it, one after the other.
        self.said: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.refusals = 0

    def two_ports(self) -> tuple[int, int]:
        """Where a form is opened, and where it is sent to."""
        here, there = random.sample(self.ports, 2)
        return here, there

    def acknowledge(self, mark: str, told: Mapping[str, str]) -> None:
        self.said[mark].append(dict(told))

    def hold_against(self, model: Any) -> None:
        records = {record.mark: record for record in model.objects.all()}
        for mark, versions in self.said.items():
            record = records[mark]
            now = {name: value for told in versions for name, value in told.items()}
            assert {name: str(getattr(record, name)) for name in now} == now
            history = list(record.history.all())
            assert len(history) >= len(versions), mark
            assert all(
                version.history_user and version.history_change_reason for version in history
            )
            for told in versions:
                assert any(_says(version, told) for version in history), (mark, told)


def _says(version: Any, told: Mapping[str, str]) -> bool:
    return all(str(getattr(version, name)) == value for name, value in told.items())

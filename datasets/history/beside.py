"""PostgreSQL at work while Python prepares what comes next: on two processors instead of by turns."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

from django.db import connection

#: SQL and its parameters.
Statement = tuple[str, list[Any]]


class StatementsBeside:
    """Runs statements in a thread, which only waits for the server; until `wait` nobody else uses the connection.

    SQLite works within this process: there they are run at once.
    """

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._thread = ThreadPoolExecutor(1) if connection.vendor == "postgresql" else None
        self._running: Future[None] | None = None

    def run(self, statements: Iterable[Statement]) -> None:
        if self._thread:
            self._running = self._thread.submit(self._execute, statements)
        else:
            self._execute(statements)

    def wait(self) -> None:
        """Until what runs has ended. Raises what it raised."""
        running, self._running = self._running, None
        if running:
            running.result()

    def _execute(self, statements: Iterable[Statement]) -> None:
        for sql, values in statements:
            self._cursor.execute(sql, values)

    def __enter__(self) -> "StatementsBeside":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._thread:
            self._thread.shutdown()  # whatever happened, the connection is free again

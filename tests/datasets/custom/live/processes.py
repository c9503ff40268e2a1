"""Web processes and a ledger worker beside the test, on its database. They end with the test, whatever happens."""

import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections

from datasets.custom.loading import forget
from datasets.jobs.queue import look_after_jobs
from tests.datasets.jobs.ledgers import run_worker

_FORK = multiprocessing.get_context("fork")
_PAUSE = 0.1


@contextmanager
def web_process(log: Path) -> Iterator[int]:
    """Its port. What goes wrong in it stands in the log."""
    hears, tells = _FORK.Pipe()
    with _process(_serve, tells, log=log):
        yield hears.recv()


@contextmanager
def worker_process(log: Path) -> Iterator[None]:
    with _process(_work, log=log):
        yield


@contextmanager
def _process(act: Callable[..., None], *args: Any, log: Path) -> Iterator[None]:
    connections.close_all()
    child = _FORK.Process(target=_alone, args=(act, args, log), daemon=True)
    child.start()
    try:
        yield
        assert child.is_alive(), log.read_text("utf-8")
    finally:
        child.kill()
        child.join()


def _alone(act: Callable[..., None], args: Any, log: Path) -> None:
    """With nothing that the test knew of."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    logging.getLogger().handlers = [logging.StreamHandler(sys.stderr)]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refusal is no fault
    forget()
    try:
        act(*args)
    finally:
        logging.shutdown()
        os._exit(1)  # nothing of the test runner is this process's to end


def _serve(tells: Any) -> None:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Only what Django logs."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(WSGIHandler())
    tells.send(server.server_address[1])
    server.serve_forever()


def _work() -> None:
    while True:
        look_after_jobs()
        run_worker()
        time.sleep(_PAUSE)

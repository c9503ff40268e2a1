"""manage.py ledger_worker: works on queued ledgers and messages, for as long as it runs or while there is work."""

import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from datasets.jobs.queue import look_after_jobs
from datasets.models import WebhookDelivery
from datasets.webhooks.delivering import deliver_due

_log = logging.getLogger(__name__)
_BACKEND = "ledgers"
_PAUSE = 0.5
#: Seconds to wait for a database that is being started anew.
_DATABASE_PAUSE = 5


class LedgerWorker(Worker):
    """Empties the queue at each `run`; knows since when it has had nothing to do."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=_BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self.idle_since = time.monotonic()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        self.idle_since = time.monotonic()


class Command(BaseCommand):
    help = "处理排队的台账和推送。Work on queued ledgers and messages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--linger",
            type=int,
            metavar="SECONDS",
            help="空闲这么多秒后结束；不写则一直运行。End after so many idle seconds.",
        )

    def handle(self, *args: Any, linger: int | None, **options: Any) -> None:
        started_by = os.getppid()
        worker = LedgerWorker()
        worker.configure_signals()
        call_command(
            "prune_db_task_results", f"--backend={_BACKEND}", "--queue-name=*", verbosity=0
        )
        while worker.running:
            _work(worker)
            if linger is not None:
                is_orphan = os.getppid() != started_by
                is_idle = time.monotonic() - worker.idle_since > linger
                # Who started it has gone, to come back with a newer program perhaps: it starts its own.
                if is_orphan or (is_idle and not WebhookDelivery.objects.waiting().exists()):
                    return
            time.sleep(_PAUSE)


def _work(worker: LedgerWorker) -> None:
    try:
        look_after_jobs()
        worker.run()
        deliver_due()
    except OperationalError:
        _log.warning("The database does not answer; trying again.", exc_info=True)
        connection.close()
        time.sleep(_DATABASE_PAUSE)

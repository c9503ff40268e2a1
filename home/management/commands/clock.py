"""manage.py clock: what happens because its time has come, or was cut short."""

import logging
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from content.due import publish_what_is_due, take_down_what_is_over

_log = logging.getLogger(__name__)
#: Seconds between two looks: pages are scheduled to the minute.
_PAUSE = 60


class Command(BaseCommand):
    help = "到时发布、到期撤下页面；一直运行，每分钟看一次。Publish and take down what is due, every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="只看一次，供 cron 或 systemd 定时器调用。Look once.",
        )

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            strike()
        while not once:
            close_old_connections()
            try:
                strike()
            except Exception:  # a database that restarts, say: the next minute may be better
                _log.exception("The clock missed a minute.")
            time.sleep(_PAUSE)


def strike() -> None:
    """Safe to do twice or on two machines: what is no longer due is left alone."""
    now = timezone.now()
    take_down_what_is_over(now=now)
    publish_what_is_due(now=now)
    call_command("warnings", verbosity=0)
    call_command("retention", "answers")
    call_command("definitions", "settle")

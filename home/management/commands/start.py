"""manage.py start: everything `make run` does once the packages are there."""

import os
import socket
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "建库、载入初始数据和演示数据，然后启动服务。Prepare the database, then serve."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL_TRIAL:
            raise CommandError("start 只用于本机试用。This command is for one machine only.")
        port = _port()
        _refuse_taken(port)
        try:
            self._prepare()
        except KeyboardInterrupt as interrupt:
            raise CommandError("已中断，下次会接着做。Interrupted.", returncode=130) from interrupt
        self._serve(port)

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(
                "正在建库或升级，约半分钟…… Preparing the database, half a minute ..."
            )
            call_command("migrate", verbosity=0, interactive=False)
        call_command("definitions", "settle", stdout=self.stdout)
        call_command("seed", stdout=self.stdout)
        call_command("pages", examples=True, stdout=self.stdout)
        call_command("demo", stdout=self.stdout)

    def _serve(self, port: int) -> None:
        address = f"http://{HOST}:{port}"
        self.stdout.write(f"\n公开网站 Website  {address}/\n工作后台 Staff    {address}/admin/")
        Thread(target=call_command, args=("clock",), daemon=True).start()
        self.stdout.write("按 Ctrl+C 停止 Press Ctrl+C to stop\n")
        # Its warning speaks of production; this command refuses to run there.
        os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=True)


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CommandError(f"PORT={text} 不是端口号。PORT={text} is no port number.")
    return int(text)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 已被占用，请换一个：make run PORT={port + 1}。"
                f"Port {port} is taken, choose another."
            ) from error

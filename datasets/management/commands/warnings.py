"""manage.py warnings: asks the rules of early warning that were not asked today, and mails what is new."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from datasets.actions.warnings.evaluating import evaluate_all, evaluate_due
from datasets.actions.warnings.mailing import mail_warnings
from datasets.custom.loading import at_work


class Command(BaseCommand):
    help = (
        "按预警规则查一遍，给要邮件的人发邮件；今天查过的规则不再查，今天发过的人不再发。"
        "Ask the warning rules that are due, and mail what is new."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部重查。All of them again.")

    def handle(self, *args: Any, all: bool, verbosity: int, **options: Any) -> None:
        today = timezone.localdate()
        with at_work():
            if all:
                count = evaluate_all(today=today)
                told = f"预警：现在共有 {count} 条提醒。"
            else:
                told = f"预警：查了 {evaluate_due(today=today)} 条规则。"
            link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('warnings')}"
            sent = mail_warnings(today=today, link=link)
        if verbosity:
            self.stdout.write(told)
            self.stdout.write(f"预警：发了 {sent} 封邮件。")

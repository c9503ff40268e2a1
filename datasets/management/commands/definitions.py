"""manage.py definitions settle: what a crash in the middle of a change of definitions left undone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from datasets.actions.definitions.changing import settle_definitions


class Command(BaseCommand):
    help = "补齐自建字段缺少的列和索引。Make the columns and indexes that defined fields lack."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("settle")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says nothing where nothing was missing: it runs every minute."""
        for name in settle_definitions():
            self.stdout.write(_("已补齐：%(name)s") % {"name": name})
